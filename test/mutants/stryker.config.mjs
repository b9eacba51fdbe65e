/**
 * What the tests would not notice: the pure rules and the guards are broken piece by piece, and the tests that reach the
 * piece have to go red. Words are left alone: a letter that reads otherwise is not a rule that breaks.
 */
export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: { configFile: 'test/mutants/jest.config.cjs' },
  coverageAnalysis: 'perTest',
  mutate: [
    'lib/policy/{acts,aho-corasick,complaint-figures,complaint-rule,duty,excerpt,finding,folded-text,horizon,ladder,media-rule,personal-data,route,send-rule,text-rule,two-people,unpublished,variants,visible,weibo-counter,word-screen,working-days}.ts',
    'lib/approval/{close-approval,open-turn,press-approver,require-approvers,recount}.ts',
    'lib/edition/{claim-day,confirm-edition,cancel-edition,settle-send}.ts',
  ],
  mutator: { excludedMutations: ['StringLiteral'] },
  ignoreStatic: true,
  ignorePatterns: ['.qianfa', 'web/dist', 'docs', 'screenshots'],
  concurrency: 2,
  dryRunTimeoutMinutes: 15,
  timeoutMS: 20_000,
  timeoutFactor: 4,
  disableTypeChecks: false,
  checkers: [],
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
  tempDirName: '.qianfa/mutants',
  allowEmpty: false,
}

const whole = require('../../jest.config.cjs')

/** The tests of the rules and guards; properties with fewer cases each, since thousands of mutants meet them. */
module.exports = {
  ...whole,
  rootDir: '../..',
  testMatch: ['lib/policy', 'lib/approval', 'lib/edition', 'lib/complaint', 'lib/loan', 'lib/submission'].map(
    (room) => `<rootDir>/test/${room}/**/*.test.ts`,
  ),
  setupFiles: [...whole.setupFiles, '<rootDir>/test/mutants/fewer-cases.cjs'],
}

const whole = require('../../jest.config.cjs')

/** The tests of the rules and guards; properties with fewer cases each, since thousands of mutants meet them. */
module.exports = {
  ...whole,
  rootDir: '../..',
  testMatch: [
    ...['policy', 'approval', 'complaint', 'question'].map(
      (room) => `<rootDir>/test/lib/${room}/**/*.test.ts`,
    ),
    '<rootDir>/test/lib/edition/{claim-day,races,desk,send}.test.ts',
  ],
  setupFiles: [...whole.setupFiles, '<rootDir>/test/mutants/fewer-cases.cjs'],
}

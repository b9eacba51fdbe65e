/** ES modules of these packages reach jest's CommonJS only through the transform. */
const esmOnly = [
  '@middy',
  'jose',
  'mediainfo\\.js',
  'sanitize-html',
  'htmlparser2',
  'marked',
  'domhandler',
  'domutils',
  'domelementtype',
  'dom-serializer',
  'entities',
  'asl-validator',
  'openid-client',
  'oauth4webapi',
  'oidc-provider',
  'nanoid',
  'eta',
  'quick-lru',
  'qr/',
  'pixelmatch',
  '@cloud-copilot',
].join('|')

module.exports = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.(ts|tsx|mjs|js)$': '<rootDir>/test/kit/transform.cjs' },
  transformIgnorePatterns: [`node_modules/(?!(${esmOnly}))`],
  setupFiles: ['<rootDir>/test/kit/quiet.cjs'],
  testTimeout: 60_000,
  maxWorkers: 2,
}

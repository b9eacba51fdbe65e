const { createHash } = require('node:crypto')
const { readFileSync } = require('node:fs')
const { transformSync } = require('esbuild')

const own = readFileSync(__filename)

/** TypeScript and ES modules to CommonJS for jest, by the same compiler that bundles the functions. */
module.exports = {
  process: (source, path) => {
    const { code, map } = transformSync(source, {
      loader: path.endsWith('.tsx') ? 'tsx' : path.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'node20',
      platform: 'node',
      // Jest's CommonJS has no import(): it becomes a require.
      supported: { 'dynamic-import': false },
      sourcemap: 'both',
      sourcefile: path,
    })
    return { code, map }
  },
  // A changed transform must not meet what an older one left in the cache.
  getCacheKey: (source, path) =>
    createHash('sha256').update(own).update(path).update('\0').update(source).digest('hex'),
}

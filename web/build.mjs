import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const web = dirname(fileURLToPath(import.meta.url))

/** What of an output a browser has to fetch before it can show anything: the entry and what it imports at once. */
function firstLoad(outputs, entry) {
  const seen = new Set()
  const walk = (name) => {
    if (seen.has(name)) return
    seen.add(name)
    for (const { path, kind } of outputs[name].imports) if (kind === 'import-statement') walk(path)
  }
  walk(entry)
  return [...seen]
}

/**
 * Builds the portal into `web/dist`: ES modules split by page, names carrying their content's hash, each gzipped once.
 * `manifest.json` names the entry, what to preload, and the bytes of the first load.
 */
export async function buildPortal({ to = join(web, 'dist') } = {}) {
  const making = `${to}.making`
  rmSync(making, { recursive: true, force: true })
  const { metafile } = await build({
    absWorkingDir: web,
    entryPoints: { portal: 'src/main.tsx' },
    outdir: making,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['chrome100', 'safari15.4', 'firefox100'],
    jsx: 'automatic',
    minify: true,
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const outputs = Object.fromEntries(
    Object.entries(metafile.outputs).map(([path, output]) => [
      basename(path),
      { ...output, imports: output.imports.map((one) => ({ ...one, path: basename(one.path) })) },
    ]),
  )
  const script = Object.keys(outputs).find((name) => outputs[name].entryPoint === 'src/main.tsx')
  const style = basename(outputs[script].cssBundle)
  const files = {}
  for (const name of Object.keys(outputs)) {
    const packed = gzipSync(readFileSync(join(making, name)), { level: 9 })
    writeFileSync(join(making, `${name}.gz`), packed)
    rmSync(join(making, name))
    files[name] = packed.length
  }
  const preload = firstLoad(outputs, script).filter((name) => name !== script)
  const firstLoadBytes = [script, style, ...preload].reduce((sum, name) => sum + files[name], 0)
  const hash = createHash('sha256').update(Object.keys(files).sort().join()).digest('hex').slice(0, 12)
  const manifest = { hash, script, style, preload, firstLoadBytes, files }
  writeFileSync(join(making, 'manifest.json'), JSON.stringify(manifest, null, 1))
  rmSync(to, { recursive: true, force: true })
  mkdirSync(dirname(to), { recursive: true })
  renameSync(making, to)
  return manifest
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { firstLoadBytes, files } = await buildPortal()
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(0)} KB`
  console.log(
    `portal built: ${Object.keys(files).length} files, first load ${kilobytes(firstLoadBytes)} gzipped`,
  )
}

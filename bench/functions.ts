import { build, type BuildOptions } from 'esbuild'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'

export const root = resolve(__dirname, '..')

/** As serverless.yml packages them; its bundler's own options aside. */
const options: BuildOptions = {
  bundle: true,
  minify: true,
  keepNames: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href" },
  external: ['sharp'],
  logLevel: 'error',
}

/** A function of the template, the clients of AWS in its bundle, and everything else that weighs in it. */
export interface Bundle {
  name: string
  entry: string
  code: Uint8Array
  /** packages of `@aws-sdk` that our own code imports, with what of each it takes */
  clients: Map<string, Set<string>>
  /** bytes in the bundle by package; `ours` for lib/ and functions/ */
  parts: Map<string, number>
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Every function by the files beside which it is declared. */
export const entries = (): { name: string; entry: string }[] =>
  readdirSync(join(root, 'functions'))
    .filter((area) => existsSync(join(root, 'functions', area, 'functions.yml')))
    .flatMap((area) =>
      Object.keys(
        parse(readFileSync(join(root, 'functions', area, 'functions.yml'), 'utf8')) as Record<
          string,
          unknown
        >,
      ).map((name) => ({ name, entry: `functions/${area}/${kebab(name)}.ts` })),
    )

const packageOf = (path: string): string => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'ours'

const bundleAs = async (from: BuildOptions) => {
  const { outputFiles, metafile } = await build({
    ...options,
    ...from,
    absWorkingDir: root,
    write: false,
    metafile: true,
    outdir: 'out',
  })
  const [file] = outputFiles ?? []
  if (!file || !metafile) throw new Error('esbuild gave no bundle')
  return { code: file.contents, metafile }
}

/** What our own files import of the packages of AWS, by name: a twin with these alone is what a user would take instead. */
function importedFrom(files: string[]): Map<string, Set<string>> {
  const clients = new Map<string, Set<string>>()
  for (const file of files)
    for (const [, type, names, from] of readFileSync(join(root, file), 'utf8').matchAll(
      /import (type )?\{([^}]+)\} from '(@aws-sdk\/[^']+)'/g,
    )) {
      if (type) continue
      const taken = clients.get(from!) ?? new Set()
      for (const name of names!.split(',').map((one) => one.trim()))
        if (name && !name.startsWith('type ')) taken.add(name.split(' as ')[0]!)
      clients.set(from!, taken)
    }
  return clients
}

export async function bundleOf({ name, entry }: { name: string; entry: string }): Promise<Bundle> {
  const { code, metafile } = await bundleAs({ entryPoints: [entry] })
  const [output] = Object.values(metafile.outputs)
  const parts = new Map<string, number>()
  for (const [path, { bytesInOutput }] of Object.entries(output?.inputs ?? {}))
    parts.set(packageOf(path), (parts.get(packageOf(path)) ?? 0) + bytesInOutput)
  const ours = Object.entries(output?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && packageOf(path) === 'ours')
    .map(([path]) => path)
  return { name, entry, code, parts, clients: importedFrom(ours) }
}

/** The same function with only the clients it calls: an empty handler beside them. */
export async function twinOf({ clients }: Pick<Bundle, 'clients'>): Promise<Uint8Array> {
  const lines = [...clients].map(
    ([from, names], at) =>
      `import { ${[...names].map((name) => `${name} as ${name}${at}`).join(', ')} } from '${from}'`,
  )
  const used = [...clients].flatMap(([, names], at) => [...names].map((name) => `${name}${at}`))
  const contents = [
    ...lines,
    `const used = [${used.join(', ')}]`,
    'export const handler = async () => used.length',
  ].join('\n')
  const { code } = await bundleAs({ stdin: { contents, resolveDir: root, loader: 'ts' } })
  return code
}

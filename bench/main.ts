import '../test/kit/quiet.cjs'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { archive } from './archive'
import { callback } from './callback'
import { claim } from './claim'
import { edition } from './edition'
import { lists } from './lists'
import { people } from './people'
import { picture } from './picture'
import { plotOf } from './plot'
import { scale } from './scale'
import { screening } from './screening'
import type { Ratio } from './side-by-side'
import { start } from './start'
import { startup } from './startup'
import { typing } from './typing'
import { video } from './video'

/** By the name that `--row` gives. */
const benches = {
  edition,
  video,
  picture,
  screening,
  archive,
  start,
  lists,
  claim,
  callback,
  people,
  scale,
  startup,
  typing,
}
type Name = keyof typeof benches

const met = ({ ratio, goal }: Ratio) => (goal === undefined ? '' : ratio <= goal ? 'met' : 'MISSED')

const row = (one: Ratio) =>
  [
    one.bench.padEnd(9),
    one.what.padEnd(74),
    one.ours.toFixed(1).padStart(10),
    one.other.toFixed(1).padStart(11),
    one.unit.padEnd(6),
    one.ratio.toPrecision(3).padStart(8),
    (one.spread?.map((end) => end.toPrecision(3)).join('–') ?? '').padStart(11),
    (one.goal === undefined ? '' : `≤ ${one.goal}`).padStart(7),
    met(one),
  ].join('  ')

/** `npm run bench -- [--row name[,name]] [--json] [--plots docs/plots]` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      row: { type: 'string' },
      json: { type: 'boolean', default: false },
      /** a folder for the plots of growth */
      plots: { type: 'string' },
    },
  })
  const names = values.row?.split(',') ?? Object.keys(benches)
  const unknown = names.filter((name) => !(name in benches))
  if (unknown.length > 0)
    throw new Error(`no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`)

  const rows: Ratio[] = []
  for (const name of names) rows.push(...(await benches[name as Name]()))
  for (const { bench, growth } of rows)
    if (growth && values.plots) writeFileSync(join(values.plots, `${bench}.svg`), plotOf(growth))
  if (values.json) {
    console.log(JSON.stringify(rows))
    return
  }
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load ${loadavg()[0]?.toFixed(1)}, ${new Date().toISOString().slice(0, 10)}; both sides of a row in one run, medians.\n`,
  )
  for (const one of rows) console.log(row(one))
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)

import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { command } from './command'
import { exportStage, importObjects, importRows, readManifest } from './move'
import { stackOf } from './stack'
import { targetOf, targetOptions, Usage } from './target'

/** Events of files that came are handed out first: none of them may meet its row. */
const settlingMs = 60_000

/**
 * `npm run export -- --stage local --region … --folder moved`, `npm run import -- --stage prod --region … --folder moved`:
 * table and buckets of a stage to another place, AWS or one machine (docs/decisions/0070).
 */
command(async ([which = '', ...args]) => {
  const { folder, ...values } = parseArgs({
    args,
    options: { ...targetOptions, folder: { type: 'string' } },
  }).values
  if (!['export', 'import'].includes(which)) throw new Usage('npm run export, or npm run import')
  const target = targetOf(values, which)
  if (!folder) throw new Usage(`which folder? npm run ${which} -- --stage … --region … --folder moved`)
  const stack = await stackOf(target)
  if (which === 'export') {
    const { rows, objects } = await exportStage(stack, target.stage, folder)
    console.log(`${rows} rows and ${objects} versions of objects are in ${folder}`)
    return
  }
  const manifest = await readManifest(folder)
  console.log(`${folder}: of ${manifest.stage}, ${manifest.madeAt}, whole`)
  console.log(`${await importObjects(stack, folder)} versions of objects are there`)
  await sleep(settlingMs)
  console.log(`${await importRows(stack, folder)} rows are there; deploy with --param="moved=yes"`)
})

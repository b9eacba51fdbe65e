import fs from 'node:fs'
import { join } from 'node:path'
import { createClock } from '../../local/cloud/clock'
import { startCloud } from '../../local/cloud/start-cloud'
import { seed } from '../../local/demo/seed'
import { DamagedData } from '../../local/disk/damage'
import type { Told } from './life'

/*
 * The one-machine cloud as `npm start` runs it, in a process that is killed: `child.ts <dir> <port>`. Its parent tells
 * it what the mail server and the disk do wrong.
 */

let disk: Told['disk'] = 'well'

/** What writes a file fails from now on, as on a disk without room; what was written stays. */
function breakable(name: 'writeSync' | 'writeFileSync' | 'fsyncSync' | 'renameSync'): void {
  const real = fs[name] as (...given: unknown[]) => unknown
  const failing = (...given: unknown[]) => {
    if (disk === 'failing')
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    return real(...given)
  }
  Object.assign(fs, { [name]: failing })
}

async function main([dir = '', port]: string[]): Promise<void> {
  for (const name of ['writeSync', 'writeFileSync', 'fsyncSync', 'renameSync'] as const) breakable(name)
  const cloud = await startCloud({
    ...{ root: join(__dirname, '../..'), dir, port: Number(port) },
    clock: createClock({ file: join(dir, 'clock') }),
    diskUsed: () => (disk === 'full' ? 0.97 : 0.5),
    log: (line) => console.log(line),
  })
  process.on('message', ({ mail, disk: how }: Partial<Told>) => {
    if (mail) cloud.mailbox.trouble(mail)
    if (how) disk = how
  })
  const loaded = join(dir, 'company-loaded')
  if (!fs.existsSync(loaded)) {
    await seed(cloud)
    fs.writeFileSync(loaded, '')
  }
  process.send?.('runs')
}

process.once('disconnect', () => process.exit())
main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof DamagedData ? error.message : error)
  process.exit(1)
})

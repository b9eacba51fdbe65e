import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { judgePicture } from '../lib/media/judge-picture'
import type { Work } from './picture'

/** Does one piece of work as a function does it, in a fresh process, and tells what it took. */
process.once('message', async ({ how, jpeg }: Work) => {
  const bytes = readFileSync(jpeg)
  const before = process.cpuUsage()
  if (how === 'judge') {
    const { preview } = await judgePicture(bytes)
    if (!preview) throw new Error('the picture was refused')
  } else await sharp(bytes).rotate().raw().toBuffer()
  const { user, system } = process.cpuUsage(before)
  const [, peakKb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  process.send?.({ cpuMs: (user + system) / 1000, peakMb: Number(peakKb) / 1024 })
})

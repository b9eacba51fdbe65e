import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { forWechat } from '../lib/media/preview'
import { photoLike } from '../local/demo/photo'
import { inTurn, Measured, ratioOf, type Ratio } from './side-by-side'
import { ssim } from './ssim'

const rounds = 5

export interface Work {
  how: 'judge' | 'decode'
  jpeg: string
}

/** One side in a process of its own: milliseconds of the processor and the most memory it held. */
async function apart(work: Work): Promise<{ cpuMs: number; peakMb: number }> {
  const child = fork(join(__dirname, 'picture-process.ts'), [], { execArgv: ['--import', 'tsx'] })
  child.send(work)
  const [measured] = (await once(child, 'message')) as [{ cpuMs: number; peakMb: number }]
  child.kill()
  return measured
}

/** What a decoder without a rule of ours makes of the same picture. */
const pictures = async (): Promise<{ name: string; jpeg: Buffer }[]> => {
  const photo = (wish: object) => photoLike({ seed: 5, ...wish })
  const large = await photo({ width: 8_600, height: 5_800 })
  return [
    { name: '1 MB', jpeg: await photo({ bytes: 1_100_000 }) },
    { name: '4.9 MB', jpeg: await photo({ width: 3_600, height: 2_700, bytes: 5_100_000 }) },
    { name: '50 megapixels', jpeg: await sharp(large).jpeg({ quality: 60 }).toBuffer() },
    {
      name: 'progressive',
      jpeg: await sharp(await photo({ bytes: 3_000_000 }))
        .jpeg({ progressive: true, quality: 92 })
        .toBuffer(),
    },
  ]
}

/** Article 10.2: what a picture costs to judge, and its derivative for WeChat (under 1 MB). */
export async function picture(): Promise<Ratio[]> {
  const rows: Ratio[] = []
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-bench-picture-'))
  for (const { name, jpeg } of await pictures()) {
    const path = join(dir, 'picture.jpg')
    writeFileSync(path, jpeg)
    let peakMb = 0
    const cpu = await inTurn(
      rounds,
      async () => {
        const judged = await apart({ how: 'judge', jpeg: path })
        peakMb = Math.max(peakMb, judged.peakMb)
        return new Measured(judged.cpuMs)
      },
      async () => new Measured((await apart({ how: 'decode', jpeg: path })).cpuMs),
    )
    rows.push(
      ratioOf({
        ...{ bench: 'picture', what: `judging and previewing ${name} / one full decode by sharp` },
        ...{ ...cpu, unit: 'ms CPU', goal: 1.3 },
      }),
      ratioOf({
        ...{ bench: 'picture', what: `peak memory of judging ${name} / 450 MB`, ours: peakMb, other: 450 },
        ...{ unit: 'MB', goal: 1 },
      }),
    )
  }
  rmSync(dir, { recursive: true })
  const photo = await photoLike({ width: 3_600, height: 2_700, bytes: 4_500_000, seed: 5 })
  const derived = await forWechat(photo)
  const { width } = await sharp(derived).metadata()
  const byHand = () => sharp(photo).rotate().resize({ width }).jpeg({ quality: 88 }).toBuffer()
  rows.push(
    ratioOf({
      ...{ bench: 'picture', what: 'derivative under 1 MB / one decode and encode by sharp' },
      ...{ ...(await inTurn(rounds, () => forWechat(photo), byHand)), unit: 'ms', goal: 1.3 },
    }),
    ratioOf({
      ...{ bench: 'picture', what: 'SSIM wanted of the derivative, 0.97 / found', ours: 0.97 },
      ...{ other: await ssim(photo, derived), unit: '', goal: 1 },
    }),
  )
  return rows
}

import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bigVideo } from '../local/demo/big-video'
import { judgeMedia } from '../lib/media/judge-media'
import { fileReader } from '../lib/media/range-reader'
import { inTurn, ratioOf, type Ratio } from './side-by-side'

const bytes = 524_288_000

/** Article 10.2: a video of the largest size allowed, judged by ranges against reading it through. */
export async function video(): Promise<Ratio[]> {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-bench-'))
  const path = join(dir, 'video.mp4')
  try {
    await bigVideo(path, bytes, readFileSync(join(__dirname, '../test/fixtures/media/clip.mp4')))
    let read = 0
    const judge = async () => {
      const reader = await fileReader(path)
      const { verdict } = await judgeMedia({ reader, fileName: 'video.mp4', contentType: 'video/mp4' })
      read = reader.bytesRead()
      await reader.close()
      if (verdict !== 'accepted') throw new Error('the video was refused')
    }
    const through = async () => {
      for await (const _ of createReadStream(path)) continue
    }
    const times = await inTurn(3, judge, through)
    return [
      ratioOf({
        bench: 'video',
        what: 'bytes read to judge 500 MB / bytes of the file',
        ours: read / 1024,
        other: bytes / 1024,
        unit: 'KB',
      }),
      ratioOf({ bench: 'video', what: 'judging 500 MB / reading it through', ...times, unit: 'ms' }),
    ]
  } finally {
    rmSync(dir, { recursive: true })
  }
}

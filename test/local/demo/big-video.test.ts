import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mediaInfoFactory from 'mediainfo.js'
import { fileReader } from '../../../lib/media/range-reader'
import { bigVideo } from '../../../local/demo/big-video'
import { fixture } from '../../kit/media'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qianfa-big-'))
})
afterAll(() => rm(folder, { recursive: true }))

it.each(['clip.mp4', 'clip.mov', 'clip.avi'])(
  'grows %s to 500 MB that an independent reader takes for whole',
  async (name) => {
    const path = join(folder, name)
    await bigVideo(path, 524_288_000, fixture(name))
    const { size, blocks } = await stat(path)
    expect(size).toBe(524_288_000)
    expect(blocks * 512).toBeLessThan(1_000_000)
    const reader = await fileReader(path)
    const other = await mediaInfoFactory({ format: 'object' })
    const report = await other.analyzeData(
      () => size,
      (length, offset) => reader.read(offset, length),
    )
    other.close()
    await reader.close()
    const tracks = report.media?.track ?? []
    const [general] = tracks
    expect(tracks.map((track) => track['@type'])).toEqual(['General', 'Video', 'Audio'])
    expect(general).not.toHaveProperty('IsTruncated')
    expect(general?.extra ?? {}).not.toHaveProperty('ConformanceErrors')
  },
)

it('says which clips it cannot grow', async () => {
  await expect(bigVideo(join(folder, 'x'), 1_000_000, fixture('faststart.mp4'))).rejects.toThrow(RangeError)
})

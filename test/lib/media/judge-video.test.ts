import mediaInfoFactory from 'mediainfo.js'
import { judgeVideo, type VideoContainer } from '../../../lib/media/judge-video'
import { bufferReader, cachedReader } from '../../../lib/media/range-reader'
import { box, brand } from '../../kit/iso-media'
import { fixture } from '../../kit/media'

const judge = (bytes: Uint8Array, fileName: string, container: VideoContainer) =>
  judgeVideo({ reader: cachedReader(bufferReader(bytes)), fileName, container })

const files: [name: string, container: VideoContainer][] = [
  ['clip.avi', 'avi'],
  ['clip.wma', 'asf'],
  ['audio-first.wma', 'asf'],
  ['sound.wma', 'asf'],
  ['clip.mov', 'mov'],
  ['clip.mp4', 'mp4'],
  ['faststart.mp4', 'mp4'],
  ['clip.3gp', '3gp'],
  ['clip.rm', 'rm'],
  ['clip.rmvb', 'rm'],
  ['clip.flv', 'flv'],
  ['sound.mp4', 'mp4'],
  ['sound.mov', 'mov'],
  ['sound.3gp', '3gp'],
  ['sound.rm', 'rm'],
  ['sound.avi', 'avi'],
]

it.each(files)('%s: tracks, size and duration agree with an independent reader', async (name, container) => {
  const bytes = fixture(name)
  const { facts } = await judge(bytes, name, container)
  const other = await mediaInfoFactory({ format: 'object' })
  const report = await other.analyzeData(
    () => bytes.length,
    (length, offset) => bytes.subarray(offset, offset + length),
  )
  other.close()
  const tracks = report.media?.track ?? []
  const video = tracks.filter((track) => track['@type'] === 'Video')
  expect(facts.videoTracks).toBe(video.length)
  expect(facts.audioTracks).toBe(tracks.filter((track) => track['@type'] === 'Audio').length)
  if (video[0])
    expect({ width: facts.width, height: facts.height }).toEqual({
      width: video[0].Width,
      height: video[0].Height,
    })
  // The other reader adds up the sound of an AVI wrongly, so of a clip only its pictures are compared.
  const seconds = video[0]?.Duration ?? tracks.find((track) => track['@type'] === 'General')?.Duration
  if (facts.durationSeconds) expect(Math.abs(facts.durationSeconds - (seconds ?? 0))).toBeLessThan(0.2)
})

it.each([
  ['sound.mp4', 'mp4'],
  ['sound.mov', 'mov'],
  ['sound.3gp', '3gp'],
  ['sound.rm', 'rm'],
  ['sound.avi', 'avi'],
  ['sound.flv', 'flv'],
] as const)('%s has no pictures and is refused', async (name, container) => {
  const { findings } = await judge(fixture(name), name, container)
  expect(findings).toMatchObject([{ rule: 'video.no-picture-track', article: '10.2', seen: name }])
})

it('refuses a .wma only when it has no stream at all', async () => {
  expect((await judge(fixture('sound.wma'), 'a.wma', 'asf')).findings).toEqual([])
  expect((await judge(fixture('clip.wma'), 'a.wma', 'asf')).findings).toEqual([])
  const none = fixture('sound.wma')
  const stream = none.indexOf(Buffer.from('9107dcb7b7a9cf118ee600c00c205365', 'hex'))
  none.fill(0x11, stream, stream + 16)
  expect((await judge(none, 'a.wma', 'asf')).findings).toMatchObject([
    { rule: 'media.damaged', seen: 'no stream' },
  ])
})

it('does not guess about the tracks of a broken file', async () => {
  const { findings } = await judge(fixture('clip.mp4').subarray(0, 6000), 'a.mp4', 'mp4')
  expect(findings.map(({ rule }) => rule)).toEqual(['media.truncated'])
  expect(findings[0]).toMatchObject({ seen: 6000 })
})

it('refuses a file that would take more reading than allowed', async () => {
  const maze = Buffer.concat([brand('isom'), ...Array.from({ length: 50_000 }, () => box('free'))])
  const source = bufferReader(maze)
  const judged = await judgeVideo({ reader: cachedReader(source), fileName: 'a.mp4', container: 'mp4' })
  expect(judged.findings).toMatchObject([{ rule: 'media.unreadable', severity: 'refuse', limit: 262_144 }])
  expect(source.bytesRead()).toBeLessThanOrEqual(262_144)
})

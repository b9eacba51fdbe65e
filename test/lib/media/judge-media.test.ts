import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judgeMedia } from '../../../lib/media/judge-media'
import { bufferReader, countedReader, fileReader } from '../../../lib/media/range-reader'
import { bigVideo } from '../../../local/demo/big-video'
import { padJpeg, photoLike } from '../../../local/demo/photo'
import { box, brand } from '../../kit/iso-media'
import { findingIn, fixture, judge, rulesOf } from '../../kit/media'

const MB = 1_048_576
const picture = (bytes: number) => padJpeg(fixture('picture.jpg'), bytes)

/** One good file of each container, and the extensions under which the policy takes it. */
const good: [container: string, extensions: string[], bytes: Buffer][] = [
  ['jpeg', ['jpg', 'jpeg', 'JPG'], picture(2 * MB)],
  ['avi', ['avi'], fixture('clip.avi')],
  ['asf', ['wma'], fixture('clip.wma')],
  ['asf', ['wma'], fixture('sound.wma')],
  ['mov', ['mov'], fixture('clip.mov')],
  ['rm', ['rm', 'rmvb'], fixture('clip.rm')],
  ['rm', ['rm', 'rmvb'], fixture('clip.rmvb')],
  ['3gp', ['3gp'], fixture('clip.3gp')],
  ['flv', ['flv'], fixture('clip.flv')],
  ['mp4', ['mp4', 'MP4'], fixture('clip.mp4')],
  ['mp4', ['mp4'], fixture('faststart.mp4')],
  ['mp4', ['mp4'], fixture('fragments.mp4')],
]
const extensions = ['jpg', 'jpeg', 'avi', 'wma', 'mov', 'rm', 'rmvb', '3gp', 'flv', 'mp4']
const containers: Record<string, string> = { jpg: 'jpeg', jpeg: 'jpeg', wma: 'asf', rm: 'rm', rmvb: 'rm' }
const containerOf = (extension: string) => containers[extension] ?? extension

const fitting = good.flatMap(([container, names, bytes]) => names.map((name) => ({ container, name, bytes })))
/** One family: players open each under the name of the others. */
const films = ['mov', 'mp4', '3gp']
const related = good.flatMap(([container, , bytes]) =>
  films
    .filter((name) => films.includes(container) && name !== container)
    .map((name) => ({ container, name, bytes })),
)
const misnamed = good.flatMap(([container, , bytes]) =>
  extensions
    .filter((name) => containerOf(name) !== container)
    .filter((name) => !(films.includes(container) && films.includes(name)))
    .map((name) => ({ container, name, bytes })),
)

it.each(fitting)('accepts $container as .$name', async ({ container, name, bytes }) => {
  const judgement = await judge(bytes, `年会.${name}`)
  expect(judgement).toMatchObject({
    verdict: 'accepted',
    findings: [],
    facts: { container, bytes: bytes.length },
  })
})

it.each(related)(
  'accepts $container named .$name, which plays the same',
  async ({ container, name, bytes }) => {
    const judgement = await judge(bytes, `年会.${name}`)
    expect(judgement).toMatchObject({ verdict: 'accepted', facts: { container } })
    // Only QuickTime proper may be unknown to a player that goes by the name; the clerk is told how to help it.
    expect(rulesOf(judgement)).toEqual(container === 'mov' ? ['media.other-name'] : [])
  },
)

it.each(misnamed)('refuses $container named .$name, with both names', async ({ container, name, bytes }) => {
  const judgement = await judge(bytes, `a.${name}`)
  expect(judgement.verdict).toBe('refused')
  const finding = findingIn(judgement, 'media.container')
  expect(finding).toMatchObject({
    article: '10.2',
    severity: 'refuse',
    limit: containerOf(name),
    seen: container,
  })
  for (const text of [finding.message.zh, finding.message.en]) {
    expect(text).toContain(container)
    expect(text).toContain(containerOf(name))
  }
})

it('covers every pair of a container and a foreign extension', () => {
  const pairs = [...misnamed, ...related].map(({ container, name }) => `${container} ${name}`)
  expect(new Set(pairs).size).toBe(8 * 10 - 10)
})

it.each([
  ['image/png', 'a.jpg', picture(2 * MB)],
  ['text/html', 'a.jpg', picture(2 * MB)],
  ['video/mp4', 'a.mov', fixture('clip.mov')],
  ['image/jpeg', 'a.mp4', fixture('clip.mp4')],
])('refuses the declared type %s for %s, with both names', async (contentType, fileName, bytes) => {
  const judgement = await judge(bytes, fileName, contentType)
  expect(judgement.verdict).toBe('refused')
  expect(findingIn(judgement, 'media.content-type')).toMatchObject({ seen: contentType })
  expect(rulesOf(judgement)).toEqual(['media.content-type'])
})

it('refuses what is not taken at all, whatever it contains', async () => {
  for (const name of ['a.png', 'a.exe', 'a', 'a.jpg.html', 'a.wmv', 'a.ra']) {
    expect(rulesOf(await judge(fixture('clip.mp4'), name))).toEqual(['media.extension'])
  }
})

it('names what a renamed file really is', async () => {
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(2 * MB)])
  expect(findingIn(await judge(png, 'a.jpg'), 'media.container')).toMatchObject({
    limit: 'jpeg',
    seen: 'png',
  })
})

it('asks for another name where that is all, and for a conversion where it is not', async () => {
  const renamed = async (bytes: Buffer, fileName: string) =>
    findingIn(await judge(bytes, fileName), 'media.container').remedy
  expect(await renamed(fixture('clip.mov'), 'a.avi')).toMatchObject({
    zh: expect.stringContaining('改为 .mov'),
    en: expect.stringContaining('rename the file to .mov'),
  })
  expect((await renamed(fixture('clip.flv'), 'a.mp4')).zh).toContain('.flv')
  expect((await renamed(fixture('clip.rmvb'), 'a.avi')).zh).toContain('.rm')
  // Under its own name it would be refused as well: it has no pictures, or it is cut.
  for (const bytes of [fixture('sound.mov'), fixture('clip.mov').subarray(0, -800)])
    expect((await renamed(bytes, 'a.avi')).zh).toContain('转换')
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(2 * MB)])
  expect((await renamed(png, 'a.jpg')).zh).toContain('转换')
})

it('says what nobody knows in words of the language', async () => {
  const { message } = findingIn(await judge(Buffer.alloc(2 * MB, 7), 'a.mp4'), 'media.container')
  expect(message.zh).toContain('无法识别的格式')
  expect(message.zh).not.toMatch(/unknown/)
})

it('refuses an empty file without asking for a byte', async () => {
  for (const fileName of ['a.jpg', 'a.mp4']) {
    const reader = countedReader({ size: 0, read: () => Promise.reject(new Error('asked')) })
    const judgement = await judgeMedia({ reader, fileName, contentType: '' })
    expect(rulesOf(judgement)).toEqual(['media.empty'])
  }
})

describe('size of pictures, both bounds exclusive', () => {
  it.each([
    [MB - 1, 'picture.too-small'],
    [MB, 'picture.too-small'],
    [MB + 1, undefined],
    [5 * MB - 1, undefined],
    [5 * MB, 'picture.too-large'],
    [5 * MB + 1, 'picture.too-large'],
  ])('%i bytes: %s', async (bytes, rule) => {
    const judgement = await judge(picture(bytes), 'a.jpg', 'image/jpeg')
    expect(rulesOf(judgement)).toEqual(rule ? [rule] : [])
    expect(judgement.verdict).toBe(rule ? 'refused' : 'accepted')
    expect(judgement.facts.bytes).toBe(bytes)
  })

  it('reads an acceptable picture exactly once, and of one too large only the head', async () => {
    const source = (bytes: Buffer) =>
      countedReader({
        size: bytes.length,
        read: async (start, length) => bytes.subarray(start, start + length),
      })
    const fits = source(picture(3 * MB))
    await judgeMedia({ reader: fits, fileName: 'a.jpg', contentType: '' })
    expect(fits.bytesRead()).toBe(3 * MB)
    const huge = source(picture(6 * MB))
    await judgeMedia({ reader: huge, fileName: 'a.jpg', contentType: '' })
    expect(huge.bytesRead()).toBe(65_536)
  })
})

describe('videos of 500 MB', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'qianfa-video-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const judgeBig = async (name: string, bytes: number, clip: string) => {
    const path = join(folder, name)
    await bigVideo(path, bytes, fixture(clip))
    expect((await stat(path)).size).toBe(bytes)
    const reader = await fileReader(path)
    const before = process.memoryUsage().rss
    const judgement = await judgeMedia({ reader, fileName: name, contentType: '' })
    const grown = process.memoryUsage().rss - before
    await reader.close()
    return { judgement, read: reader.bytesRead(), grown }
  }

  it.each([
    ['a.mp4', 'clip.mp4'],
    ['a.mov', 'clip.mov'],
    ['a.3gp', 'clip.3gp'],
    ['a.avi', 'clip.avi'],
  ])(
    'judges %s of exactly 524,288,000 bytes with at most 262,144 read, in little memory',
    async (name, clip) => {
      const { judgement, read, grown } = await judgeBig(name, 524_288_000, clip)
      expect(judgement).toMatchObject({
        verdict: 'accepted',
        findings: [],
        facts: { bytes: 524_288_000, videoTracks: 1, audioTracks: 1 },
      })
      expect(read).toBeLessThanOrEqual(262_144)
      expect(grown).toBeLessThan(20_000_000)
    },
  )

  it('refuses one byte more', async () => {
    const { judgement } = await judgeBig('b.mp4', 524_288_001, 'clip.mp4')
    expect(rulesOf(judgement)).toEqual(['video.too-large'])
    expect(findingIn(judgement, 'video.too-large')).toMatchObject({ limit: 524_288_000, seen: 524_288_001 })
  })
})

it('stops at 262,144 bytes of a video that is a maze, and refuses it', async () => {
  const boxes = Buffer.concat(Array.from({ length: 50_000 }, () => box('free')))
  const reader = bufferReader(Buffer.concat([brand('isom'), boxes]))
  const judgement = await judgeMedia({ reader, fileName: 'a.mp4', contentType: '' })
  expect(rulesOf(judgement)).toEqual(['media.unreadable'])
  expect(judgement.verdict).toBe('refused')
  expect(reader.bytesRead()).toBeLessThanOrEqual(262_144)
})

it('lets an error of the reader through, so that the step tries again', async () => {
  for (const [fileName, bytes] of [
    ['a.mp4', fixture('clip.mp4')] as const,
    ['a.jpg', picture(2 * MB)] as const,
  ]) {
    let calls = 0
    const reader = countedReader({
      size: bytes.length,
      read: async (start, length) => {
        if (++calls > 1) throw new Error('connection reset')
        return bytes.subarray(start, start + length)
      },
    })
    await expect(judgeMedia({ reader, fileName, contentType: '' })).rejects.toThrow('connection reset')
  }
})

it('accepts a photo as it comes from a phone, with a notice', async () => {
  const photo = await photoLike({ gps: true, orientation: 6 })
  const judgement = await judge(photo, 'IMG_0001.JPG', 'image/jpeg')
  expect(judgement).toMatchObject({
    verdict: 'accepted',
    facts: { width: 2400, height: 1800, orientation: 6, gps: true },
  })
  expect(rulesOf(judgement)).toEqual(['picture.location'])
})

import fc from 'fast-check'
import {
  checkBytes,
  checkClaim,
  checkPixels,
  containerOf,
  contentLengthRange,
  contentTypeOf,
  extensionsOf,
  kindOf,
  needsVideoTrack,
} from '../../../lib/policy/media-rule'
import { policy, Policy } from '../../../lib/policy/policy'

const rules = (findings: { rule: string }[]) => findings.map(({ rule }) => rule)

describe('sizes (10.2)', () => {
  it.each([
    ['picture', 0, ['media.empty']],
    ['picture', 1, ['picture.too-small']],
    ['picture', 1_048_576, ['picture.too-small']],
    ['picture', 1_048_577, []],
    ['picture', 5_242_879, []],
    ['picture', 5_242_880, ['picture.too-large']],
    ['video', 0, ['media.empty']],
    ['video', 1, []],
    ['video', 524_288_000, []],
    ['video', 524_288_001, ['video.too-large']],
    ['video', Number.NaN, ['media.empty']],
    ['video', 1.5, ['media.empty']],
    ['video', -1, ['media.empty']],
  ] as const)('answers a %s of %d bytes with %j', (kind, bytes, expected) => {
    expect(rules(checkBytes(kind, bytes))).toEqual(expected)
  })

  it('signs exactly the range that acceptance takes', () => {
    expect(contentLengthRange('picture')).toEqual([1_048_577, 5_242_879])
    expect(contentLengthRange('video')).toEqual([1, 524_288_000])
    for (const kind of ['picture', 'video'] as const) {
      const [smallest, largest] = contentLengthRange(kind)
      fc.assert(
        fc.property(
          fc.oneof(
            fc.integer({ min: 0, max: 600_000_000 }),
            fc.integer({ min: smallest - 3, max: smallest + 3 }),
            fc.integer({ min: largest - 3, max: largest + 3 }),
          ),
          (bytes) => (checkBytes(kind, bytes).length === 0) === (bytes >= smallest && bytes <= largest),
        ),
      )
    }
  })

  it('names rule, article, limit, value and remedy in both languages', () => {
    expect(checkBytes('picture', 1_048_576)).toEqual([
      {
        rule: 'picture.too-small',
        article: '10.2',
        severity: 'refuse',
        limit: 1_048_576,
        seen: 1_048_576,
        message: {
          zh: '图片须大于 1 MB（1,048,576 字节），现为 1,048,576 字节',
          en: 'a picture must be larger than 1 MB (1,048,576 bytes); this one has 1,048,576',
        },
        remedy: { zh: expect.stringContaining('原图'), en: expect.stringContaining('original') },
      },
    ])
  })
})

describe('names and types', () => {
  it('takes exactly the formats of the policy and those added by configuration', () => {
    expect(extensionsOf('picture')).toEqual(['jpg', 'jpeg'])
    expect(extensionsOf('video')).toEqual(['avi', 'wma', 'mov', 'rm', 'rmvb', '3gp', 'flv', 'mp4'])
  })

  it.each([
    ['展会.JPG', 'picture'],
    ['a.jpeg', 'picture'],
    ['a.b.RmVb', 'video'],
    ['sound.wma', 'video'],
    ['a.png', undefined],
    ['a.jpg.exe', undefined],
    ['jpg', undefined],
    ['a.', undefined],
    ['', undefined],
    ['a.jpg ', undefined],
    ['a.constructor', undefined],
  ])('knows %j as %s', (fileName, kind) => {
    expect(kindOf(fileName)).toBe(kind)
  })

  it('refuses an unknown extension and names the allowed ones', () => {
    expect(checkClaim({ fileName: 'a.png', contentType: 'image/png', bytes: 2_000_000 })).toMatchObject([
      {
        rule: 'media.extension',
        article: '10.2',
        seen: 'png',
        limit: 'jpg, jpeg, avi, wma, mov, rm, rmvb, 3gp, flv, mp4',
      },
    ])
  })

  it('drops flv and mp4 when the company empties the list of extras', () => {
    const strict = Policy.parse({
      ...policy,
      media: { ...policy.media, video: { ...policy.media.video, extra: [] } },
    })
    expect(rules(checkClaim({ fileName: 'a.mp4', bytes: 9 }, strict))).toEqual(['media.extension'])
    expect(rules(checkClaim({ fileName: 'a.avi', bytes: 9 }, strict))).toEqual([])
  })

  it.each([
    ['a.jpg', 'image/jpeg', []],
    ['a.jpg', 'IMAGE/JPEG; q=1', []],
    ['a.jpg', 'image/png', ['media.content-type']],
    ['a.jpg', 'video/mp4', ['media.content-type']],
    ['a.rmvb', '', []],
    ['a.rmvb', undefined, []],
    ['a.rm', 'application/octet-stream', []],
    ['a.wma', 'audio/x-ms-wma', []],
    ['a.mov', 'video/mp4', ['media.content-type']],
  ])('answers %s declared as %s with %j', (fileName, contentType, expected) => {
    expect(rules(checkClaim({ fileName, contentType, bytes: 2_000_000 }))).toEqual(expected)
  })

  it('says everything that is wrong with a claim at once', () => {
    expect(rules(checkClaim({ fileName: 'a.jpg', contentType: 'image/png', bytes: 5_242_880 }))).toEqual([
      'media.content-type',
      'picture.too-large',
    ])
  })

  it('has a format for every extension it takes, and one content type to store', () => {
    for (const kind of ['picture', 'video'] as const)
      for (const extension of extensionsOf(kind)) {
        expect(containerOf(extension).length).toBeGreaterThan(0)
        expect(
          checkClaim({
            fileName: `x.${extension}`,
            contentType: contentTypeOf(`x.${extension}`),
            bytes: 2_000_000,
          }),
        ).toEqual([])
      }
    expect(() => containerOf('png')).toThrow(RangeError)
    expect(() => containerOf('constructor')).toThrow(RangeError)
  })
})

describe('content', () => {
  it.each([
    ['jpg', ['jpeg']],
    ['jpeg', ['jpeg']],
    ['avi', ['avi']],
    ['wma', ['asf']],
    ['mov', ['mov']],
    ['rm', ['rm']],
    ['rmvb', ['rm']],
    ['3gp', ['3gp']],
    ['flv', ['flv']],
    ['mp4', ['mp4']],
  ])('behind .%s stands %j', (extension, containers) => {
    expect(containerOf(extension)).toEqual(containers)
  })

  it('asks every video for a video track, except wma', () => {
    expect(extensionsOf('video').filter((extension) => !needsVideoTrack(extension))).toEqual(['wma'])
  })

  it('takes fifty million pixels and not one more', () => {
    expect(checkPixels(10_000, 5_000)).toEqual([])
    expect(checkPixels(50_000_001, 1)).toMatchObject([{ rule: 'picture.pixels', seen: '50000001×1' }])
  })
})

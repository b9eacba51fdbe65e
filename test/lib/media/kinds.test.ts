import { deflateSync } from 'node:zlib'
import { padJpeg } from '../../../local/demo/photo'
import { box, u32 } from '../../kit/iso-media'
import { chance, fixture, judge, rulesOf } from '../../kit/media'

/**
 * Files as cameras, phones and programs write them, and files that play nowhere: each kind made of a real encoder's
 * file by changing its bytes. Where a change moves the frames, the tables are moved with them.
 */

const wrongly = (name: string) => fixture(`judged-wrongly/${name}`)
const picture = (bytes: Uint8Array) => padJpeg(bytes, 1_200_000)

/** Every place of a text in a file. */
function placesOf(bytes: Buffer, text: string): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(text, 0, 'latin1'); at >= 0; at = bytes.indexOf(text, at + 1, 'latin1'))
    places.push(at)
  return places
}

/** The file with its tables pointing `by` bytes further on. */
function shifted(movie: Buffer, by: number): Buffer {
  const moved = Buffer.from(movie)
  for (const at of placesOf(moved, 'stco')) {
    const count = moved.readUInt32BE(at + 8)
    for (let entry = at + 12; entry < at + 12 + count * 4; entry += 4)
      moved.writeUInt32BE(moved.readUInt32BE(entry) + by, entry)
  }
  return moved
}

const before = (movie: Buffer, start: Buffer) => Buffer.concat([start, shifted(movie, start.length)])

function branded(movie: Buffer, major: string, ...compatible: string[]): Buffer {
  const ftyp = box('ftyp', Buffer.from(major), u32(512), Buffer.from(compatible.join('')))
  const rest = movie.subarray(movie.readUInt32BE(0))
  return Buffer.concat([ftyp, shifted(rest, ftyp.length - (movie.length - rest.length))])
}

const brandless = (movie: Buffer) => {
  const brand = movie.readUInt32BE(0)
  return shifted(movie.subarray(brand), -brand)
}

/** `moov` packed as QuickTime did. */
function packed(movie: Buffer): Buffer {
  const at = movie.indexOf('moov') - 4
  const end = at + movie.readUInt32BE(at)
  if (end !== movie.length) throw new Error('the index must stand last, or its frames move')
  const moov = movie.subarray(at, end)
  const packedIndex = box('cmvd', u32(moov.length), deflateSync(moov))
  return Buffer.concat([
    movie.subarray(0, at),
    box('moov', box('cmov', box('dcom', Buffer.from('zlib')), packedIndex)),
  ])
}

/** Everything of the first box of that type but its header becomes `byte`. */
function overwritten(movie: Buffer, type: string, byte: (index: number) => number, skip = 0): Buffer {
  const hurt = Buffer.from(movie)
  for (const at of placesOf(hurt, type)) {
    const end = at - 4 + hurt.readUInt32BE(at - 4)
    for (let index = at + 4 + skip; index < end; index++) hurt[index] = byte(index)
  }
  return hurt
}

const zero = () => 0
const noise = (seed: number) => {
  const next = chance(seed)
  return () => Math.floor(next() * 256)
}

const films = ['clip.mp4', 'faststart.mp4', 'clip.mov', 'clip.3gp', 'fragments.mp4']
const unfragmented = films.filter((name) => name !== 'fragments.mp4')

describe('what was judged wrongly', () => {
  it.each([
    ['blu-3gp4.mp4', []],
    ['mp42-brand.mov', []],
    ['free-first.mp4', []],
    ['trail-newline.mp4', ['media.trailing']],
    ['trail-insta360.mp4', ['media.trailing']],
    ['obs-prevtag.flv', []],
    ['flv-130-audio-tags-first.flv', []],
    ['vlc-nullpad.avi', []],
  ])('%s is accepted', async (name, rules) => {
    const judgement = await judge(wrongly(name), name)
    expect({ verdict: judgement.verdict, rules: rulesOf(judgement) }).toEqual({ verdict: 'accepted', rules })
  })

  it.each([
    ['fake-126-bytes.mp4', 'media.empty-inside'],
    ['stsz-garbage.mp4', 'media.damaged'],
    ['fragmented-cut-half.mp4', 'media.truncated'],
  ])('%s is refused', async (name, rule) => {
    const judgement = await judge(wrongly(name), name)
    expect({ verdict: judgement.verdict, rules: rulesOf(judgement) }).toEqual({
      verdict: 'refused',
      rules: [rule],
    })
  })

  it('a picture of a phone that leaves the parameters of its scan empty is accepted', async () => {
    const judgement = await judge(picture(wrongly('samsung-sos.jpg')), 'a.jpg')
    expect(judgement).toMatchObject({ verdict: 'accepted', findings: [] })
  })

  it('a picture of 3,000 scans is refused before any decoder sees it', async () => {
    const { verdict, findings } = await judge(picture(wrongly('scanbomb-3000.jpg')), 'a.jpg')
    expect(verdict).toBe('refused')
    expect(findings).toMatchObject([{ rule: 'picture.scans', limit: 100 }])
  })
})

describe('films that play everywhere', () => {
  const endings: [string, Buffer][] = [
    ['a newline', Buffer.from('\n')],
    ['a newline of Windows', Buffer.from('\r\n')],
    ['one zero', Buffer.alloc(1)],
    ['seven zeros', Buffer.alloc(7)],
    ['eight zeros', Buffer.alloc(8)],
    ['a block of zeros', Buffer.alloc(4096)],
    ['an ID3v1 tag', Buffer.from('TAG' + 'Werbefilm'.padEnd(122, ' ') + '\0\0\xff', 'latin1')],
    ['an ID3v2 tag', Buffer.from('ID3\x03\0\0\0\0\x0fvTIT2\0\0\0\x05\0\0\0abcd', 'latin1')],
    ['a trailer of a camera', Buffer.from(Array.from({ length: 332 }, noise(77)))],
    ['words', Buffer.from('SEFHe trailer of a phone SEFT')],
  ]
  const closed = unfragmented.flatMap((name) => endings.map(([what, ending]) => ({ name, what, ending })))

  it.each(closed)('$name with $what at its end, which is noted', async ({ name, ending }) => {
    const judgement = await judge(Buffer.concat([fixture(name), ending]), name)
    expect(judgement.verdict).toBe('accepted')
    expect(judgement.findings).toMatchObject([{ rule: 'media.trailing', seen: ending.length }])
  })

  it.each([
    ['a fragmented one', 'fragments.mp4'],
    ['FLV', 'clip.flv'],
    ['AVI', 'clip.avi'],
  ])('%s with bytes at its end', async (_, name) => {
    for (const ending of [Buffer.from('\r\n'), Buffer.alloc(100), Buffer.from('TAG'.padEnd(128, ' '))]) {
      const judgement = await judge(Buffer.concat([fixture(name), ending]), name)
      expect({ verdict: judgement.verdict, rules: rulesOf(judgement) }).toEqual({
        verdict: 'accepted',
        rules: ['media.trailing'],
      })
    }
  })

  it.each(['free', 'skip', 'uuid', 'udta', 'wide', 'pnot', 'PICT', '\0\0\0\x01'])(
    'films that begin with %j',
    async (type) => {
      for (const name of unfragmented.slice(0, type.startsWith('\0') ? 0 : undefined)) {
        const start = box(type, Buffer.alloc(type === 'uuid' ? 40 : 24, 5))
        expect((await judge(before(fixture(name), start), name)).verdict).toBe('accepted')
      }
    },
  )

  it('films with boxes between the others whose types are no letters', async () => {
    for (const name of unfragmented) {
      const film = fixture(name)
      const strange = Buffer.concat([
        box('\xa9xyz', Buffer.alloc(9)),
        box('\x01\xfe\x80\x07', Buffer.alloc(12, 3)),
      ])
      const first = film.readUInt32BE(0)
      const grown = shifted(film, strange.length)
      const bytes = Buffer.concat([grown.subarray(0, first), strange, grown.subarray(first)])
      expect((await judge(bytes, name)).verdict).toBe('accepted')
    }
  })

  it.each([
    ['a.mp4', '3gp4', ['3gp4', 'isom']],
    ['a.mp4', 'qt  ', ['qt  ', 'mp42']],
    ['a.mp4', 'MSNV', ['MSNV', 'mp42']],
    ['a.mp4', '3g2a', ['3g2a', 'isom']],
    ['a.mp4', 'XAVC', ['XAVC', 'mp42']],
    ['a.mov', 'mp42', ['mp42']],
    ['a.mov', 'isom', ['isom', 'iso2']],
    ['a.mov', '3gp5', ['3gp5']],
    ['a.3gp', 'mp42', ['mp42']],
    ['a.3gp', 'isom', ['isom', '3gp4']],
    ['a.3gp', '3gp6', ['isom']],
  ])('%s with the brand %s and %j', async (name, major, compatible) => {
    const judgement = await judge(branded(fixture('faststart.mp4'), major, ...compatible), name)
    expect(judgement).toMatchObject({ verdict: 'accepted' })
  })

  it('films without a brand', async () => {
    for (const name of ['clip.mov', 'clip.mp4', 'faststart.mp4', 'clip.3gp'])
      expect((await judge(brandless(fixture(name)), name)).verdict).toBe('accepted')
  })

  it('films whose index QuickTime packed', async () => {
    const bytes = packed(fixture('clip.mov'))
    expect(bytes.includes('stsd')).toBe(false)
    expect(await judge(bytes, 'a.mov')).toMatchObject({
      verdict: 'accepted',
      findings: [],
      facts: { videoTracks: 1, audioTracks: 1 },
    })
  })

  it('FLV whose lengths behind the tags are one off, or without the last', async () => {
    const clip = fixture('clip.flv')
    for (const off of [-1, 1]) {
      const wrong = Buffer.from(clip)
      for (let at = 13; at < wrong.length;) {
        const end = at + 11 + wrong.readUIntBE(at + 1, 3)
        wrong.writeUInt32BE(wrong.readUInt32BE(end) + off, end)
        at = end + 4
      }
      expect((await judge(wrong, 'a.flv')).verdict).toBe('accepted')
    }
    expect((await judge(clip.subarray(0, -4), 'a.flv')).verdict).toBe('accepted')
    expect((await judge(wrongly('obs-prevtag.flv').subarray(0, -4), 'a.flv')).verdict).toBe('accepted')
  })

  it('FLV with any number of audio tags before the first picture', async () => {
    const sound = fixture('sound.flv')
    const tags = sound.subarray(13 + 11 + sound.readUIntBE(14, 3) + 4)
    const clip = fixture('clip.flv')
    for (const times of [1, 4, 10]) {
      const bytes = Buffer.concat([
        clip.subarray(0, 13),
        ...Array<Buffer>(times).fill(tags),
        clip.subarray(13),
      ])
      const stated = bytes.indexOf('filesize')
      bytes.write('unstated', stated, 'latin1')
      expect((await judge(bytes, 'a.flv')).verdict).toBe('accepted')
    }
  })

  it('AVI with padding between its parts, a byte short, or without lengths', async () => {
    const clip = fixture('clip.avi')
    const movi = clip.indexOf('movi') - 8
    for (const zeros of [1, 2, 4, 16, 1000]) {
      const bytes = Buffer.concat([clip.subarray(0, movi), Buffer.alloc(zeros), clip.subarray(movi)])
      expect((await judge(bytes, 'a.avi')).verdict).toBe('accepted')
      const behind = movi + 8 + clip.readUInt32LE(movi + 4)
      const more = Buffer.concat([clip.subarray(0, behind), Buffer.alloc(zeros), clip.subarray(behind)])
      expect((await judge(more, 'a.avi')).verdict).toBe('accepted')
    }
    expect((await judge(clip.subarray(0, -1), 'a.avi')).verdict).toBe('accepted')
    for (const places of [[4], [movi + 4], [4, movi + 4]]) {
      const bytes = Buffer.from(clip)
      for (const at of places) bytes.writeUInt32LE(0, at)
      expect((await judge(bytes, 'a.avi')).verdict).toBe('accepted')
    }
  })
})

describe('films that play nowhere', () => {
  it.each(unfragmented)('%s with an empty or overwritten description of its coding', async (name) => {
    for (const skip of [0, 8, 12])
      expect((await judge(overwritten(fixture(name), 'stsd', zero, skip), name)).verdict).toBe('refused')
    expect((await judge(overwritten(fixture(name), 'stsd', noise(3)), name)).verdict).toBe('refused')
  })

  it.each(unfragmented)('%s with overwritten sizes, places or runs of its samples', async (name) => {
    for (const type of ['stsz', 'stco', 'stsc'])
      for (const [index, byte] of [zero, () => 0xff, () => 1, noise(5), noise(9)].entries()) {
        // With sizes of zero said for all there is nothing to play; with a common size the table is not read.
        const skip = type === 'stsz' ? 12 : 8
        const judgement = await judge(overwritten(fixture(name), type, byte, skip), name)
        expect({ type, index, verdict: judgement.verdict }).toEqual({ type, index, verdict: 'refused' })
      }
  })

  it.each(unfragmented)('%s whose frames were never written', async (name) => {
    const bytes = fixture(name)
    const at = bytes.indexOf('mdat') + 4
    bytes.fill(0, at, at - 8 + bytes.readUInt32BE(at - 8))
    expect((await judge(bytes, name)).verdict).toBe('refused')
  })

  it('a fragmented one that is a twentieth, a half or a few bytes short', async () => {
    for (const bytes of [fixture('fragments.mp4'), wrongly('fragmented-cut-half.mp4').subarray(0, -85)])
      for (const part of [0.05, 0.5]) {
        const cut = bytes.subarray(0, Math.floor(bytes.length * (1 - part)))
        expect((await judge(cut, 'a.mp4')).verdict).toBe('refused')
      }
    const whole = wrongly('fragmented-cut-half.mp4').subarray(0, 90_216 - 52)
    expect((await judge(whole, 'a.mp4')).verdict).toBe('refused')
  })

  it.each(films)('%s of which half is missing', async (name) => {
    const bytes = fixture(name)
    const judgement = await judge(bytes.subarray(0, bytes.length / 2), name)
    expect(rulesOf(judgement)).toEqual(['media.truncated'])
  })

  it('a packed index that does not unpack', async () => {
    const bytes = packed(fixture('clip.mov'))
    bytes.fill(0, bytes.indexOf('cmvd') + 12)
    expect((await judge(bytes, 'a.mov')).verdict).toBe('refused')
  })

  it('FLV and AVI that announce pictures and hold none', async () => {
    const clip = fixture('clip.flv')
    const sound = fixture('sound.flv')
    sound[4] = 5
    expect((await judge(sound, 'a.flv')).verdict).toBe('refused')
    expect((await judge(clip.subarray(0, 13), 'a.flv')).verdict).toBe('refused')
    const avi = fixture('clip.avi')
    const renamed = Buffer.from(avi)
    for (const at of placesOf(renamed, '00dc')) renamed.write('01wb', at, 'latin1')
    expect((await judge(renamed, 'a.avi')).verdict).toBe('refused')
    const format = avi.indexOf('strf')
    avi.fill(0, format + 8, format + 48)
    expect((await judge(avi, 'a.avi')).verdict).toBe('refused')
  })
})

describe('pictures that show everywhere', () => {
  const withSegment = (marker: number, text: string) => {
    const jpeg = fixture('picture.jpg')
    const body = Buffer.from(text, 'latin1')
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(body.length + 2, 2)
    return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)])
  }

  it('with a band of zeros in a scan of any number of components', async () => {
    const jpeg = fixture('picture.jpg')
    const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]))
    const band = scan + 2 + jpeg.readUInt16BE(scan + 2) - 3
    for (const bytes of [
      [0, 0, 0],
      [0, 63, 0x11],
      [1, 5, 0],
    ]) {
      const changed = Buffer.from(jpeg)
      changed.set(bytes, band)
      expect((await judge(picture(changed), 'a.jpg')).verdict).toBe('accepted')
    }
  })

  it('of a revision of JFIF that nobody knows', async () => {
    const jpeg = fixture('picture.jpg')
    const version = jpeg.indexOf('JFIF\0') + 5
    jpeg.set([2, 1], version)
    expect((await judge(picture(jpeg), 'a.jpg')).verdict).toBe('accepted')
  })

  it('with a few stray bytes between two segments', async () => {
    const jpeg = fixture('picture.jpg')
    const first = 4 + jpeg.readUInt16BE(4)
    const bytes = Buffer.concat([jpeg.subarray(0, first), Buffer.from([0, 7, 0]), jpeg.subarray(first)])
    expect((await judge(picture(bytes), 'a.jpg')).verdict).toBe('accepted')
  })

  it.each([
    'A talk about <script> tags and <html> pages',
    'How to draw an <svg>',
    'JavaScript: the good parts',
    'Between <html> and </html> everything is text',
    'The elements <script> and </script> explained',
  ])('with a comment that speaks of markup: %s', async (text) => {
    expect(await judge(picture(withSegment(0xfe, text)), 'a.jpg')).toMatchObject({
      verdict: 'accepted',
      findings: [],
    })
  })

  it.each([
    '<script>alert(1)</script>',
    '<script src=//x>',
    '<img src=x onerror=alert(1)>',
    '<?php system($_GET[0]); ?>',
    'javascript:alert(1)',
    '<svg onload=alert(1)>',
  ])('but not with one that would run: %s', async (text) => {
    expect(rulesOf(await judge(picture(withSegment(0xfe, text)), 'a.jpg'))).toEqual(['picture.payload'])
  })
})

describe('reasons', () => {
  it('are words, in both languages, for whatever is wrong', async () => {
    const bad = [
      judge(wrongly('fake-126-bytes.mp4'), 'a.mp4'),
      judge(wrongly('stsz-garbage.mp4'), 'a.mp4'),
      judge(wrongly('fragmented-cut-half.mp4'), 'a.mp4'),
      judge(fixture('clip.avi').subarray(0, 9000), 'a.avi'),
      judge(fixture('clip.flv').subarray(0, 3000), 'a.flv'),
      judge(fixture('clip.rm').subarray(0, 300), 'a.rm'),
      judge(fixture('clip.wma').subarray(0, 300), 'a.wma'),
      judge(Buffer.alloc(2_000_000, 7), 'a.mov'),
      judge(overwritten(fixture('clip.mov'), 'stsd', zero), 'a.mov'),
      judge(picture(wrongly('scanbomb-3000.jpg')), 'a.jpg'),
    ]
    for (const { findings } of await Promise.all(bad)) {
      expect(findings.length).toBeGreaterThan(0)
      for (const { message, remedy } of findings) {
        expect(message.zh + remedy.zh).not.toMatch(
          /unknown|RIFF|moov|mdat|stsd|hdrl|movi|DATA|box|chunk|tag|at \d/,
        )
        expect(message.en + remedy.en).not.toMatch(/unknown|RIFF|moov|mdat|stsd|hdrl|movi|DATA|box at|chunk/)
      }
    }
  })
})

import { probeIsoMedia } from '../../../../lib/media/formats/iso-media'
import { bufferReader, cachedReader } from '../../../../lib/media/range-reader'
import { box, brand, movieHeader, track, trackFragment, u32 } from '../../../kit/iso-media'
import { fixture } from '../../../kit/media'

const probe = (...parts: Uint8Array[]) => probeIsoMedia(cachedReader(bufferReader(Buffer.concat(parts))))
const codes = async (...parts: Uint8Array[]) => (await probe(...parts)).problems.map(({ code }) => code)

const mdat = box('mdat', Buffer.alloc(100))
const moov = (...tracks: Uint8Array[]) => box('moov', movieHeader, ...tracks)
const whole = [brand('qt  '), mdat, moov(track(), track({ handler: 'soun' }))]

it('counts tracks, reads size and duration of a movie built by hand', async () => {
  expect(await probe(...whole)).toEqual({
    videoTracks: 1,
    audioTracks: 1,
    width: 320,
    height: 240,
    durationSeconds: 2.5,
    problems: [],
  })
})

it.each(['clip.mp4', 'faststart.mp4', 'fragments.mp4', 'clip.mov', 'clip.3gp'])(
  '%s has one video and one audio track',
  async (name) => {
    expect(await probe(fixture(name))).toMatchObject({ videoTracks: 1, audioTracks: 1, problems: [] })
  },
)

it.each(['clip.mp4', 'faststart.mp4', 'fragments.mp4', 'clip.mov', 'clip.3gp'])(
  '%s is called truncated wherever it is cut',
  async (name) => {
    const bytes = fixture(name)
    for (let cut = 60; cut < bytes.length; cut += 41) {
      const problems = await codes(bytes.subarray(0, cut))
      // A fragmented movie that ends between two fragments is a whole one.
      const between = name === 'fragments.mp4' && problems.length === 0
      if (!between) expect({ cut, first: problems[0] }).toEqual({ cut, first: 'truncated' })
    }
    expect(await codes(bytes.subarray(0, -1))).toEqual(['truncated'])
  },
)

it('takes a last box of size 0, and finds it cut by the place of the last chunk', async () => {
  const open = Buffer.from(mdat)
  open.writeUInt32BE(0)
  const index = moov(track({ samples: 2, chunks: [40, 5_000] }))
  const missing = 5_100 - brand('qt  ').length - index.length - open.length
  expect(await codes(brand('qt  '), index, open, Buffer.alloc(missing))).toEqual([])
  expect(await codes(brand('qt  '), index, open)).toEqual(['truncated'])
})

it('takes 64-bit sizes', async () => {
  const large = Buffer.alloc(16 + 64)
  large.writeUInt32BE(1)
  large.write('mdat', 4, 'latin1')
  large.writeBigUInt64BE(80n, 8)
  expect(await codes(brand('isom'), large, moov(track()))).toEqual([])
  large.writeBigUInt64BE(8n, 8)
  expect(await codes(brand('isom'), large, moov(track()))).toContain('damaged')
  large.writeBigUInt64BE(2n ** 63n, 8)
  expect(await codes(brand('isom'), large, moov(track()))).toContain('truncated')
})

it('refuses an index without content, and content without an index', async () => {
  expect(await codes(brand('isom'), moov(track()))).toEqual(['truncated'])
  expect(await codes(brand('isom'), mdat)).toEqual(['truncated'])
})

it('does not count a track without samples', async () => {
  expect(await probe(brand('isom'), mdat, moov(track({ samples: 0 })))).toMatchObject({
    videoTracks: 0,
    problems: [],
  })
})

it('refuses reference movies and tracks whose data lies elsewhere', async () => {
  const link = box('rmra', box('rmda', box('rdrf', Buffer.from('\0\0\0\0url http://example.org/a.mov'))))
  expect(await codes(brand('qt  '), mdat, box('moov', movieHeader, link, track()))).toEqual([
    'refers-elsewhere',
  ])
  const elsewhere = box('url ', [0, 0, 0, 0], Buffer.from('http://example.org/a.mov\0'))
  expect(await codes(brand('qt  '), mdat, moov(track({ references: [elsewhere] })))).toEqual([
    'refers-elsewhere',
  ])
  const here = box('alis', [0, 0, 0, 1])
  expect(await codes(brand('qt  '), mdat, moov(track({ references: [here] })))).toEqual([])
})

it('names a compressed index and a box that does not fit into its parent as damaged', async () => {
  expect(await codes(brand('qt  '), mdat, box('moov', box('cmov', Buffer.alloc(20))))).toEqual(['damaged'])
  const overrun = moov(track())
  overrun.writeUInt32BE(overrun.length, 8)
  expect(await codes(brand('qt  '), mdat, overrun)).toEqual(['damaged'])
})

it('steps over long sample tables instead of reading them', async () => {
  const bytes = Buffer.concat([
    brand('isom'),
    mdat,
    moov(track({ ballast: 3_000_000 }), track({ handler: 'soun' })),
  ])
  const source = bufferReader(bytes)
  expect(await probeIsoMedia(cachedReader(source))).toMatchObject({
    videoTracks: 1,
    audioTracks: 1,
    problems: [],
  })
  expect(source.bytesRead()).toBeLessThan(40_000)
})

describe('fragments', () => {
  const start = [
    brand('isom'),
    box('moov', movieHeader, track({ samples: 0 }), box('mvex', box('trex', u32(0, 0, 1, 0, 0, 0)))),
  ]
  const fragment = (bytes: number, samples = 10) => [
    box('moof', box('traf', trackFragment(samples)), box('free', Buffer.alloc(4_000))),
    box('mdat', Buffer.alloc(bytes)),
  ]
  const many = Array.from({ length: 300 }, () => fragment(50_000)).flat()
  const cut = (parts: Uint8Array[], bytes: number) => Buffer.concat(parts).subarray(0, -bytes)

  it('believes the index at the end of a finished file', async () => {
    const mfro = Buffer.concat([box('mfro', [0, 0, 0, 0], [0, 0, 0, 24])])
    expect(await codes(...start, ...many, box('mfra', mfro))).toEqual([])
  })

  it('finds the last of very many in the tail, and whether it is whole', async () => {
    expect(await codes(...start, ...many)).toEqual([])
    const source = bufferReader(cut([...start, ...many], 1))
    await probeIsoMedia(cachedReader(source))
    expect(source.bytesRead()).toBeLessThanOrEqual(262_144)
  })

  it('walks a few to the end, however large, and finds the last one cut', async () => {
    const few = Array.from({ length: 40 }, () => fragment(200_000)).flat()
    expect(await codes(...start, ...few)).toEqual([])
    for (const bytes of [1, 5_000, 199_999, 200_003, 200_010, 204_000])
      expect(await codes(cut([...start, ...few], bytes))).toEqual(['truncated'])
  })

  it('refuses fragments that hold nothing', async () => {
    expect(await codes(...start, ...fragment(1_000, 0))).toEqual(['empty'])
  })

  it('finds by an index in the head that whole fragments are missing', async () => {
    const two = Buffer.concat(fragment(1_000))
    const sidx = (references: number) =>
      box('sidx', u32(0, 1, 1000, 0, 0, references), ...Array(references).fill(u32(two.length, 1000, 0)))
    expect(await codes(...start, sidx(2), two, two)).toEqual([])
    expect(await codes(...start, sidx(3), two, two)).toEqual(['truncated'])
  })

  it('says that it did not check the end of very many without one, and refuses nothing for it', async () => {
    const large = Array.from({ length: 200 }, () => fragment(120_000)).flat()
    const source = bufferReader(Buffer.concat([...start, ...large]))
    const found = await probeIsoMedia(cachedReader(source))
    expect(found).toMatchObject({ videoTracks: 1, problems: [{ code: 'end-unchecked' }] })
    expect(source.bytesRead()).toBeLessThanOrEqual(262_144)
  })

  it('needs at least one', async () => {
    expect(await codes(...start)).toEqual(['truncated'])
  })
})

it('refuses more references than their table has room for: players stop there', async () => {
  const clip = fixture('clip.mp4')
  const count = clip.indexOf('dref') + 8
  expect(clip.readUInt32BE(count)).toBe(1)
  clip.writeUInt32BE(8, count)
  expect(await codes(clip)).toEqual(['damaged'])
})

it('refuses more sample descriptions than their table has room for', async () => {
  const clip = fixture('clip.mov')
  clip.writeUInt32BE(2_049, clip.indexOf('stsd') + 8)
  expect(await codes(clip)).toEqual(['empty'])
})

it('refuses a movie without its header: no frame has a time', async () => {
  const clip = fixture('clip.mov')
  clip.write('free', clip.indexOf('mvhd'), 'latin1')
  expect(await codes(clip)).toEqual(['damaged'])
})

describe('what stops every player, in a table, a header or a description', () => {
  /** The file with a number written behind the first box of a name. */
  const written = (name: string, box: string, number: number, behind = 8) => {
    const clip = fixture(name)
    expect(clip.indexOf(box)).toBeGreaterThan(0)
    clip.writeUInt32BE(number, clip.indexOf(box) + behind)
    return clip
  }

  it.each(['stts', 'stsc', 'stco'])(
    'is a table %s with more entries than room, with and without samples',
    async (box) => {
      expect(await codes(written('clip.mp4', box, 0x80))).toEqual(['damaged'])
      expect(await codes(written('fragments.mp4', box, 0x80))).toContain('damaged')
    },
  )

  it('is a run of chunks that begins behind the last of them', async () => {
    const runs = fixture('clip.mp4').readUInt32BE(fixture('clip.mp4').indexOf('stsc') + 8)
    expect(await codes(written('clip.mp4', 'stsc', 90_000, 12 * runs))).toEqual(['damaged'])
  })

  it('is a run of chunks that is described nowhere, and samples of which none has a time', async () => {
    expect(await codes(written('clip.mp4', 'stsc', 0x960001, 20))).toEqual(['damaged'])
    expect(await codes(written('clip.mp4', 'stts', 0))).toEqual(['damaged'])
  })

  it('is a header of a track in a version that nobody knows', async () => {
    expect(await codes(written('clip.mp4', 'mdhd', 0x91000000, 4))).toEqual(['damaged'])
  })

  it('is a list of references without one, or one without a length', async () => {
    expect(await codes(written('clip.mp4', 'dref', 0))).toEqual(['damaged'])
    expect(await codes(written('clip.mp4', 'dref', 0, 12))).toContain('damaged')
  })

  it('is a coding of pictures that nobody knows', async () => {
    expect(await codes(written('clip.mov', 'stsd', 0x61766358, 16))).toEqual(['empty'])
  })

  it('is a list of settings of H.264 that leads out of itself, or gives a picture no size', async () => {
    const clip = fixture('judged-wrongly/free-first.mp4')
    const settings = clip.indexOf('avcC') + 4
    expect(await codes(clip)).toEqual([])
    const first = settings + 8
    expect(clip.readUInt8(first) % 32).toBe(7)
    const hurt = (at: number, ...bytes: number[]) => {
      const changed = Buffer.from(clip)
      changed.set(bytes, at)
      return codes(changed)
    }
    expect(await hurt(settings + 6, 0x7f, 0xff)).toEqual(['empty'])
    expect(await hurt(first, 0x65)).toEqual(['empty'])
    // After profile and level: zeros, of which no number is made.
    expect(await hurt(first + 4, 0, 0, 0, 0, 0, 0)).toEqual(['empty'])
  })

  it('is a description of MPEG-4 pictures without a size, or none where none lies in the first frame', async () => {
    const clip = fixture('mpeg4.mp4')
    const layer = clip.indexOf(Buffer.from([0, 0, 1, 0x20]), clip.indexOf('esds'))
    expect(layer).toBeGreaterThan(0)
    expect(await codes(clip)).toEqual([])
    const sizeless = Buffer.from(clip)
    sizeless.fill(0, layer + 9, layer + 15)
    expect(await codes(sizeless)).toEqual(['empty'])

    const bare = Buffer.from(clip)
    bare[layer + 3] = 0xb0
    expect(await codes(bare)).toEqual(['damaged'])
    clip.copy(bare, bare.readUInt32BE(bare.indexOf('stco') + 12), layer, layer + 20)
    expect(await codes(bare)).toEqual([])
    // Without their mark, or the name around them, nothing says that the settings are there.
    const unmarked = fixture('mpeg4.mp4')
    unmarked[unmarked.indexOf(Buffer.from([5, 0x80, 0x80, 0x80]))] = 0x18
    expect(await codes(unmarked)).toEqual(['damaged'])
    const nameless = Buffer.from(clip)
    nameless.write('free', nameless.indexOf('esds'), 'latin1')
    expect(await codes(nameless)).toEqual(['damaged'])
  })

  it('is a frame of ProRes without its name', async () => {
    const clip = fixture('prores.mov')
    expect(await codes(clip)).toEqual([])
    clip.write('nope', clip.indexOf('icpf'), 'latin1')
    expect(await codes(clip)).toEqual(['damaged'])
  })

  it('is a fragment of no track, of one that the index does not announce, or whose first frame is empty', async () => {
    expect(await codes(fixture('fragments.mp4'))).toEqual([])
    expect(await codes(written('fragments.mp4', 'tfhd', 0x66726565, 0))).toEqual(['damaged'])
    expect(await codes(written('fragments.mp4', 'tfhd', 77))).toEqual(['damaged'])
    for (const described of [0, 159])
      expect(await codes(written('fragments.mp4', 'trex', described, 12))).toEqual(['damaged'])
    const clip = fixture('fragments.mp4')
    const flags = clip.readUInt32BE(clip.indexOf('trun') + 4)
    expect(flags & 0x200).toBe(0x200)
    const size = clip.indexOf('trun') + 16 + ((flags & 4) === 0 ? 0 : 4) + ((flags & 0x100) === 0 ? 0 : 4)
    clip.writeUInt32BE(0, size)
    expect(await codes(clip)).toEqual(['empty'])
    // A frame longer than the file, and more frames than the run has room for.
    clip.writeUInt32BE(0x18000000, size)
    expect(await codes(clip)).toEqual(['damaged'])
    expect(await codes(written('fragments.mp4', 'trun', 3_000))).toEqual(['damaged'])
  })
})

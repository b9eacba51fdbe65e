import { probeAvi } from '../../../../lib/media/formats/avi'
import { bufferReader, cachedReader } from '../../../../lib/media/range-reader'
import { fixture } from '../../../kit/media'

const probe = (bytes: Uint8Array) => probeAvi(cachedReader(bufferReader(bytes)))
const codes = async (bytes: Uint8Array) => (await probe(bytes)).problems.map(({ code }) => code)

it('reads streams, size and duration', async () => {
  const clip = await probe(fixture('clip.avi'))
  expect(clip).toEqual({
    videoTracks: 1,
    audioTracks: 1,
    width: 176,
    height: 144,
    durationSeconds: 1.1,
    problems: [],
  })
  expect(await probe(fixture('sound.avi'))).toMatchObject({ videoTracks: 0, audioTracks: 1, problems: [] })
})

it('is called truncated wherever it is cut', async () => {
  const bytes = fixture('clip.avi')
  for (let cut = 64; cut < bytes.length; cut += 53) {
    expect({ cut, first: (await codes(bytes.subarray(0, cut)))[0] }).toEqual({ cut, first: 'truncated' })
  }
  expect(await codes(bytes.subarray(0, -2))).toEqual(['truncated'])
  // One byte is what a program loses that does not pad the last chunk.
  expect(await codes(bytes.subarray(0, -1))).toEqual([])
})

it('checks every further part of a long recording', async () => {
  const part = Buffer.concat([Buffer.from('RIFF\x0c\0\0\0AVIXLIST\x04\0\0\0movi'.slice(0, 20), 'latin1')])
  const clip = fixture('clip.avi')
  expect(await codes(Buffer.concat([clip, part]))).toEqual([])
  part.writeUInt32LE(5_000, 4)
  expect(await codes(Buffer.concat([clip, part]))).toEqual(['truncated'])
})

describe('a recording that was never finished', () => {
  const unfinished = () => {
    const clip = fixture('clip.avi')
    const movi = clip.indexOf('movi')
    clip.writeUInt32LE(0, 4)
    clip.writeUInt32LE(0, movi - 4)
    return { clip, index: clip.indexOf('idx1') }
  }

  it('plays: its lengths are 0, its frames are there', async () => {
    const { clip, index } = unfinished()
    expect(await codes(clip)).toEqual([])
    expect(await codes(clip.subarray(0, index))).toEqual([])
  })

  it('is refused where its last frame is cut, or where it has none', async () => {
    const { clip, index } = unfinished()
    expect(await codes(clip.subarray(0, index - 40))).toEqual(['truncated'])
    expect(await codes(clip.subarray(0, clip.indexOf('movi') + 4))).toEqual(['truncated'])
  })

  it('is judged by its tail when it is long', async () => {
    const { clip, index } = unfinished()
    const frames = clip.subarray(clip.indexOf('movi') + 4, index)
    const long = [clip.subarray(0, index), ...Array<Buffer>(60).fill(frames)]
    expect(await codes(Buffer.concat(long))).toEqual([])
    expect(await codes(Buffer.concat(long).subarray(0, -60))).toEqual(['truncated'])
  })
})

it('names missing headers as damage', async () => {
  const clip = fixture('clip.avi')
  clip.write('nope', clip.indexOf('hdrl'), 'latin1')
  expect(await codes(clip)).toEqual(['damaged'])
})

describe('what stops every player', () => {
  it('is a picture size that cannot be', async () => {
    const clip = fixture('clip.avi')
    const width = clip.indexOf('strf') + 12
    expect(clip.readUInt32LE(width)).toBe(176)
    clip.writeUInt32LE(70_000, width)
    expect(await codes(clip)).toEqual(['empty'])
  })

  it('is a part of the headers that leads a little way out of its list; one that leads far away is passed over', async () => {
    const clip = fixture('clip.avi')
    const junk = clip.indexOf('JUNK', clip.indexOf('strf'))
    expect(junk).toBeLessThan(clip.indexOf('strl', clip.indexOf('strf')))
    clip.writeUInt32LE(clip.readUInt32LE(junk + 4) + 200, junk + 4)
    expect(await codes(clip)).toEqual(['damaged'])
    clip.writeUInt32LE(0x7fffffff, junk + 4)
    expect(await codes(clip)).toEqual([])
  })
  it('is a code table of HuffYUV that is cut, too long, or has a code without its partner', async () => {
    const recording = fixture('huffyuv.avi')
    expect(await codes(recording)).toEqual([])
    const tables = recording.indexOf('strf') + 8 + 40 + 4
    const hurt = (place: number, byte: number) => {
      const bytes = Buffer.from(recording)
      bytes[tables + place] = byte
      return codes(bytes)
    }
    expect(await hurt(0, recording.readUInt8(tables) ^ 1)).toEqual(['damaged'])
    expect(await hurt(0, recording.readUInt8(tables) & 31)).toEqual(['damaged'])
    recording.writeUInt32LE(60, recording.indexOf('strf') + 4)
    expect(await codes(recording)).toContain('damaged')
  })
  it('is a format that names no coding, or pixels of a depth that cannot be', async () => {
    const clip = fixture('clip.avi')
    const coding = clip.indexOf('strf') + 8 + 16
    expect(clip.toString('latin1', coding, coding + 4)).toBe('FMP4')
    clip[coding + 2] = 0x10
    expect(await codes(clip)).toEqual(['damaged'])
    clip.writeUInt32LE(0, coding)
    expect(await codes(clip)).toEqual([])
    clip.writeUInt16LE(0, coding - 2)
    expect(await codes(clip)).toEqual(['damaged'])
  })
  it('is H.264 whose parameters are lost; a recording that begins in the middle plays from where they come', async () => {
    const clip = fixture('h264.avi')
    expect(await codes(clip)).toEqual([])
    const parameters = clip.indexOf(Buffer.from('0000000167', 'hex')) + 4
    expect(parameters).toBeGreaterThan(clip.indexOf('movi'))
    clip[parameters] = 0x66
    expect(await codes(clip)).toEqual(['empty'])
  })
  it('is foreign bytes before the headers, or headers that come apart behind zeros', async () => {
    const clip = fixture('clip.avi')
    const pushed = Buffer.concat([clip.subarray(0, 12), Buffer.from('\0AVI '), clip.subarray(12)])
    expect(await codes(pushed)).toEqual(['damaged'])
    const behind = fixture('clip.avi')
    const list = behind.indexOf('LIST', 20 + behind.readUInt32LE(16))
    const padded = (padding: Buffer) =>
      Buffer.concat([behind.subarray(0, list), padding, behind.subarray(list)])
    expect(await codes(padded(Buffer.alloc(4)))).toEqual([])
    expect(await codes(padded(Buffer.from('\0\x14\x06\x28', 'latin1')))).toEqual(['damaged'])
    const torn = fixture('clip.avi')
    torn.fill(0, torn.indexOf('strh') - 12, torn.indexOf('strh') - 4)
    expect(await codes(torn)).toContain('damaged')
  })
  it('is a coding of pictures or sound that nobody knows, and sound without channels or a rate', async () => {
    const clip = fixture('clip.avi')
    const coding = clip.indexOf('strf') + 8 + 16
    clip.write('Q?P4', coding, 'latin1')
    expect(await codes(clip)).toEqual(['damaged'])
    const wave = fixture('sound.avi')
    const format = wave.indexOf('strf') + 8
    expect(await codes(wave)).toEqual([])
    for (const [number, at] of [
      [0x7777, 0],
      [0, 2],
      [0, 4],
    ] as const) {
      const hurt = Buffer.from(wave)
      hurt.writeUInt16LE(number, format + at)
      expect(await codes(hurt)).toEqual(['damaged'])
    }
  })
})

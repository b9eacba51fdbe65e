import { probeRealMedia } from '../../../../lib/media/formats/real-media'
import { bufferReader, cachedReader } from '../../../../lib/media/range-reader'
import { fixture } from '../../../kit/media'

const probe = (bytes: Uint8Array) => probeRealMedia(cachedReader(bufferReader(bytes)))
const codes = async (bytes: Uint8Array) => (await probe(bytes)).problems.map(({ code }) => code)

/** A stream description whose own data names nothing. */
function stream(type: string): Buffer {
  const body = Buffer.alloc(40 + 1 + 1 + type.length + 4)
  body.write('MDPR', 'latin1')
  body.writeUInt32BE(body.length, 4)
  body[41] = type.length
  body.write(type, 42, 'latin1')
  return body
}

/** The file with one more stream before its DATA. */
function withStream(file: Buffer, type: string): Buffer {
  const data = file.indexOf('DATA')
  return Buffer.concat([file.subarray(0, data), stream(type), file.subarray(data)])
}

it.each([
  ['clip.rm', 1, 1],
  ['clip.rmvb', 1, 1],
  ['sound.rm', 0, 1],
])('%s has %i video and %i audio streams', async (name, videoTracks, audioTracks) => {
  expect(await probe(fixture(name))).toMatchObject({ videoTracks, audioTracks, problems: [] })
})

it('reads the size of RealVideo', async () => {
  expect(await probe(fixture('clip.rmvb'))).toMatchObject({ width: 176, height: 144, durationSeconds: 1.008 })
})

it.each(['clip.rm', 'clip.rmvb'])(
  '%s is called truncated wherever it is cut, but for the slack of its encoder',
  async (name) => {
    const bytes = fixture(name)
    for (let cut = 20; cut < bytes.length - 64; cut += 23) {
      expect({ cut, codes: await codes(bytes.subarray(0, cut)) }).toEqual({ cut, codes: ['truncated'] })
    }
  },
)

it('ignores logical streams and kinds it does not know', async () => {
  for (const type of [
    'logical-fileinfo',
    'logical-video/x-pn-multirate-realvideo',
    'application/x-unheard-of',
  ]) {
    expect(await probe(withStream(fixture('sound.rm'), type))).toMatchObject({ videoTracks: 0, problems: [] })
  }
  expect(await probe(withStream(fixture('sound.rm'), 'video/x-pn-realvideo'))).toMatchObject({
    videoTracks: 1,
  })
})

it('refuses events and image maps, which open addresses', async () => {
  expect(await codes(withStream(fixture('clip.rm'), 'application/x-pn-realevent'))).toEqual(['scripted'])
  expect(await codes(withStream(fixture('clip.rm'), 'application/x-pn-imagemap'))).toEqual(['scripted'])
})

it('takes a live recording, whose DATA states no size, but not one without packets', async () => {
  const live = fixture('clip.rm')
  const data = live.indexOf('DATA')
  live.writeUInt32BE(0, data + 4)
  expect(await codes(live)).toEqual([])
  expect(await codes(live.subarray(0, data + 18))).toEqual(['truncated'])
})

it('says that the index is missing when PROP promises one behind the end', async () => {
  const file = fixture('clip.rm')
  file.writeUInt32BE(file.length + 1, file.indexOf('PROP') + 38)
  expect(await codes(file)).toEqual(['truncated'])
})

it('refuses pictures whose coding has no name', async () => {
  const clip = fixture('clip.rm')
  const coding = clip.indexOf('VIDORV10') + 4
  expect(coding).toBeGreaterThan(4)
  clip.fill(0, coding + 1, coding + 4)
  expect((await probe(clip)).problems).toEqual([{ code: 'damaged', part: 'VIDO' }])
})

it('refuses a description whose own data leads out of it, an order of sound and a coding of pictures that nobody knows', async () => {
  const clip = fixture('clip.rm')
  const video = clip.indexOf('VIDO')
  const hurt = (at: number, ...bytes: number[]) => {
    const changed = Buffer.from(clip)
    changed.set(bytes, at)
    return codes(changed)
  }
  expect(await hurt(video - 8, 0, 0, 0xff, 0xff)).toEqual(['damaged'])
  expect(await hurt(video + 3, 0x8e)).toEqual(['damaged'])
  expect(await hurt(video + 4, 0x52, 0x56, 0x39, 0x39)).toEqual(['damaged'])
  expect(await hurt(clip.indexOf('Int0'), 0x49, 0x6e, 0x74, 0)).toEqual(['damaged'])
  // Of a stream whose type nobody knows, the length leads out all the same.
  expect(await hurt(clip.indexOf('audio/') - 1, 0xff)).toEqual(['damaged'])
})

it('knows the order of sound in both versions of its description', async () => {
  const own = Buffer.alloc(80)
  own.write('.ra\xfd', 'latin1')
  own.writeUInt16BE(5, 4)
  own.write('genr', 62, 'latin1')
  const described = (data: Buffer) => {
    const described = Buffer.concat([stream('audio/x-pn-realaudio'), data])
    described.writeUInt32BE(described.length, 4)
    described.writeUInt32BE(data.length, described.length - data.length - 4)
    const clip = fixture('sound.rm')
    const at = clip.indexOf('DATA')
    return codes(Buffer.concat([clip.subarray(0, at), described, clip.subarray(at)]))
  }
  expect(await described(own)).toEqual([])
  own.write('what', 62, 'latin1')
  expect(await described(own)).toEqual(['damaged'])
})

it('refuses texts that lead out of their chunk, packets of no stream, and a version that a coding does not have', async () => {
  const texts = fixture('clip.rm')
  texts.writeUInt16BE(0x5b00, texts.indexOf('CONT') + 16)
  expect(await codes(texts)).toEqual(['damaged'])

  const version = fixture('clip.rm')
  expect(version.readUInt8(version.indexOf('VIDO') + 26) >> 4).toBe(1)
  version[version.indexOf('VIDO') + 26] = 0
  expect(await codes(version)).toEqual(['damaged'])

  const packets = fixture('clip.rm')
  const first = packets.indexOf('DATA') + 18
  for (let at = first; at + 12 < packets.length; at += packets.readUInt16BE(at + 2)) {
    expect(packets.readUInt16BE(at)).toBe(0)
    packets.writeUInt16BE(9, at + 4)
  }
  expect(await codes(packets)).toEqual(['damaged'])
  packets.writeUInt16BE(0, first + 4)
  expect(await codes(packets)).toEqual([])
  packets.writeUInt16BE(3, first)
  expect(await codes(packets)).toEqual(['damaged'])
})

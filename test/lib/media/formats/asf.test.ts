import { probeAsf } from '../../../../lib/media/formats/asf'
import { bufferReader, cachedReader } from '../../../../lib/media/range-reader'
import { fixture } from '../../../kit/media'

const guids = {
  scriptCommand: '301afb1e620bd011a39b00a0c90348f6',
  contentEncryption: 'fbb3112223bdd211b4b700a0c955fc6e',
  extendedContent: '40a4d0d207e3d21197f000a0c95ea850',
  headerExtension: 'b503bf5f2ea9cf118ee300c00c205365',
  extendedStream: 'cba5e61472c632438399a96952065b5a',
  streamProperties: '9107dcb7b7a9cf118ee600c00c205365',
  fileProperties: 'a1dcab8c47a9cf118ee400c00c205365',
  video: 'c0ef19bc4d5bcf11a8fd00805f5c442b',
  audio: '409e69f84d5bcf11a8fd00805f5c442b',
  command: 'c0cfda59e659d011a3ac00a0c90348f6',
}

const object = (guid: string, ...content: Uint8Array[]) => {
  const body = Buffer.concat(content)
  const head = Buffer.alloc(24)
  head.write(guid, 'hex')
  head.writeBigUInt64LE(BigInt(body.length + 24), 16)
  return Buffer.concat([head, body])
}

const stream = (type: string, flags = 1) => {
  const body = Buffer.alloc(62)
  body.write(type, 0, 'hex')
  body.writeUInt16LE(flags, 48)
  return object(guids.streamProperties, body)
}

/** The file with one more object at the end of its header. */
function withObject(file: Buffer, added: Buffer): Buffer {
  const size = Number(file.readBigUInt64LE(16))
  const grown = Buffer.concat([file.subarray(0, size), added, file.subarray(size)])
  grown.writeBigUInt64LE(BigInt(size + added.length), 16)
  return grown
}

const probe = (bytes: Uint8Array) => probeAsf(cachedReader(bufferReader(bytes)))
const codes = async (bytes: Uint8Array) => (await probe(bytes)).problems.map(({ code }) => code)

it.each([
  ['clip.wma', 1, 1],
  ['audio-first.wma', 1, 1],
  ['sound.wma', 0, 1],
])('%s has %i video and %i audio streams', async (name, videoTracks, audioTracks) => {
  expect(await probe(fixture(name))).toMatchObject({ videoTracks, audioTracks, problems: [] })
})

it.each(['clip.wma', 'sound.wma'])('%s is called truncated wherever it is cut', async (name) => {
  const bytes = fixture(name)
  for (let cut = 20; cut < bytes.length; cut += 37) {
    expect({ cut, codes: await codes(bytes.subarray(0, cut)) }).toEqual({ cut, codes: ['truncated'] })
  }
  expect(await codes(bytes.subarray(0, -1))).toEqual(['truncated'])
})

it('refuses script commands, as an object and as a stream', async () => {
  expect(await codes(withObject(fixture('clip.wma'), object(guids.scriptCommand, Buffer.alloc(40))))).toEqual(
    ['scripted'],
  )
  expect(await codes(withObject(fixture('clip.wma'), stream(guids.command)))).toEqual(['scripted'])
})

it('refuses protection, as an object, nested, and as a flag of a stream', async () => {
  const encryption = object(guids.contentEncryption, Buffer.alloc(40))
  expect(await codes(withObject(fixture('sound.wma'), encryption))).toEqual(['encrypted'])
  const nested = object(guids.headerExtension, Buffer.alloc(22), encryption)
  expect(await codes(withObject(fixture('sound.wma'), nested))).toEqual(['encrypted'])
  expect(await codes(withObject(fixture('sound.wma'), stream(guids.video, 0x8001)))).toEqual(['encrypted'])
})

it('finds a stream that only the header extension describes', async () => {
  const extended = object(guids.extendedStream, Buffer.alloc(64), stream(guids.video))
  const nested = object(guids.headerExtension, Buffer.alloc(22), extended)
  expect(await probe(withObject(fixture('sound.wma'), nested))).toMatchObject({
    videoTracks: 1,
    problems: [],
  })
})

it('steps over large cover art in the header', async () => {
  const source = bufferReader(
    withObject(fixture('sound.wma'), object(guids.extendedContent, Buffer.alloc(900_000))),
  )
  const grown = cachedReader(source)
  expect(await probeAsf(grown)).toMatchObject({ audioTracks: 1, problems: [] })
  expect(source.bytesRead()).toBeLessThan(10_000)
})

it('does not measure a live recording by the size it states', async () => {
  const live = fixture('clip.wma')
  const properties = live.indexOf(Buffer.from(guids.fileProperties, 'hex'))
  live.writeBigUInt64LE(10n ** 12n, properties + 40)
  expect(await codes(live)).toEqual(['truncated'])
  live.writeUInt32LE(live.readUInt32LE(properties + 88) | 1, properties + 88)
  expect(await codes(live)).toEqual([])
})

describe('what stops every player', () => {
  it('is a stream of a type nobody knows, or one whose pictures have no possible size', async () => {
    const unknown = fixture('clip.wma')
    unknown.write('000819', unknown.indexOf(Buffer.from(guids.video, 'hex')), 'hex')
    expect(await codes(unknown)).toEqual(['damaged'])

    const wide = fixture('clip.wma')
    const bitmap = wide.indexOf(Buffer.from(guids.video, 'hex')) + 54 + 15
    expect(wide.readUInt32LE(bitmap)).toBe(176)
    wide.writeUInt32LE(4_325_552, bitmap)
    expect(await codes(wide)).toEqual(['damaged'])
    wide.writeInt32LE(176, bitmap)
    wide.writeInt32LE(-144, bitmap + 4)
    expect(await codes(wide)).toEqual([])
  })
})

it('refuses a file whose packets have no length: players need it to begin', async () => {
  const properties = Buffer.from('a1dcab8c47a9cf118ee400c00c205365', 'hex')
  const clip = fixture('clip.wma')
  const at = clip.indexOf(properties)
  expect(clip.readUInt32LE(at + 96)).toBeGreaterThan(0)
  clip.writeUInt32LE(0, at + 96)
  expect(await codes(clip)).toEqual(['damaged'])
  const nameless = fixture('clip.wma')
  nameless.fill(1, at, at + 16)
  expect(await codes(nameless)).toEqual(['damaged'])
})

it('refuses a file whose first packet holds nothing of its streams, and sound that nobody knows', async () => {
  const clip = fixture('clip.wma')
  const data = Number(clip.readBigUInt64LE(16))
  const packet = data + 50
  expect(clip.toString('hex', packet, packet + 3)).toBe('820000')
  const moved = Buffer.concat([clip.subarray(0, packet), Buffer.alloc(33, 0xee), clip.subarray(packet)])
  expect(await codes(moved)).toEqual(['damaged'])
  const cut = fixture('clip.wma')
  cut.fill(0xff, packet, packet + 4)
  expect(await codes(cut)).toEqual(['damaged'])

  const less = fixture('clip.wma')
  const properties = less.indexOf(Buffer.from(guids.fileProperties, 'hex'))
  expect(less.readUInt32LE(properties + 92)).toBe(less.readUInt32LE(properties + 96))
  less.writeUInt32LE(128, properties + 92)
  expect(await codes(less)).toContain('damaged')
  // The same number twice, of which the packets do not fill their object.
  less.writeUInt32LE(128, properties + 96)
  expect(await codes(less)).toContain('damaged')

  const sound = fixture('sound.wma')
  const described = sound.indexOf(Buffer.from(guids.streamProperties, 'hex')) + 64
  for (const bytes of [0, 90_000]) {
    const hurt = Buffer.from(sound)
    hurt.writeUInt32LE(bytes, described)
    expect(await codes(hurt)).toContain('damaged')
  }
  const format = sound.indexOf(Buffer.from(guids.streamProperties, 'hex')) + 78
  sound.writeUInt16LE(0x7777, format)
  expect(await codes(sound)).toEqual(['damaged'])
})

import type { RangeReader } from '../range-reader'
import { isBitmapCoding, isBitmapSize, isSoundFormat, readWhole, secondsOf, view, type Probe } from './probe'

/** A GUID as it stands in the file: its first three groups are little-endian. */
const guid = (text: string) => {
  const [a = '', b = '', c = '', ...rest] = text.split('-')
  const turned = [a, b, c].map((group) => Buffer.from(group, 'hex').reverse().toString('hex'))
  return [...turned, ...rest].join('').toLowerCase()
}

const HEADER_EXTENSION = guid('5FBF03B5-A92E-11CF-8EE3-00C00C205365')
const FILE_PROPERTIES = guid('8CABDCA1-A947-11CF-8EE4-00C00C205365')
const STREAM_PROPERTIES = guid('B7DC0791-A9B7-11CF-8EE6-00C00C205365')
const EXTENDED_STREAM_PROPERTIES = guid('14E6A5CB-C672-4332-8399-A96952065B5A')
const SCRIPT_COMMAND = guid('1EFB1A30-0B62-11D0-A39B-00A0C90348F6')
const DATA = guid('75B22636-668E-11CF-A6D9-00AA0062CE6C')
const ENCRYPTION = new Set([
  guid('2211B3FB-BD23-11D2-B4B7-00A0C955FC6E'),
  guid('298AE614-2622-4C17-B935-DAE07EE9289C'),
  guid('43058533-6981-49E6-9B74-AD12CB86D58C'),
])
const AUDIO_STREAM = guid('F8699E40-5B4D-11CF-A8FD-00805F5C442B')
const VIDEO_STREAM = guid('BC19EFC0-5B4D-11CF-A8FD-00805F5C442B')
const COMMAND_STREAM = guid('59DACFC0-59E6-11D0-A3AC-00A0C90348F6')
/** Pictures one by one, files and other data beside the film; a stream of any other type stops a player. */
const OTHER_STREAMS = new Set([
  guid('B61BE100-5B4E-11CF-A8FD-00805F5C442B'),
  guid('35907DE0-E415-11CF-A917-00805F5C442B'),
  guid('91BD222C-F21C-497A-8B6D-5AA86BFC0185'),
  guid('3AFB65E2-47EF-40F2-AC2C-70A90D71D343'),
])

/** Bytes of a packet's beginning that are read: its own header and that of its first payload. */
const PACKET_HEAD = 48

/** Longest Extended Stream Properties object looked through for the stream inside it, in bytes. */
const MAX_EXTENDED = 16_384

interface Part {
  id: string
  start: number
  /** as its header says, itself included */
  size: number
}

interface Walk {
  reader: RangeReader
  probe: Probe
  /** a live recording: the stated file size means nothing */
  broadcast: boolean
  /** its File Properties were read: without them nobody knows how long a packet is */
  described: boolean
  /** numbers of the streams */
  streams: number[]
  packetBytes: number
  statedBytes?: number
}

/** ASF, the one container of .wma and .wmv: header objects by ranges, whatever cover art lies between them. */
export async function probeAsf(reader: RangeReader): Promise<Probe> {
  const probe: Probe = { videoTracks: 0, audioTracks: 0, problems: [] }
  const walk: Walk = { reader, probe, broadcast: false, described: false, streams: [], packetBytes: 0 }
  const header = await partAt(reader, 0)
  if (!header || header.size < 30) {
    probe.problems.push({ code: header ? 'damaged' : 'truncated', part: 'header' })
    return probe
  }
  if (header.size > reader.size) {
    probe.problems.push({ code: 'truncated', part: 'header', limit: header.size, seen: reader.size })
    return probe
  }
  await readParts(walk, 30, header.size)
  if (!walk.described && probe.problems.length === 0)
    probe.problems.push({ code: 'damaged', part: 'File Properties' })
  await checkData(walk, header.size)
  return probe
}

async function partAt(reader: RangeReader, start: number): Promise<Part | undefined> {
  const head = await readWhole(reader, start, 24)
  return head && { id: head.toString('hex', 0, 16), start, size: Number(head.readBigUInt64LE(16)) }
}

async function readParts(walk: Walk, from: number, end: number, nested = false): Promise<void> {
  for (let at = from; at + 24 <= end;) {
    const part = await partAt(walk.reader, at)
    if (!part || part.size < 24 || at + part.size > end) {
      walk.probe.problems.push({ code: 'damaged', part: `header object at ${at}` })
      return
    }
    if (part.id === HEADER_EXTENSION && !nested) await readParts(walk, at + 46, at + part.size, true)
    else await readPart(walk, part)
    at += part.size
  }
}

async function readPart(walk: Walk, part: Part): Promise<void> {
  if (part.id === FILE_PROPERTIES) return readFileProperties(walk, part)
  if (part.id === STREAM_PROPERTIES) return readStream(walk, part.start, part.size)
  if (part.id === EXTENDED_STREAM_PROPERTIES) return readExtendedStream(walk, part)
  if (part.id === SCRIPT_COMMAND) walk.probe.problems.push({ code: 'scripted', part: 'Script Command' })
  if (ENCRYPTION.has(part.id)) walk.probe.problems.push({ code: 'encrypted', part: 'Content Encryption' })
}

async function readFileProperties(walk: Walk, part: Part): Promise<void> {
  const body = part.size >= 104 ? await readWhole(walk.reader, part.start, 104) : undefined
  walk.described = true
  // Packets are all of one length: the least and the most are the same number.
  if (!body || body.readUInt32LE(96) === 0 || body.readUInt32LE(92) !== body.readUInt32LE(96)) {
    walk.probe.problems.push({ code: 'damaged', part: 'File Properties' })
    return
  }
  walk.packetBytes = body.readUInt32LE(96)
  walk.statedBytes = Number(body.readBigUInt64LE(40))
  walk.broadcast = body.readUInt32LE(88) % 2 === 1
  // Playing time counts 100 ns and includes the preroll, which counts milliseconds.
  const seconds = Number(body.readBigUInt64LE(64)) / 1e7 - Number(body.readBigUInt64LE(80)) / 1000
  if (!walk.broadcast) walk.probe.durationSeconds = secondsOf(seconds)
}

async function readStream({ reader, probe, streams }: Walk, start: number, size: number): Promise<void> {
  const body = size >= 78 ? await readWhole(reader, start, Math.min(size, 86)) : undefined
  if (!body) {
    probe.problems.push({ code: 'damaged', part: 'Stream Properties' })
    return
  }
  const type = body.toString('hex', 24, 40)
  const formatBytes = body.readUInt32LE(64)
  if (78 + formatBytes > size || (type === AUDIO_STREAM && formatBytes < 16))
    probe.problems.push({ code: 'damaged', part: 'Stream Properties' })
  if (body.readUInt16LE(72) >= 0x8000) probe.problems.push({ code: 'encrypted', part: 'stream' })
  streams.push(body.readUInt16LE(72) % 128)
  if (type === AUDIO_STREAM) probe.audioTracks++
  const sound = type === AUDIO_STREAM && size >= 94 ? await readWhole(reader, start + 78, 16) : undefined
  if (sound && !isSoundFormat(sound)) probe.problems.push({ code: 'damaged', part: 'sound format' })
  if (type === COMMAND_STREAM) probe.problems.push({ code: 'scripted', part: 'command stream' })
  else if (![AUDIO_STREAM, VIDEO_STREAM].includes(type) && !OTHER_STREAMS.has(type))
    probe.problems.push({ code: 'damaged', part: 'Stream Properties' })
  if (type !== VIDEO_STREAM) return
  const format = size >= 109 ? await readWhole(reader, start + 78, 31) : undefined
  if (format && !(isBitmapSize(format, 15) && isBitmapCoding(format, 15)))
    probe.problems.push({ code: 'damaged', part: 'picture format' })
  if (++probe.videoTracks > 1 || body.length < 86) return
  const [width, height] = [body.readUInt32LE(78), body.readUInt32LE(82)]
  if (width && height) Object.assign(probe, { width, height })
}

/** A stream may be described only here, its Stream Properties object at the end of this one. */
async function readExtendedStream(walk: Walk, part: Part): Promise<void> {
  const body = await readWhole(walk.reader, part.start, Math.min(part.size, MAX_EXTENDED))
  const at = body?.indexOf(Buffer.from(STREAM_PROPERTIES, 'hex'), 24) ?? -1
  if (at >= 0) await readStream(walk, part.start + at, part.size - at)
}

async function checkData(walk: Walk, start: number): Promise<void> {
  const { reader, probe, broadcast, statedBytes } = walk
  const data = await partAt(reader, start)
  if (!data) {
    probe.problems.push({ code: 'truncated', part: 'data', limit: start + 24, seen: reader.size })
    return
  }
  if (data.id !== DATA) {
    probe.problems.push({ code: 'damaged', part: 'data' })
    return
  }
  const packets = Number((await readWhole(reader, start + 40, 8))?.readBigUInt64LE(0) ?? 0n)
  const filled = packets * walk.packetBytes
  // A live recording does not know how many there are; else they fill their object, each of the same length.
  if (
    !broadcast &&
    walk.packetBytes > 0 &&
    packets > 0 &&
    data.size > 50 &&
    Math.abs(data.size - 50 - filled) >= walk.packetBytes
  )
    probe.problems.push({ code: 'damaged', part: 'packets' })
  const promised = broadcast ? 0 : Math.max(statedBytes ?? 0, start + data.size)
  if (promised > reader.size)
    probe.problems.push({ code: 'truncated', part: 'data', limit: promised, seen: reader.size })
  else if (
    probe.problems.length === 0 &&
    walk.streams.length > 0 &&
    !(await beginsWithPayload(walk, start + 50))
  )
    probe.problems.push({ code: 'damaged', part: 'packets' })
}

/** Whether the first packet holds something of a stream: a player that finds nothing there does not find its way. */
async function beginsWithPayload({ reader, streams, packetBytes }: Walk, at: number): Promise<boolean> {
  const stream = streamOf(view(await reader.read(at, PACKET_HEAD)), packetBytes)
  return stream !== undefined && streams.includes(stream)
}

/** Number of the stream whose payload is the first of a packet, or undefined where no packet can begin like this. */
function streamOf(bytes: Buffer, packetBytes: number): number | undefined {
  let at = 0
  const next = (length: number) => {
    at += length
    return at <= bytes.length ? bytes.readUIntLE(at - length, length) : undefined
  }
  /** A field whose length two bits tell: none, one, two or four bytes. */
  const field = (twoBits: number, otherwise: number) =>
    twoBits % 4 === 0 ? otherwise : next([1, 1, 2, 4][twoBits % 4] ?? 1)
  const first = next(1)
  if (first === undefined) return undefined
  if (first >> 7 === 1) at += first % 16
  const flags = first >> 7 === 1 ? next(1) : first
  const property = next(1)
  if (flags === undefined || property === undefined) return undefined
  const packetLength = field(flags >> 5, packetBytes)
  field(flags >> 1, 0)
  const padding = field(flags >> 3, 0)
  at += 6
  if (flags % 2 === 1) at += 1
  if (packetLength === undefined || padding === undefined || at > packetLength - padding) return undefined
  const stream = next(1)
  field(property >> 4, 0)
  field(property >> 2, 0)
  const replicated = field(property, 0)
  // Above the stream's number one bit marks a key frame; eight bytes or more tell size and time, one a packed payload.
  if (stream === undefined || replicated === undefined || at > bytes.length) return undefined
  return [0, 1].includes(replicated) || replicated >= 8 ? stream % 128 : undefined
}

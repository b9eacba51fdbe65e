import type { RangeReader } from '../range-reader'
import { readWhole, secondsOf, type Probe } from './probe'

/** A widespread encoder states a DATA chunk 10 bytes longer than it writes. */
const SLACK = 64

/** Longest stream description (MDPR) that is looked at, in bytes; real ones take a few hundred. */
const MAX_STREAM_HEADER = 8_192

interface Chunk {
  id: string
  start: number
  /** as its header says, itself included */
  size: number
}

/** RealMedia: .rm and .rmvb are one container. Walks PROP, CONT and one MDPR per stream up to DATA. */
export async function probeRealMedia(reader: RangeReader): Promise<Probe> {
  const probe: Probe = { videoTracks: 0, audioTracks: 0, problems: [] }
  const streams: number[] = []
  for (let at = 0; ;) {
    const chunk = await chunkAt(reader, at)
    if (!chunk) {
      probe.problems.push({ code: 'truncated', part: 'DATA', seen: reader.size })
      return probe
    }
    if (!/^[.A-Z]{4}$/.test(chunk.id)) {
      probe.problems.push({ code: 'damaged', part: `chunk at ${at}` })
      return probe
    }
    if (chunk.id === 'DATA') {
      checkData(reader, chunk, probe)
      if (probe.problems.length === 0 && !(await holdsPacket(reader, chunk.start + 18, streams)))
        probe.problems.push({ code: 'damaged', part: 'packets' })
      return probe
    }
    if (chunk.size < 10) {
      probe.problems.push({ code: 'damaged', part: chunk.id })
      return probe
    }
    if (at + chunk.size > reader.size) {
      probe.problems.push({ code: 'truncated', part: chunk.id, limit: at + chunk.size, seen: reader.size })
      return probe
    }
    if (chunk.id === 'CONT' && !(await areTexts(reader, chunk)))
      probe.problems.push({ code: 'damaged', part: 'CONT' })
    if (chunk.id === 'PROP') await readProperties(reader, chunk, probe)
    if (chunk.id === 'MDPR') streams.push(await readStream(reader, chunk, probe))
    at += chunk.size
  }
}

async function chunkAt(reader: RangeReader, start: number): Promise<Chunk | undefined> {
  const head = await readWhole(reader, start, 10)
  return head && { id: head.toString('latin1', 0, 4), start, size: head.readUInt32BE(4) }
}

function checkData(reader: RangeReader, { start, size }: Chunk, probe: Probe) {
  // A live recording states no size; a chunk of 18 bytes is its header and no packet.
  if (size !== 0 && start + size > reader.size + SLACK) {
    probe.problems.push({ code: 'truncated', part: 'DATA', limit: start + size, seen: reader.size })
  } else if (reader.size <= start + 18) {
    probe.problems.push({ code: 'truncated', part: 'DATA', seen: reader.size })
  }
}

async function readProperties(reader: RangeReader, { start, size }: Chunk, probe: Probe) {
  const body = size >= 42 ? await readWhole(reader, start, 42) : undefined
  if (!body) {
    probe.problems.push({ code: 'damaged', part: 'PROP' })
    return
  }
  probe.durationSeconds = secondsOf(body.readUInt32BE(30) / 1000)
  const indexAt = body.readUInt32BE(38)
  if (indexAt > reader.size) {
    probe.problems.push({ code: 'truncated', part: 'INDX', limit: indexAt, seen: reader.size })
  }
}

/** Title, author, rights and comment, each behind its length, fill their chunk. */
async function areTexts(reader: RangeReader, { start, size }: Chunk): Promise<boolean> {
  let at = start + 10
  for (let text = 0; text < 4; text++) {
    const length = at + 2 <= start + size ? await readWhole(reader, at, 2) : undefined
    if (!length) return false
    at += 2 + length.readUInt16BE(0)
  }
  return at <= start + size
}

/** Packets from the first on of which one must be of a stream that is described. */
const MAX_PACKETS = 8

/** Version, length and stream, two bytes each, are the beginning of every packet. */
async function holdsPacket(reader: RangeReader, from: number, streams: number[]): Promise<boolean> {
  let at = from
  for (let packet = 0; packet < MAX_PACKETS; packet++) {
    const head = await readWhole(reader, at, 12)
    const length = head?.readUInt16BE(2) ?? 0
    if (!head || head.readUInt16BE(0) > 1 || length < 12) return false
    if (streams.includes(head.readUInt16BE(4))) return true
    at += length
  }
  return false
}

/** Gives the number of the stream. */
async function readStream(reader: RangeReader, { start, size }: Chunk, probe: Probe): Promise<number> {
  const body = await readWhole(reader, start, Math.min(size, MAX_STREAM_HEADER))
  const nameBytes = body?.[40]
  const typeBytes = body && nameBytes !== undefined ? body[41 + nameBytes] : undefined
  if (!body || nameBytes === undefined || typeBytes === undefined) {
    probe.problems.push({ code: 'damaged', part: 'MDPR' })
    return NaN
  }
  const number = body.readUInt16BE(10)
  const typeAt = 42 + nameBytes
  const type = body.toString('latin1', typeAt, typeAt + typeBytes).toLowerCase()
  // `logical-…` streams only group the physical ones, which stand beside them: neither counts as a track.
  if (/realevent|imagemap/.test(type)) probe.problems.push({ code: 'scripted', part: type })
  const ownAt = typeAt + typeBytes + 4
  const ownBytes = ownAt <= body.length ? body.readUInt32BE(ownAt - 4) : 0
  if (ownAt + ownBytes > size) probe.problems.push({ code: 'damaged', part: 'MDPR' })
  const own = body.subarray(ownAt)
  if (type.startsWith('audio/')) {
    probe.audioTracks++
    if (!isSound(own)) probe.problems.push({ code: 'damaged', part: '.ra' })
  }
  if (!type.startsWith('video/')) return number
  // After the length of the type's own data: size, `VIDO`, codec, width, height.
  if (type === 'video/x-pn-realvideo' && own.length >= 8 && own.toString('latin1', 4, 8) !== 'VIDO')
    probe.problems.push({ code: 'damaged', part: 'VIDO' })
  if (own.toString('latin1', 4, 8) === 'VIDO' && !PICTURES.includes(own.toString('latin1', 8, 12)))
    probe.problems.push({ code: 'damaged', part: 'VIDO' })
  // Of the two oldest codings the version stands in their own data; a decoder knows no other.
  const version = { RV10: 1, RV13: 1, RV20: 2 }[own.toString('latin1', 8, 12)]
  if (version !== undefined && own.length > 30 && (own[30] ?? 0) >> 4 !== version)
    probe.problems.push({ code: 'damaged', part: 'VIDO' })
  if (++probe.videoTracks > 1 || own.length < 16 || own.toString('latin1', 4, 8) !== 'VIDO') return number
  const [width, height] = [own.readUInt16BE(12), own.readUInt16BE(14)]
  if (width && height) Object.assign(probe, { width, height })
  return number
}

/** Codings of pictures that players of RealMedia know. */
const PICTURES = ['RV10', 'RV13', 'RV20', 'RVTR', 'RV30', 'RV40', 'RV60', 'CLV1']

/** How the packets of sound are put in order again; a player stops at another. */
const INTERLEAVERS = ['Int0', 'Int4', 'genr', 'sipr', 'vbrs', 'vbrf']

/** RealAudio 4 and 5 name an order and a coding, the older one behind a length each; others are believed. */
function isSound(own: Buffer): boolean {
  if (own.toString('latin1', 0, 4) !== '.ra\xfd' || own.length < 70) return true
  const version = own.readUInt16BE(4)
  if (version !== 4 && version !== 5) return true
  const at = version === 4 ? 57 : 62
  return INTERLEAVERS.includes(own.toString('latin1', at, at + 4))
}

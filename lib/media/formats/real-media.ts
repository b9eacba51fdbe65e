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
    if (chunk.id === 'PROP') await readProperties(reader, chunk, probe)
    if (chunk.id === 'MDPR') await readStream(reader, chunk, probe)
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

async function readStream(reader: RangeReader, { start, size }: Chunk, probe: Probe) {
  const body = await readWhole(reader, start, Math.min(size, MAX_STREAM_HEADER))
  const nameBytes = body?.[40]
  const typeBytes = body && nameBytes !== undefined ? body[41 + nameBytes] : undefined
  if (!body || nameBytes === undefined || typeBytes === undefined) {
    probe.problems.push({ code: 'damaged', part: 'MDPR' })
    return
  }
  const typeAt = 42 + nameBytes
  const type = body.toString('latin1', typeAt, typeAt + typeBytes).toLowerCase()
  // `logical-…` streams only group the physical ones, which stand beside them: neither counts as a track.
  if (/realevent|imagemap/.test(type)) probe.problems.push({ code: 'scripted', part: type })
  if (type.startsWith('audio/')) probe.audioTracks++
  if (!type.startsWith('video/')) return
  // After the length of the type's own data: size, `VIDO`, codec, width, height.
  const own = body.subarray(typeAt + typeBytes + 4)
  if (own.toString('latin1', 4, 8) === 'VIDO' && !own.subarray(8, 12).every((byte) => byte >= 0x20))
    probe.problems.push({ code: 'damaged', part: 'VIDO' })
  if (++probe.videoTracks > 1 || own.length < 16 || own.toString('latin1', 4, 8) !== 'VIDO') return
  const [width, height] = [own.readUInt16BE(12), own.readUInt16BE(14)]
  if (width && height) Object.assign(probe, { width, height })
}

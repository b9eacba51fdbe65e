import type { RangeReader } from '../range-reader'
import { readWhole, secondsOf, type Probe } from './probe'

interface Chunk {
  id: string
  /** second name of RIFF and LIST chunks, else empty */
  list: string
  body: number
  /** offset after its content, without the padding byte */
  end: number
}

/** AVI: RIFF parts to the end of the file (more than one when over 1 GB, or OpenDML), streams of the first `hdrl`. */
export async function probeAvi(reader: RangeReader): Promise<Probe> {
  const probe: Probe = { videoTracks: 0, audioTracks: 0, problems: [] }
  const first = await chunkAt(reader, 0)
  for (let part = first; part?.id === 'RIFF'; part = await chunkAt(reader, padded(part.end))) {
    if (part.end > reader.size || part.end === part.body) {
      probe.problems.push({
        code: 'truncated',
        part: `RIFF ${part.list}`,
        limit: part.end,
        seen: reader.size,
      })
      break
    }
  }
  if (first) await readMovie(reader, first, probe)
  return probe
}

const padded = (offset: number) => offset + (offset % 2)

async function chunkAt(reader: RangeReader, at: number): Promise<Chunk | undefined> {
  const head = await readWhole(reader, at, 8)
  if (!head) return undefined
  const id = head.toString('latin1', 0, 4)
  const end = at + 8 + head.readUInt32LE(4)
  if (id !== 'RIFF' && id !== 'LIST') return { id, list: '', body: at + 8, end }
  const list = await readWhole(reader, at + 8, 4)
  return { id, list: list?.toString('latin1') ?? '', body: at + 12, end: Math.max(end, at + 12) }
}

/** Chunks of a list until one does not fit; `whole` tells whether all did. */
async function chunksOf(reader: RangeReader, parent: Chunk, last?: string) {
  const chunks: Chunk[] = []
  for (let at = parent.body; at + 8 <= parent.end;) {
    const chunk = await chunkAt(reader, at)
    if (!chunk || chunk.end > parent.end) return { chunks, whole: false }
    chunks.push(chunk)
    // What stands behind the frames is an index; walking on would not tell more.
    if (last && chunk.list === last) break
    at = padded(chunk.end)
  }
  return { chunks, whole: true }
}

async function readMovie(reader: RangeReader, riff: Chunk, probe: Probe) {
  const { chunks, whole } = await chunksOf(reader, riff, 'movi')
  const headers = chunks.find((chunk) => chunk.list === 'hdrl')
  const frames = chunks.find((chunk) => chunk.list === 'movi')
  if (headers) await readHeaders(reader, headers, probe)
  if (probe.problems.length > 0) return
  if (!whole || !headers) probe.problems.push({ code: 'damaged', part: headers ? 'RIFF' : 'hdrl' })
  else if (!frames || frames.end === frames.body) probe.problems.push({ code: 'truncated', part: 'movi' })
}

async function readHeaders(reader: RangeReader, headers: Chunk, probe: Probe) {
  const { chunks, whole } = await chunksOf(reader, headers)
  if (!whole) probe.problems.push({ code: 'damaged', part: 'hdrl' })
  const main = chunks.find((chunk) => chunk.id === 'avih')
  const body = main && main.end - main.body >= 40 ? await readWhole(reader, main.body, 40) : undefined
  if (!body) {
    probe.problems.push({ code: 'damaged', part: 'avih' })
    return
  }
  for (const stream of chunks.filter((chunk) => chunk.list === 'strl'))
    await readStream(reader, stream, probe)
  const [microseconds, count] = [body.readUInt32LE(0), body.readUInt32LE(16)]
  probe.durationSeconds = secondsOf((microseconds * count) / 1e6)
  const [width, height] = [body.readUInt32LE(32), body.readUInt32LE(36)]
  if (probe.videoTracks > 0 && width && height) Object.assign(probe, { width, height })
}

async function readStream(reader: RangeReader, stream: Chunk, probe: Probe) {
  const { chunks } = await chunksOf(reader, stream)
  const header = chunks.find((chunk) => chunk.id === 'strh')
  const body = header && header.end - header.body >= 4 ? await readWhole(reader, header.body, 4) : undefined
  const kind = body?.toString('latin1') ?? ''
  // `iavs` is DV: pictures and sound interleaved in one stream.
  if (kind === 'vids' || kind === 'iavs') probe.videoTracks++
  if (kind === 'auds' || kind === 'iavs') probe.audioTracks++
}

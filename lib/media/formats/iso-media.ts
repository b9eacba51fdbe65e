import type { RangeReader } from '../range-reader'
import { readWhole, secondsOf, type Probe, type Problem } from './probe'

interface Box {
  type: string
  /** offset of the first byte after the box's header */
  body: number
  /** offset of the first byte after the box, as its header says */
  end: number
}

/** Fragments walked one by one before the end is left unchecked: each costs a read. */
const MAX_FRAGMENTS = 64

/**
 * MP4, MOV and 3GP (ISO base media, QuickTime): walks the boxes wherever `moov` stands, in the head, in the tail or
 * before fragments, and reads of each track only its kind, size and where its data lies.
 */
export async function probeIsoMedia(reader: RangeReader): Promise<Probe> {
  const probe: Probe = { videoTracks: 0, audioTracks: 0, problems: [] }
  const { boxes, problem } = await topLevel(reader)
  if (problem) probe.problems.push(problem)
  const moov = boxes.find((box) => box.type === 'moov')
  if (!moov) {
    if (!problem) probe.problems.push({ code: 'truncated', part: 'moov' })
    return probe
  }
  if (moov.end > reader.size) return probe
  const parts = await childrenOf(reader, moov)
  if (!parts) return damaged(probe, 'moov')
  if (parts.some((box) => box.type === 'rmra'))
    probe.problems.push({ code: 'refers-elsewhere', part: 'rmra' })
  if (parts.some((box) => box.type === 'cmov')) return damaged(probe, 'cmov')
  const fragmented = parts.some((box) => box.type === 'mvex')
  if (!boxes.some((box) => box.type === (fragmented ? 'moof' : 'mdat')) && probe.problems.length === 0) {
    probe.problems.push({ code: 'truncated', part: fragmented ? 'moof' : 'mdat' })
  }
  probe.durationSeconds = await durationOf(reader, parts)
  for (const track of parts.filter((box) => box.type === 'trak')) {
    await readTrack({ reader, track, fragmented, probe })
  }
  return probe
}

function damaged(probe: Probe, part: string): Probe {
  probe.problems.push({ code: 'damaged', part })
  return probe
}

async function topLevel(reader: RangeReader): Promise<{ boxes: Box[]; problem?: Problem }> {
  const boxes: Box[] = []
  let fragments = 0
  for (let at = 0; at < reader.size;) {
    const box = await boxAt(reader, at, reader.size)
    if (box === 'cut') return { boxes, problem: { code: 'truncated', part: 'box header', seen: reader.size } }
    if (box === 'bad') return { boxes, problem: { code: 'damaged', part: `box at ${at}` } }
    boxes.push(box)
    if (box.end > reader.size) {
      return { boxes, problem: { code: 'truncated', part: box.type, limit: box.end, seen: reader.size } }
    }
    if (box.type === 'moof' && ++fragments === 1 && (await endsWithFragmentIndex(reader))) break
    if (fragments > MAX_FRAGMENTS) return { boxes, problem: { code: 'end-unchecked', part: 'moof' } }
    at = box.end
  }
  return { boxes }
}

async function boxAt(reader: RangeReader, at: number, limit: number): Promise<Box | 'cut' | 'bad'> {
  const head = await readWhole(reader, at, 8)
  if (!head || at + 8 > limit) return 'cut'
  const type = head.toString('latin1', 4, 8)
  const size = head.readUInt32BE(0)
  // Type codes are printable, or begin with © in QuickTime's user data.
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) return 'bad'
  if (size === 0) return { type, body: at + 8, end: limit }
  if (size !== 1) return size < 8 ? 'bad' : { type, body: at + 8, end: at + size }
  const large = await readWhole(reader, at + 8, 8)
  if (!large) return 'cut'
  const largeSize = Number(large.readBigUInt64BE(0))
  return largeSize < 16 ? 'bad' : { type, body: at + 16, end: at + largeSize }
}

/** The last box of a finished fragmented file is `mfra`, whose last 16 bytes (`mfro`) hold its size. */
async function endsWithFragmentIndex(reader: RangeReader): Promise<boolean> {
  const tail = await readWhole(reader, reader.size - 16, 16)
  if (!tail || tail.toString('latin1', 4, 8) !== 'mfro') return false
  const start = reader.size - tail.readUInt32BE(12)
  const box = await boxAt(reader, start, reader.size)
  return typeof box === 'object' && box.type === 'mfra' && box.end === reader.size
}

/** The boxes inside a box, or undefined if they do not fit into it. */
async function childrenOf(reader: RangeReader, parent: Box): Promise<Box[] | undefined> {
  const boxes: Box[] = []
  // QuickTime may end a list of atoms with four zero bytes.
  for (let at = parent.body; at + 8 <= parent.end;) {
    const box = await boxAt(reader, at, parent.end)
    if (typeof box === 'string' || box.end > parent.end) return undefined
    boxes.push(box)
    at = box.end
  }
  return boxes
}

/** Follows a path of box types downwards, taking the first of each. */
async function inside(reader: RangeReader, from: Box, path: string[]): Promise<Box | undefined> {
  let box: Box | undefined = from
  for (const type of path) {
    const children: Box[] = box ? ((await childrenOf(reader, box)) ?? []) : []
    box = children.find((child) => child.type === type)
  }
  return box
}

const bodyOf = (reader: RangeReader, box: Box | undefined, length: number) =>
  box && box.body + length <= box.end ? readWhole(reader, box.body, length) : Promise.resolve(undefined)

async function durationOf(reader: RangeReader, parts: Box[]): Promise<number | undefined> {
  const body = await bodyOf(
    reader,
    parts.find((box) => box.type === 'mvhd'),
    32,
  )
  if (!body) return undefined
  const long = body[0] === 1
  const scale = body.readUInt32BE(long ? 20 : 12)
  const duration = long ? Number(body.readBigUInt64BE(24)) : body.readUInt32BE(16)
  return scale > 0 ? secondsOf(duration / scale) : undefined
}

async function readTrack(from: { reader: RangeReader; track: Box; fragmented: boolean; probe: Probe }) {
  const { reader, track, fragmented, probe } = from
  const media = await inside(reader, track, ['mdia'])
  const handler = await bodyOf(reader, media && (await inside(reader, media, ['hdlr'])), 12)
  if (!media || !handler) {
    damaged(probe, 'trak')
    return
  }
  const kind = handler.toString('latin1', 8, 12)
  await checkReferences(reader, media, probe)
  const samples = await inside(reader, media, ['minf', 'stbl'])
  if (!fragmented && !(await hasSamples(reader, samples))) return
  if (!fragmented && samples) await checkLastChunk(reader, samples, probe)
  if (kind === 'soun') probe.audioTracks++
  if (kind !== 'vide') return
  if (++probe.videoTracks === 1) Object.assign(probe, await sizeOf(reader, track))
}

/** `dref` entries whose data is not in this file name a path or an address; QuickTime would open it. */
async function checkReferences(reader: RangeReader, media: Box, probe: Probe) {
  const references = await inside(reader, media, ['minf', 'dinf', 'dref'])
  if (!references) return
  const entries = await childrenOf(reader, { ...references, body: references.body + 8 })
  for (const entry of entries ?? []) {
    const flags = await bodyOf(reader, entry, 4)
    const selfContained = flags && (flags[3] ?? 0) % 2 === 1
    if (!selfContained && entry.end > entry.body + 4) {
      probe.problems.push({ code: 'refers-elsewhere', part: `dref ${entry.type.trim()}` })
    }
  }
}

async function hasSamples(reader: RangeReader, samples: Box | undefined): Promise<boolean> {
  const boxes = samples ? ((await childrenOf(reader, samples)) ?? []) : []
  const sizes = await bodyOf(
    reader,
    boxes.find((box) => box.type === 'stsz' || box.type === 'stz2'),
    12,
  )
  return sizes !== undefined && sizes.readUInt32BE(8) > 0
}

/** Where `mdat` claims no length of its own, only the place of the last chunk tells whether the file was cut. */
async function checkLastChunk(reader: RangeReader, samples: Box, probe: Probe) {
  const boxes = (await childrenOf(reader, samples)) ?? []
  const table = boxes.find((box) => box.type === 'stco' || box.type === 'co64')
  const head = await bodyOf(reader, table, 8)
  if (!table || !head) return
  const width = table.type === 'stco' ? 4 : 8
  const last = table.body + 8 + (head.readUInt32BE(4) - 1) * width
  if (last < table.body + 8) return
  const entry = last + width <= table.end ? await readWhole(reader, last, width) : undefined
  if (!entry) {
    damaged(probe, table.type)
    return
  }
  const offset = width === 4 ? entry.readUInt32BE(0) : Number(entry.readBigUInt64BE(0))
  const known = probe.problems.some((problem) => problem.code === 'truncated')
  if (offset >= reader.size && !known) {
    probe.problems.push({ code: 'truncated', part: 'last chunk', limit: offset, seen: reader.size })
  }
}

async function sizeOf(reader: RangeReader, track: Box): Promise<{ width?: number; height?: number }> {
  const header = await inside(reader, track, ['tkhd'])
  const version = await bodyOf(reader, header, 1)
  const at = version?.[0] === 1 ? 88 : 76
  const body = await bodyOf(reader, header, at + 8)
  if (!body) return {}
  // 16.16 fixed point
  const [width, height] = [body.readUInt16BE(at), body.readUInt16BE(at + 4)]
  return width && height ? { width, height } : {}
}

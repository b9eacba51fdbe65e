import type { RangeReader } from '../range-reader'
import { isFrame, type Coding, type Frame } from './coded-frame'
import { bodyOf, childrenOf, type Box } from './iso-boxes'
import type { Movie } from './iso-track'
import { readWhole, spare } from './probe'

/** Tables up to this many bytes are read whole; of longer ones the beginning, the end and places between. */
const MAX_TABLE = 49_152
const WINDOW = 2_048

/** Frames of a track that are looked at, evenly from the first to the last. */
const MAX_FRAMES = 64

/** Bytes of an entry in each table whose box begins with their number. */
const ENTRY_BYTES = new Map([
  ['stts', 8],
  ['ctts', 8],
  ['stss', 4],
  ['stsc', 12],
  ['stco', 4],
  ['co64', 8],
])

/** Bytes of the budget that stay for other tracks and the end of the file. */
const KEPT = 65_536

interface Sizes {
  count: number
  /** bytes of every sample, where all are alike */
  alike: number
  /** first entry, else */
  at: number
  bits: number
}
interface Tables {
  sizes: Sizes
  chunks: { count: number; at: number; bytes: number }
  /** runs of chunks with the same number of samples: first chunk (from 1), samples, description */
  runs: { count: number; at: number }
}

/**
 * Proves that the tables of a track point at samples that are there: every size and place where the tables are short
 * enough, else their beginning and end; and that where pictures should stand, pictures can stand.
 */
export async function proveSamples(
  movie: Movie,
  samples: Box,
  track: { kind: 'vide' | 'soun'; coding: Coding },
): Promise<'proven' | 'none' | 'broken'> {
  const { index, probe } = movie
  const boxes = (await childrenOf(index, samples)) ?? []
  const fit = await haveRoom(index, boxes)
  const count = await countOf(index, boxes)
  if (fit && count === 0) return 'none'
  const tables =
    fit && count !== undefined
      ? await tablesOf(index, boxes, { count, descriptions: track.coding.descriptions })
      : undefined
  if (!tables) {
    probe.problems.push({ code: 'damaged', part: 'sample tables' })
    return 'broken'
  }
  const frames = await layoutOf(movie, tables, track.kind)
  if (!frames) return 'broken'
  if (track.kind === 'vide' && !(await haveFrames(movie.file, frames, track.coding))) {
    probe.problems.push({ code: 'damaged', part: 'frames' })
    return 'broken'
  }
  return 'proven'
}

const sizesBox = (boxes: Box[]) => boxes.find(({ type }) => type === 'stsz' || type === 'stz2')

async function countOf(index: RangeReader, boxes: Box[]): Promise<number | undefined> {
  return (await bodyOf(index, sizesBox(boxes), 12))?.readUInt32BE(8)
}

/** No table claims more entries than its box has room for, whether or not the track has samples: players stop there. */
async function haveRoom(index: RangeReader, boxes: Box[]): Promise<boolean> {
  for (const box of boxes) {
    const head = ENTRY_BYTES.has(box.type) ? await bodyOf(index, box, 8) : undefined
    const room = box.end - box.body - 8
    if (head && head.readUInt32BE(4) * (ENTRY_BYTES.get(box.type) ?? 0) > room) return false
  }
  return true
}

/** Where the tables lie; undefined where one is missing, no sample has a time, sizes have no room, or runs begin behind the last chunk or are described nowhere. */
async function tablesOf(
  index: RangeReader,
  boxes: Box[],
  { count, descriptions }: { count: number; descriptions: number },
): Promise<Tables | undefined> {
  const times = boxes.find(({ type }) => type === 'stts')
  if (!times || (await bodyOf(index, times, 8))?.readUInt32BE(4) === 0) return undefined
  const [sizes, runs] = [sizesBox(boxes), boxes.find(({ type }) => type === 'stsc')]
  const chunks = boxes.find(({ type }) => type === 'stco' || type === 'co64')
  const sizeHead = await bodyOf(index, sizes, 12)
  const runHead = await bodyOf(index, runs, 8)
  const chunkHead = await bodyOf(index, chunks, 8)
  if (!sizes || !runs || !chunks || !sizeHead || !runHead || !chunkHead) return undefined
  const compact = sizes.type === 'stz2'
  const alike = compact ? 0 : sizeHead.readUInt32BE(4)
  const bits = compact ? (sizeHead[7] ?? 0) : 32
  const bytes = chunks.type === 'stco' ? 4 : 8
  const found: Tables = {
    sizes: { count, alike, at: sizes.body + 12, bits },
    chunks: { count: chunkHead.readUInt32BE(4), at: chunks.body + 8, bytes },
    runs: { count: runHead.readUInt32BE(4), at: runs.body + 8 },
  }
  const room =
    alike > 0 || ([4, 8, 16, 32].includes(bits) && sizes.body + 12 + (count * bits) / 8 <= sizes.end)
  if (!room || found.chunks.count === 0 || found.runs.count === 0) return undefined
  // Of a run the last number says which of the descriptions, counted from 1, is that of its samples.
  const [firstRun, lastRun] = await Promise.all(
    [0, found.runs.count - 1].map((run) => readWhole(index, found.runs.at + run * 12, 12)),
  )
  const described = [firstRun, lastRun].map((run) => run?.readUInt32BE(8) ?? 0)
  const fits = lastRun && lastRun.readUInt32BE(0) <= found.chunks.count
  return fits && described.every((number) => number > 0 && number <= descriptions) ? found : undefined
}

/** Frames to look at, or undefined after saying what is wrong. */
async function layoutOf(movie: Movie, tables: Tables, kind: 'vide' | 'soun'): Promise<Frame[] | undefined> {
  const { index, file } = movie
  const room = index === file ? Math.min(MAX_TABLE, Math.floor(spare(file, KEPT) / 2)) : Infinity
  const { sizes, chunks, runs } = tables
  const sizeBytes = sizes.alike > 0 ? 0 : Math.ceil((sizes.count * sizes.bits) / 8)
  const whole = sizeBytes + chunks.count * chunks.bytes + runs.count * 12 <= room
  const given = whole ? await wholeLayout(index, tables) : await partLayout(index, tables)
  if (!given) return undefined
  const broken = wrongIn(movie, given, { kind, alike: sizes.alike })
  if (broken) {
    movie.probe.problems.push(broken)
    return undefined
  }
  return given.frames
}

/** What is known of a layout: some sizes, and extents of chunks or their beginnings. */
interface Layout {
  sizes: number[]
  extents: Frame[]
  frames: Frame[]
}

function wrongIn(movie: Movie, { sizes, extents }: Layout, of: { kind: 'vide' | 'soun'; alike: number }) {
  const bytes = Math.max(movie.file.size, movie.statedBytes)
  // Compressed sound of old QuickTime counts samples, not bytes.
  const counted = of.kind === 'soun' && of.alike > 0
  if (sizes.some((size) => size > bytes)) return { code: 'damaged' as const, part: 'sample sizes' }
  if (sizes.every((size) => size === 0)) return { code: 'empty' as const, part: 'sample sizes' }
  if (extents.some(({ at }) => at < 8)) return { code: 'damaged' as const, part: 'chunk offsets' }
  const end = extents.reduce((last, { at, size }) => Math.max(last, counted ? at + 1 : at + size), 0)
  if (end <= movie.file.size) return undefined
  // Beyond what the boxes claim there never was anything.
  if (end > bytes && movie.statedBytes > movie.file.size) return { code: 'damaged' as const, part: 'chunks' }
  return { code: 'truncated' as const, part: 'chunk', limit: end, seen: movie.file.size }
}

const chunkAt = (table: Buffer, entry: number, bytes: number) =>
  bytes === 4 ? table.readUInt32BE(entry * 4) : Number(table.readBigUInt64BE(entry * 8))

/** One size out of a stretch of the table that begins with an even entry. */
function sizeAt(table: Buffer, entry: number, bits: number): number {
  if (bits === 32) return table.readUInt32BE(entry * 4)
  if (bits === 16) return table.readUInt16BE(entry * 2)
  const byte = table[Math.floor((entry * bits) / 8)] ?? 0
  return bits === 8 ? byte : entry % 2 === 0 ? byte >> 4 : byte % 16
}

async function wholeLayout(index: RangeReader, { sizes, chunks, runs }: Tables): Promise<Layout | undefined> {
  const sizeTable =
    sizes.alike > 0
      ? Buffer.alloc(0)
      : await readWhole(index, sizes.at, Math.ceil((sizes.count * sizes.bits) / 8))
  const chunkTable = await readWhole(index, chunks.at, chunks.count * chunks.bytes)
  const runTable = await readWhole(index, runs.at, runs.count * 12)
  if (!sizeTable || !chunkTable || !runTable) return undefined
  const sizeOf = (sample: number) => sizes.alike || sizeAt(sizeTable, sample, sizes.bits)
  const layout: Layout = { sizes: sizes.alike > 0 ? [sizes.alike] : [], extents: [], frames: [] }
  const everyFrame = Math.max(1, Math.ceil(sizes.count / MAX_FRAMES))
  let [sample, run] = [0, 0]
  for (let chunk = 0; chunk < chunks.count && sample < sizes.count; chunk++) {
    while (run + 1 < runs.count && runTable.readUInt32BE((run + 1) * 12) <= chunk + 1) run++
    const at = chunkAt(chunkTable, chunk, chunks.bytes)
    const until = Math.min(sizes.count, sample + runTable.readUInt32BE(run * 12 + 4))
    let end = at
    if (sizes.alike > 0) {
      end += (until - sample) * sizes.alike
      if (until > sample && layout.frames.length < MAX_FRAMES) layout.frames.push({ at, size: sizes.alike })
      sample = until
    }
    for (; sample < until; sample++) {
      const size = sizeOf(sample)
      layout.sizes.push(size)
      if (size > 0 && (sample % everyFrame === 0 || sample === sizes.count - 1))
        layout.frames.push({ at: end, size })
      end += size
    }
    layout.extents.push({ at, size: end - at })
  }
  return layout
}

/** Beginning, end and two places between of tables that are too long to be read. */
async function partLayout(index: RangeReader, { sizes, chunks, runs }: Tables): Promise<Layout | undefined> {
  const window = async (table: { count: number; at: number; bytes: number }, from: number) => {
    const first = Math.max(0, Math.min(from, table.count - Math.floor(WINDOW / table.bytes)))
    const entries = Math.min(table.count - first, Math.floor(WINDOW / table.bytes))
    const bytes = await readWhole(index, table.at + first * table.bytes, entries * table.bytes)
    return bytes && { first, entries, bytes }
  }
  const places = [0, 1 / 3, 2 / 3, 1]
  const layout: Layout = { sizes: sizes.alike > 0 ? [sizes.alike] : [], extents: [], frames: [] }
  // Longer tables of other widths than four bytes are not known from any encoder: they are believed.
  const readable = sizes.alike === 0 && sizes.bits === 32
  for (const place of readable ? places : []) {
    const part = await window({ ...sizes, bytes: 4 }, Math.floor(sizes.count * place))
    if (!part) return undefined
    for (let entry = 0; entry < part.entries; entry++) layout.sizes.push(part.bytes.readUInt32BE(entry * 4))
  }
  if (layout.sizes.length === 0) layout.sizes.push(1)
  for (const place of places) {
    const part = await window(chunks, Math.floor(chunks.count * place))
    if (!part) return undefined
    for (let entry = 0; entry < part.entries; entry++)
      layout.extents.push({ at: chunkAt(part.bytes, entry, chunks.bytes), size: 1 })
  }
  const first = layout.sizes[0] ?? 0
  if ((sizes.alike > 0 || readable) && first > 0 && layout.extents[0])
    layout.frames.push({ at: layout.extents[0].at, size: first })
  const last = readable ? await lastChunk(index, { sizes, chunks, runs }) : undefined
  if (last) layout.extents.push(last)
  return layout
}

/** The last chunk with all its samples, where the runs before it are few enough to be added up. */
async function lastChunk(index: RangeReader, { sizes, chunks, runs }: Tables): Promise<Frame | undefined> {
  if (runs.count * 12 > WINDOW) return undefined
  const table = await readWhole(index, runs.at, runs.count * 12)
  const offset = await readWhole(index, chunks.at + (chunks.count - 1) * chunks.bytes, chunks.bytes)
  if (!table || !offset) return undefined
  let before = 0
  for (let run = 0; run < runs.count; run++) {
    const until = run + 1 < runs.count ? table.readUInt32BE((run + 1) * 12) : chunks.count
    before += Math.max(0, until - table.readUInt32BE(run * 12)) * table.readUInt32BE(run * 12 + 4)
  }
  const samples = sizes.count - before
  if (samples <= 0 || samples * 4 > WINDOW) return undefined
  const entries = await readWhole(index, sizes.at + before * 4, samples * 4)
  if (!entries) return undefined
  const size = Array.from({ length: samples }, (_, entry) => entries.readUInt32BE(entry * 4)).reduce(
    (sum, one) => sum + one,
    0,
  )
  return { at: chunkAt(offset, 0, chunks.bytes), size }
}

async function haveFrames(file: RangeReader, frames: Frame[], coding: Coding): Promise<boolean> {
  for (const [number, frame] of frames.entries()) {
    if (spare(file, KEPT / 2) < 8_192) return true
    if (!(await isFrame(file, { ...frame, first: number === 0 }, coding))) return false
  }
  return true
}

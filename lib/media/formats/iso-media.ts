import { inflateSync } from 'node:zlib'
import { bufferReader, type RangeReader } from '../range-reader'
import { bodyOf, boxAt, childrenOf, inside, type Box } from './iso-boxes'
import {
  endsWithFragmentIndex,
  endsWithWholeFragment,
  MAX_LOOKED_INTO,
  missingAfter,
  readFragments,
} from './iso-fragments'
import { readTrack, type Movie, type Track } from './iso-track'
import { readWhole, secondsOf, spare, type Probe, type Problem } from './probe'

/** Bytes of the budget that walking over fragments leaves for the proof of what they hold. */
const KEPT_WHILE_WALKING = 114_688

/** Fragments walked one by one: each costs two reads, and the step has a minute. */
const MAX_FRAGMENTS = 1_000

/** A box cut off at the end of the file that held pictures, sound or the way to them: the file is incomplete. */
const NEEDED = ['mdat', 'moov', 'moof', 'mfra', 'sidx', 'styp', 'emsg', 'prft', 'ssix']

/** Largest unpacked index of an old movie, in bytes. */
const MAX_INDEX = 4_194_304

interface TopLevel {
  boxes: Box[]
  /** the last box, when the file ends inside it */
  overrun?: Box
  /** where what is no box begins */
  trailing?: number
  /** no box can have the size that stands there */
  bad?: boolean
  /** more fragments follow than were walked */
  unwalked?: boolean
}

/**
 * MP4, MOV and 3GP (ISO base media, QuickTime): walks the boxes wherever `moov` stands, in the head, in the tail or
 * before fragments, proves that its tables point at samples that are there, and notes what lies behind the last box.
 */
export async function probeIsoMedia(file: RangeReader): Promise<Probe> {
  const probe: Probe = { videoTracks: 0, audioTracks: 0, problems: [] }
  const top = await topLevel(file)
  const moov = top.boxes.find((box) => box.type === 'moov')
  if (!moov || moov.end > file.size) {
    const limit =
      moov?.end ?? (top.overrun && NEEDED.includes(top.overrun.type) ? top.overrun.end : undefined)
    probe.problems.push({ code: top.bad ? 'damaged' : 'truncated', part: 'moov', limit, seen: file.size })
    return probe
  }
  const unpacked = await unpackedIndex(file, moov)
  const index = unpacked?.reader ?? file
  const parts = unpacked === null ? undefined : await childrenOf(index, unpacked?.moov ?? moov)
  if (!parts) return damaged(probe, 'moov')
  if (parts.some((box) => box.type === 'rmra'))
    probe.problems.push({ code: 'refers-elsewhere', part: 'rmra' })
  const fragments = top.boxes.filter(({ type, end }) => type === 'moof' && end <= file.size)
  const mvex = parts.find((box) => box.type === 'mvex')
  const movie: Movie = {
    file,
    index,
    fragmented: mvex !== undefined && fragments.length > 0,
    statedBytes: top.overrun?.end ?? file.size,
    probe,
  }
  const tracks = await readTracks(movie, parts)
  await readMovieHeader(index, parts, probe)
  await checkContent(movie, { ...top, mvex, tracks, fragments })
  return probe
}

function damaged(probe: Probe, part: string): Probe {
  probe.problems.push({ code: 'damaged', part })
  return probe
}

async function topLevel(file: RangeReader): Promise<TopLevel> {
  const boxes: Box[] = []
  let [fragments, indexed] = [0, false]
  for (let at = 0; at < file.size;) {
    const box = await boxAt(file, at, file.size)
    // A size of 0 means to the end, which of what has no name is only zeros.
    if (typeof box === 'string' || (box.end === file.size && !/^[\x20-\x7e\xa9]{4}$/.test(box.type)))
      return { boxes, trailing: at, bad: box === 'bad' }
    boxes.push(box)
    if (box.end > file.size) return overrunBy(boxes, box)
    if (box.type === 'moof' && ++fragments === 1) indexed = await endsWithFragmentIndex(file)
    if (indexed && fragments > MAX_LOOKED_INTO) return { boxes }
    if (fragments > MAX_FRAGMENTS || (fragments > 0 && spare(file, KEPT_WHILE_WALKING) === 0))
      return { boxes, unwalked: true }
    at = box.end
  }
  return { boxes }
}

/** Cut, if the box belongs to the movie; else the first of the bytes behind it. */
function overrunBy(boxes: Box[], box: Box): TopLevel {
  if (NEEDED.includes(box.type) || !boxes.some(({ type }) => type === 'moov')) return { boxes, overrun: box }
  return { boxes: boxes.slice(0, -1), trailing: box.start }
}

/** The `moov` that QuickTime packed (`cmov`), undefined where it is not packed, null where it cannot be unpacked. */
async function unpackedIndex(
  file: RangeReader,
  moov: Box,
): Promise<{ reader: RangeReader; moov: Box } | undefined | null> {
  const packed = await inside(file, moov, ['cmov'])
  if (!packed) return undefined
  const method = await bodyOf(file, await inside(file, packed, ['dcom']), 4)
  const content = await inside(file, packed, ['cmvd'])
  if (!content || method?.toString('latin1') !== 'zlib') return null
  const bytes = await readWhole(file, content.body + 4, content.end - content.body - 4)
  const index = bytes && inflated(bytes)
  const reader = index && bufferReader(index)
  const box = reader && (await boxAt(reader, 0, reader.size))
  return reader && typeof box === 'object' && box.type === 'moov' && box.end <= reader.size
    ? { reader, moov: box }
    : null
}

function inflated(bytes: Buffer): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_INDEX })
  } catch {
    // What zlib cannot unpack, no player can: the film is called damaged.
    return undefined
  }
}

async function readTracks(movie: Movie, parts: Box[]): Promise<Track[]> {
  const tracks: Track[] = []
  for (const trak of parts.filter((box) => box.type === 'trak')) {
    const track = await readTrack(movie, trak)
    if (track) tracks.push(track)
  }
  return tracks
}

/** What the boxes outside the index say: whether all content is here, and what stands behind it. */
async function checkContent(movie: Movie, top: TopLevel & { mvex?: Box; tracks: Track[]; fragments: Box[] }) {
  const { file, fragmented, probe } = movie
  const has = (type: string) => top.boxes.some((box) => box.type === type)
  const cut: Problem = { code: 'truncated', part: top.overrun?.type ?? 'mdat', seen: file.size }
  const known = probe.problems.some(({ code }) => code === 'truncated')
  if (!has('mdat') && !known) probe.problems.push(cut)
  else if (top.mvex && !fragmented && top.tracks.length === 0) probe.problems.push({ ...cut, part: 'moof' })
  else if (fragmented && top.mvex) await checkFragments(movie, { ...top, mvex: top.mvex })
  else if (top.overrun && top.overrun.type !== 'mdat' && !known)
    probe.problems.push({ ...cut, limit: top.overrun.end })
  if (top.trailing === undefined) return
  const seen = file.size - top.trailing
  // After a fragment, the first bytes of a next one look like this; anything else is what a camera or program added.
  const begun = fragmented && seen < 8 && (await readWhole(file, top.trailing, 1))?.[0] === 0
  probe.problems.push(begun ? cut : { code: 'trailing', part: 'end', seen })
}

async function checkFragments(
  movie: Movie,
  top: TopLevel & { mvex: Box; tracks: Track[]; fragments: Box[] },
) {
  const { file, probe } = movie
  if (top.overrun) {
    probe.problems.push({
      code: 'truncated',
      part: top.overrun.type,
      limit: top.overrun.end,
      seen: file.size,
    })
    return
  }
  for (const sidx of top.boxes.filter(({ type }) => type === 'sidx').slice(0, 4)) {
    const missing = await missingAfter(file, sidx)
    if (missing) {
      probe.problems.push(missing)
      return
    }
  }
  if (probe.problems.length === 0) await readFragments(movie, top)
  if (top.unwalked && !(await endsWithWholeFragment(file)))
    probe.problems.push({ code: 'end-unchecked', part: 'moof' })
}

/** Without its own header a movie has no time, and players drop the frames that an edit list places in it. */
async function readMovieHeader(index: RangeReader, parts: Box[], probe: Probe) {
  const header = parts.find((box) => box.type === 'mvhd')
  if (!header && probe.videoTracks > 0) probe.problems.push({ code: 'damaged', part: 'mvhd' })
  const body = await bodyOf(index, header, 32)
  if (!body) return
  const long = body[0] === 1
  const scale = body.readUInt32BE(long ? 20 : 12)
  const duration = long ? Number(body.readBigUInt64BE(24)) : body.readUInt32BE(16)
  probe.durationSeconds = scale > 0 ? secondsOf(duration / scale) : undefined
}

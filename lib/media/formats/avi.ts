import type { RangeReader } from '../range-reader'
import { hasCodeTables } from './huffyuv'
import {
  BITMAP_HEADER,
  isBitmapCoding,
  isBitmapSize,
  isSoundFormat,
  readWhole,
  secondsOf,
  spare,
  view,
  type Probe,
} from './probe'

interface Chunk {
  id: string
  /** second name of RIFF and LIST chunks, else empty */
  list: string
  start: number
  body: number
  /** offset after its content, without the padding byte */
  end: number
}

/** Bytes between two chunks that are stepped over to find the next: programs pad, some with four zeros. */
const MAX_PADDING = 4_096

/** Bytes of the budget that walking over frames leaves for the end of the file. */
const KEPT_WHILE_WALKING = 98_304

/** Where the last frames of a long recording without an index are looked for, in bytes. */
const TAIL = 65_536

/** Parts between the headers of a file; a maze of more is not walked. */
const MAX_PARTS = 256

const NAMES = ['LIST', 'JUNK', 'idx1', 'RIFF', 'JUNQ']
const isName = (id: string) => /^[\x20-\x7e]{4}$/.test(id)
const isFrame = (id: string) => /^[0-9]{2}[a-z]{2}$|^ix[0-9]{2}$/.test(id)

interface Movie {
  reader: RangeReader
  probe: Probe
  /** numbers of the streams of pictures, two digits as in the names of frames */
  pictures: string[]
  /** of those, H.264 without its parameters in the headers: a frame must bring them */
  bare: string[]
  described: boolean
  movi?: Chunk
  indexed: boolean
}

/**
 * AVI: its chunks to the end of the file, whatever length the outermost states (recorders leave 0 there, players do
 * not look), streams of the first `hdrl`, a first picture, and the end.
 */
export async function probeAvi(reader: RangeReader): Promise<Probe> {
  const probe: Probe = { videoTracks: 0, audioTracks: 0, problems: [] }
  const movie: Movie = { reader, probe, pictures: [], bare: [], described: false, indexed: false }
  const riff = await chunkAt(reader, 0)
  const left = riff ? await walkParts(movie, 12) : 0
  if (probe.problems.length > 0) return probe
  const stated = riff && riff.end > riff.body ? riff.end : 0
  if (movie.movi && !movie.described) {
    probe.problems.push({ code: 'damaged', part: 'hdrl' })
    return probe
  }
  if (!movie.movi) {
    probe.problems.push({
      code: stated > reader.size ? 'truncated' : 'damaged',
      part: 'movi',
      seen: reader.size,
    })
    return probe
  }
  // One byte short is a missing padding byte. With its index a file is whole, whatever the outermost length says.
  if (stated > reader.size + 1 && !movie.indexed)
    probe.problems.push({ code: 'truncated', part: 'RIFF', limit: stated, seen: reader.size })
  else if (left > 1) probe.problems.push({ code: 'trailing', part: 'end', seen: left })
  return probe
}

/** After a chunk and its padding, which evens out its own length wherever it stands. */
const behind = ({ start, end }: Pick<Chunk, 'start' | 'end'>) => end + ((end - start) % 2)

async function chunkAt(reader: RangeReader, at: number): Promise<Chunk | undefined> {
  const head = await readWhole(reader, at, 8)
  if (!head) return undefined
  const id = head.toString('latin1', 0, 4)
  const end = at + 8 + head.readUInt32LE(4)
  if (id !== 'RIFF' && id !== 'LIST') return { id, list: '', start: at, body: at + 8, end }
  const list = await readWhole(reader, at + 8, 4)
  return {
    id,
    list: list?.toString('latin1') ?? '',
    start: at,
    body: at + 12,
    end: Math.max(end, at + 12),
  }
}

/** Headers, frames, index, further parts; gives the number of bytes at the end that are none of these. */
async function walkParts(movie: Movie, from: number): Promise<number> {
  const { reader, probe } = movie
  let at = from
  for (let count = 0; at + 8 <= reader.size && count < MAX_PARTS; count++) {
    const chunk = await chunkAt(reader, at)
    if (!chunk || !isName(chunk.id)) {
      // Players step over it once they know the streams; before, what is no chunk ends their search.
      const next = movie.described ? await afterPadding(movie, at) : undefined
      if (next === undefined) break
      at = next
      continue
    }
    const open = chunk.list === 'movi' && isOpen(chunk)
    if (!open && chunk.end > reader.size + 1) {
      // Foreign bytes behind the frames may look like a chunk; of the film itself something is missing.
      if (movie.movi && !NAMES.includes(chunk.id)) break
      probe.problems.push({
        code: 'truncated',
        part: chunk.list || chunk.id,
        limit: chunk.end,
        seen: reader.size,
      })
      return 0
    }
    if (chunk.list === 'hdrl' && !movie.described) await readHeaders(movie, chunk)
    if (chunk.list === 'movi') await readFrames(movie, chunk)
    if (chunk.id === 'idx1') movie.indexed = true
    if (probe.problems.length > 0) return 0
    // A further part is a RIFF of its own; one without a length is walked into.
    at = open ? endOfOpen(movie) : behind(chunk)
  }
  return Math.max(0, reader.size - at)
}

/** A recorder that writes the length of the frames when it stops was never stopped, or cannot go back. */
const isOpen = (movi: Chunk) => movi.end <= movi.body || movi.end - movi.start >= 0xffffff00
const endOfOpen = ({ movi, reader }: Movie) => movi?.end ?? reader.size

/** The next chunk whose name is known, a few bytes further on; before the frames only zeros are stepped over. */
async function afterPadding({ reader, movi }: Movie, at: number): Promise<number | undefined> {
  const bytes = view(await reader.read(at, Math.min(MAX_PADDING, spare(reader, 8_192))))
  const found = NAMES.map((name) => bytes.indexOf(name, 0, 'latin1')).filter((offset) => offset >= 0)
  const padding = bytes.subarray(0, Math.min(...found, bytes.length))
  return found.length > 0 && (movi || padding.every((byte) => byte === 0)) ? at + padding.length : undefined
}

/** Bytes of a stream's format that are looked at: the code tables of HuffYUV take a few hundred. */
const MAX_FORMAT = 4_096

/** H.264 writes its parameters first in a frame, behind a start code; so far they are looked for, in bytes. */
const MAX_PARAMETERS = 2_048
const START_CODE = Buffer.from([0, 0, 1])

/** A length that leads out of its list by less is followed by players, past the frames; a larger one is passed over. */
const MAX_FOLLOWED = 1_000_000

/** Chunks of a list until one does not fit; `whole` tells whether all did, `lost` that a player would lose its way. */
async function chunksOf(reader: RangeReader, parent: Chunk) {
  const chunks: Chunk[] = []
  for (let at = parent.body; at + 8 <= parent.end;) {
    const chunk = await chunkAt(reader, at)
    if (chunk && chunk.id === '\0\0\0\0') {
      // Zeros that fill a list up are nothing; with something behind them it has come apart.
      const rest = view(await reader.read(at, Math.min(parent.end - at, MAX_PADDING)))
      return { chunks, whole: rest.every((byte) => byte === 0), lost: false }
    }
    if (!chunk || chunk.end > parent.end)
      return { chunks, whole: false, lost: !chunk || chunk.end - chunk.body <= MAX_FOLLOWED }
    chunks.push(chunk)
    at = behind(chunk)
  }
  return { chunks, whole: true, lost: false }
}

async function readHeaders(movie: Movie, headers: Chunk) {
  const { reader, probe } = movie
  movie.described = true
  const { chunks, whole } = await chunksOf(reader, headers)
  if (!whole) probe.problems.push({ code: 'damaged', part: 'hdrl' })
  const main = chunks.find((chunk) => chunk.id === 'avih')
  const body = main && main.end - main.body >= 40 ? await readWhole(reader, main.body, 40) : undefined
  if (!body) {
    probe.problems.push({ code: 'damaged', part: 'avih' })
    return
  }
  const streams = chunks.filter((chunk) => chunk.list === 'strl')
  for (const [number, stream] of streams.entries()) await readStream(movie, number, stream)
  const [microseconds, count] = [body.readUInt32LE(0), body.readUInt32LE(16)]
  probe.durationSeconds = secondsOf((microseconds * count) / 1e6)
  const [width, height] = [body.readUInt32LE(32), body.readUInt32LE(36)]
  if (probe.videoTracks > 0 && width && height) Object.assign(probe, { width, height })
}

async function readStream({ reader, probe, pictures, bare }: Movie, number: number, stream: Chunk) {
  const { chunks, lost } = await chunksOf(reader, stream)
  if (lost) probe.problems.push({ code: 'damaged', part: 'strl' })
  const bodyOf = async (id: string, least: number, most = least) => {
    const chunk = chunks.find((one) => one.id === id)
    const length = chunk ? chunk.end - chunk.body : 0
    return chunk && length >= least ? readWhole(reader, chunk.body, Math.min(length, most)) : undefined
  }
  const kind = (await bodyOf('strh', 4))?.toString('latin1') ?? ''
  if (kind === 'auds') {
    probe.audioTracks++
    const sound = await bodyOf('strf', 14, 16)
    if (sound && !isSoundFormat(sound)) probe.problems.push({ code: 'damaged', part: 'strf' })
  }
  // `iavs` is DV: pictures and sound interleaved in one stream, whose format need not say anything.
  const format = kind === 'vids' ? await bodyOf('strf', 20, MAX_FORMAT) : undefined
  if (kind === 'vids' && !(format && isBitmapSize(format, 4))) {
    probe.problems.push({ code: 'empty', part: 'strf' })
    return
  }
  if (kind !== 'vids' && kind !== 'iavs') return
  if (format && !(isBitmapCoding(format, 4) && hasCodeTables(format)))
    probe.problems.push({ code: 'damaged', part: 'strf' })
  probe.videoTracks++
  if (kind === 'iavs') probe.audioTracks++
  const name = String(number).padStart(2, '0')
  pictures.push(name)
  if (
    format &&
    format.length <= BITMAP_HEADER &&
    /^(h264|x264|avc1|davc)$/i.test(format.toString('latin1', 16, 20))
  )
    bare.push(name)
}

/** A picture among the first frames; of a recording whose length is not written, every frame or the last of them. */
async function readFrames(movie: Movie, movi: Chunk) {
  const { reader, probe, pictures } = movie
  if (movie.movi) return
  movie.movi = movi
  const open = isOpen(movi)
  const until = open ? reader.size : Math.min(movi.end, reader.size)
  let seen = false
  let at = movi.body
  while (at + 8 <= until && (open || !seen) && spare(reader, KEPT_WHILE_WALKING) > 0) {
    const chunk = await chunkAt(reader, at)
    if (!chunk || (open && (chunk.id === 'idx1' || chunk.id === 'RIFF'))) break
    if (chunk.list === 'rec ') {
      at = chunk.body
      continue
    }
    if (!isFrame(chunk.id) && !isName(chunk.id)) {
      // Frames of odd length without padding, or a few zeros between them: the next frame begins a byte or four on.
      const shift = await nextFrame(reader, at)
      if (shift === undefined) break
      at += shift
      continue
    }
    if (open && chunk.end > reader.size + 1) {
      probe.problems.push({ code: 'truncated', part: 'frame', limit: chunk.end, seen: reader.size })
      return
    }
    if (pictures.includes(chunk.id.slice(0, 2)) && (await canBeFirst(movie, chunk))) seen = true
    at = behind(chunk)
  }
  if (open) movie.movi = { ...movi, end: await endOfFrames(movie, at) }
  if (movi.body + 8 > until) probe.problems.push({ code: 'truncated', part: 'movi', seen: reader.size })
  else if (!seen && pictures.length > 0 && at + 8 > until)
    probe.problems.push({ code: 'empty', part: 'movi' })
}

/** A frame from which a player can begin: of bare H.264 one that brings the parameters (unit 7 behind a start code). */
async function canBeFirst({ reader, bare }: Movie, { id, body, end }: Chunk): Promise<boolean> {
  if (end <= body || !bare.includes(id.slice(0, 2))) return end > body
  const bytes = view(await reader.read(body, Math.min(end - body, MAX_PARAMETERS)))
  for (let at = bytes.indexOf(START_CODE); at >= 0; at = bytes.indexOf(START_CODE, at + 3))
    if ((bytes[at + 3] ?? 0) % 32 === 7) return true
  return false
}

async function nextFrame(reader: RangeReader, at: number): Promise<number | undefined> {
  const bytes = view(await reader.read(at, 16))
  for (let shift = 1; shift + 4 <= bytes.length; shift++)
    if (isFrame(bytes.toString('latin1', shift, shift + 4))) return shift
  return undefined
}

/** Where the frames end that were not all walked: a chain of them in the tail must lead to an index or to the end. */
async function endOfFrames({ reader, probe }: Movie, walked: number): Promise<number> {
  if (spare(reader, KEPT_WHILE_WALKING) > 0) return walked
  const length = Math.min(TAIL, reader.size - walked, spare(reader, 8_192))
  const from = reader.size - length
  const tail = view(await reader.read(from, length))
  for (let at = 0; at + 8 <= tail.length; at++) {
    let [next, hops] = [at, 0]
    while (next + 8 <= tail.length && isFrame(tail.toString('latin1', next, next + 4))) {
      const size = tail.readUInt32LE(next + 4)
      next += 8 + size + (size % 2)
      hops++
    }
    if (hops < 2) continue
    if (next <= tail.length + 1) return from + Math.min(next, tail.length)
    probe.problems.push({ code: 'truncated', part: 'frame', limit: from + next, seen: reader.size })
    return reader.size
  }
  probe.problems.push({ code: 'truncated', part: 'frames', seen: reader.size })
  return reader.size
}

import type { RangeReader } from '../range-reader'
import { isFrame } from './coded-frame'
import { bodyOf, boxAt, childrenOf, inside, type Box } from './iso-boxes'
import type { Movie, Track } from './iso-track'
import { readWhole, spare, view, type Problem } from './probe'

/** Fragments looked into for pictures, from the first on. */
export const MAX_LOOKED_INTO = 8

/** Where the end is looked for when a movie has too many fragments to walk, in bytes. */
const TAIL = 65_536

/** The last box of a finished fragmented file is `mfra`, whose last 16 bytes (`mfro`) hold its size. */
export async function endsWithFragmentIndex(reader: RangeReader): Promise<boolean> {
  const tail = await readWhole(reader, reader.size - 16, 16)
  if (!tail || tail.toString('latin1', 4, 8) !== 'mfro') return false
  const start = reader.size - tail.readUInt32BE(12)
  const box = await boxAt(reader, start, reader.size)
  return typeof box === 'object' && box.type === 'mfra' && box.end === reader.size
}

/** Whether a fragment in the tail is followed by whole boxes up to the very end. */
export async function endsWithWholeFragment(reader: RangeReader): Promise<boolean> {
  const length = Math.min(TAIL, reader.size, spare(reader, 16_384))
  const from = reader.size - length
  const tail = view(await reader.read(from, length))
  for (let at = tail.indexOf('moof', 4, 'latin1'); at >= 0; at = tail.indexOf('moof', at + 4, 'latin1')) {
    if (chainEnds(tail, at - 4)) return true
  }
  return false
}

/** Boxes from there on, each as long as it says, until the bytes end exactly. */
function chainEnds(tail: Buffer, from: number): boolean {
  let at = from
  while (at + 8 <= tail.length) {
    const size = tail.readUInt32BE(at)
    if (size < 8) return false
    at += size
  }
  return at === tail.length
}

/** `sidx` counts the bytes of what it points to: what is missing shows although every box is whole. */
export async function missingAfter(reader: RangeReader, sidx: Box): Promise<Problem | undefined> {
  const head = await bodyOf(reader, sidx, 32)
  if (!head) return undefined
  const long = head[0] === 1
  const offset = long ? Number(head.readBigUInt64BE(20)) : head.readUInt32BE(16)
  const at = long ? 28 : 20
  const count = head.readUInt16BE(at + 2)
  const references = await bodyOf(reader, sidx, Math.min(at + 4 + count * 12, 24_576))
  if (!references) return undefined
  let end = sidx.end + offset
  for (let entry = at + 4; entry + 12 <= references.length; entry += 12)
    end += references.readUInt32BE(entry) % 0x80000000
  return end > reader.size ? { code: 'truncated', part: 'sidx', limit: end, seen: reader.size } : undefined
}

/** Of the tracks that fragments may continue (`trex`), which of the descriptions is that of their samples. */
async function extendedTracks(index: RangeReader, mvex: Box): Promise<Map<number, number>> {
  const defaults = ((await childrenOf(index, mvex)) ?? []).filter(({ type }) => type === 'trex')
  const heads = await Promise.all(defaults.map((trex) => bodyOf(index, trex, 12)))
  return new Map(heads.flatMap((head) => (head ? [[head.readUInt32BE(4), head.readUInt32BE(8)]] : [])))
}

/**
 * Counts what the fragments hold of each track; a track with no sample anywhere is no track. A fragment of none, or of
 * one that the index (`mvex`) does not announce, stops a player.
 */
export async function readFragments(
  movie: Movie,
  { fragments, tracks, mvex }: { fragments: Box[]; tracks: Track[]; mvex: Box },
): Promise<void> {
  const { file, probe } = movie
  const announced = await extendedTracks(movie.index, mvex)
  const filled = new Set<number>()
  for (const moof of fragments.slice(0, MAX_LOOKED_INTO)) {
    const parts = await childrenOf(file, moof)
    if (!parts) {
      probe.problems.push({ code: 'damaged', part: 'moof' })
      return
    }
    for (const traf of parts.filter(({ type }) => type === 'traf')) {
      const run = await firstRun(file, moof, traf)
      if (run === 'nobody' || (run && !announced.has(run.track))) {
        probe.problems.push({ code: 'damaged', part: 'traf' })
        return
      }
      const track = tracks.find(({ id }) => id === run?.track)
      if (!run || !track) continue
      // A first frame without a byte stops a player; later ones are what recorders write for a picture they dropped.
      if (run.samples > 0 && run.size === 0 && moof === fragments[0]) {
        probe.problems.push({ code: 'empty', part: 'trun' })
        return
      }
      // Without a description of their coding, counted from 1, samples are passed over.
      const described = announced.get(track.id) ?? 0
      if (described < 1 || described > track.coding.descriptions) {
        probe.problems.push({ code: 'damaged', part: 'trex' })
        return
      }
      if (run.broken || (run.end ?? 0) > file.size) {
        probe.problems.push({ code: 'damaged', part: 'trun' })
        return
      }
      if (run.samples > 0) filled.add(track.id)
      if (track.kind !== 'vide' || run.samples === 0 || run.at === undefined || run.size === undefined)
        continue
      if (
        run.size > 0 &&
        !(await isFrame(file, { at: run.at, size: run.size, first: moof === fragments[0] }, track.coding))
      ) {
        probe.problems.push({ code: 'damaged', part: 'frames' })
        return
      }
    }
  }
  // Sound may come later than the fragments looked into; pictures may not.
  if (filled.size === 0) probe.problems.push({ code: 'empty', part: 'moof' })
}

interface Run {
  track: number
  samples: number
  /** of its first sample */
  at?: number
  size?: number
  /** behind the last sample, as far as the sizes were read */
  end?: number
  /** it claims more samples than its box has room for */
  broken: boolean
}

/** Bytes of a run's table that are read: a fragment of some seconds takes a few hundred. */
const MAX_RUN = 4_096

const TRUN = { offset: 1, firstFlags: 4, duration: 0x100, size: 0x200, flags: 0x400, shift: 0x800 }

/** The first `trun` of a `traf`, and where its first sample lies if both say so; `nobody` where no track is named. */
async function firstRun(file: RangeReader, moof: Box, traf: Box): Promise<Run | 'nobody' | undefined> {
  const head = await inside(file, traf, ['tfhd'])
  const track = await bodyOf(file, head, 8)
  if (!head || !track) return 'nobody'
  const trun = await inside(file, traf, ['trun'])
  const run = await bodyOf(file, trun, 8)
  if (!trun || !run) return undefined
  const settings = await bodyOf(file, head, Math.min(head.end - head.body, 40))
  const [flags, runFlags] = [track.readUIntBE(1, 3), run.readUIntBE(1, 3)]
  const samples = run.readUInt32BE(4)
  const bytesOf = (...bits: number[]) => bits.filter((bit) => (runFlags & bit) !== 0).length * 4
  const start = 8 + bytesOf(TRUN.offset, TRUN.firstFlags)
  const entry = bytesOf(TRUN.duration, TRUN.size, TRUN.flags, TRUN.shift)
  const broken = start + samples * entry > trun.end - trun.body
  const found: Run = { track: track.readUInt32BE(4), samples, broken }
  if (!settings || broken || bytesOf(TRUN.offset) === 0) return found
  let at = 8
  const next = (bit: number, bytes: 4 | 8) => {
    if ((flags & bit) === 0 || at + bytes > settings.length) return undefined
    at += bytes
    return bytes === 8 ? Number(settings.readBigUInt64BE(at - 8)) : settings.readUInt32BE(at - 4)
  }
  const base = next(1, 8) ?? moof.start
  next(2, 4)
  next(8, 4)
  const usual = next(16, 4)
  const values = await bodyOf(file, trun, Math.min(start + samples * entry, MAX_RUN))
  if (!values) return found
  const first = base + values.readInt32BE(8)
  const sizes: number[] = []
  if (bytesOf(TRUN.size) > 0)
    for (let at = start + bytesOf(TRUN.duration); at + 4 <= values.length; at += entry)
      sizes.push(values.readUInt32BE(at))
  const bytes = sizes.length > 0 ? sizes.reduce((sum, size) => sum + size, 0) : samples * (usual ?? 0)
  return { ...found, at: first, size: sizes[0] ?? usual, end: first + bytes }
}

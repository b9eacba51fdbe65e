import type { RangeReader } from '../range-reader'
import { isAvcSettings } from './avc'
import { isAvc, isHevc, type Coding } from './coded-frame'
import { isPictureCoding } from './codings'
import { bodyOf, childrenOf, inside, type Box } from './iso-boxes'
import { proveSamples } from './iso-samples'
import { layerIn } from './mpeg4-visual'
import { readWhole, type Probe } from './probe'

/** What the tracks of one movie share. */
export interface Movie {
  /** the file, where the samples lie */
  file: RangeReader
  /** where the boxes of the index are read: the file, or the unpacked index of an old movie */
  index: RangeReader
  /** its samples, or some of them, lie in fragments behind the index */
  fragmented: boolean
  /** where the top-level boxes say that the file ends: more than it has when it was cut */
  statedBytes: number
  probe: Probe
}

/** A track of pictures or sound, as far as fragments need it. */
export interface Track {
  id: number
  kind: 'vide' | 'soun'
  coding: Coding
}

/** Longest sample description that is looked through for the decoder's settings, in bytes. */
const MAX_DESCRIPTION = 4_096

/** Reads one `trak`; says what is wrong with it, and gives back the track if it can be played at all. */
export async function readTrack(movie: Movie, trak: Box): Promise<Track | undefined> {
  const { index, probe } = movie
  const media = await inside(index, trak, ['mdia'])
  const handler = await bodyOf(index, media && (await inside(index, media, ['hdlr'])), 12)
  if (!media || !handler) {
    probe.problems.push({ code: 'damaged', part: 'trak' })
    return undefined
  }
  // Of its header two versions are known; players stop at another.
  if (((await bodyOf(index, await inside(index, media, ['mdhd']), 1))?.[0] ?? 0) > 1)
    probe.problems.push({ code: 'damaged', part: 'mdhd' })
  await checkReferences(index, media, probe)
  const kind = handler.toString('latin1', 8, 12)
  if (kind !== 'vide' && kind !== 'soun') return undefined
  const samples = await inside(index, media, ['minf', 'stbl'])
  const coding = samples && (await codingOf(index, samples, kind))
  if (!samples || !coding) {
    probe.problems.push({ code: 'empty', part: 'stsd' })
    return undefined
  }
  if (/^(enc[avts]|drm[is])$/.test(coding.format))
    probe.problems.push({ code: 'encrypted', part: coding.format })
  const proven = await proveSamples(movie, samples, { kind, coding })
  if (proven === 'none' && !movie.fragmented) return undefined
  if (kind === 'soun') probe.audioTracks++
  else if (++probe.videoTracks === 1) Object.assign(probe, await sizeOf(index, trak))
  return { id: await idOf(index, trak), kind, coding }
}

/** How the samples are coded; undefined where no player could know it. */
async function codingOf(
  index: RangeReader,
  samples: Box,
  kind: 'vide' | 'soun',
): Promise<Coding | undefined> {
  const stsd = await inside(index, samples, ['stsd'])
  const head = await bodyOf(index, stsd, 16)
  const count = head?.readUInt32BE(4) ?? 0
  // The smallest entry has sixteen bytes; more than there is room for stops a player.
  if (!stsd || !head || count === 0 || count * 16 > stsd.end - stsd.body - 8) return undefined
  const size = head.readUInt32BE(8)
  const format = head.toString('latin1', 12, 16)
  const least = kind === 'vide' ? 86 : 36
  if (size < least || stsd.body + 8 + size > stsd.end) return undefined
  const entry = await readWhole(index, stsd.body + 8, Math.min(size, MAX_DESCRIPTION))
  // Sound of old QuickTime may name no coding; then its other fields say what it is.
  if (!entry || entry.subarray(kind === 'vide' ? 4 : 16).every((byte) => byte === 0)) return undefined
  if (kind === 'vide' && !isPictureCoding(format)) return undefined
  const coding = { format, descriptions: count }
  if (format === 'mp4v') return mpeg4Of(entry, coding)
  if (isAvc(format)) return avcOf(entry, coding)
  return isHevc(format) ? hevcOf(entry, coding) : coding
}

/** The kind of coding that an `esds` names for MPEG-4 pictures, and those of MPEG-1, MPEG-2, JPEG and PNG. */
const MPEG4_VISUAL = 0x20
const OTHER_VISUAL = [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x6a, 0x6c, 0x6d]

function settingsIn(entry: Buffer, name: string): Buffer | undefined {
  const at = entry.indexOf(name, 86, 'latin1')
  return at < 0 ? undefined : entry.subarray(at + 4)
}

/** MPEG-4 pictures are described in the settings, else the first frame has to; other codings of the same name are believed. */
function mpeg4Of(entry: Buffer, coding: Coding): Coding | undefined {
  const { kind, settings } = decoderIn(settingsIn(entry, 'esds')?.subarray(4) ?? Buffer.alloc(0))
  const described = kind === MPEG4_VISUAL ? layerIn(settings) : undefined
  if (described === 'damaged') return undefined
  return { ...coding, bare: described === undefined && !OTHER_VISUAL.includes(kind) }
}

/** Three descriptions, one in the other, each behind its mark and a length of up to four bytes. */
function decoderIn(descriptors: Buffer): { kind: number; settings: Buffer } {
  const behind = (mark: number, from: number) => {
    if (descriptors[from] !== mark) return descriptors.length
    let at = from + 1
    while ((descriptors[at] ?? 0) >> 7 === 1) at++
    return at + 1
  }
  const decoder = behind(4, behind(3, 0) + 3)
  return { kind: descriptors[decoder] ?? 0, settings: descriptors.subarray(behind(5, decoder + 13)) }
}

/** `avcC`: version 1, and except in `avc3` the parameters without which nothing can be decoded. */
function avcOf(entry: Buffer, coding: Coding): Coding | undefined {
  const settings = settingsIn(entry, 'avcC')
  if (!settings || !isAvcSettings(settings, /^avc[12]$/.test(coding.format))) return undefined
  return { ...coding, lengthBytes: ((settings[4] ?? 0) % 4) + 1 }
}

function hevcOf(entry: Buffer, coding: Coding): Coding | undefined {
  const settings = settingsIn(entry, 'hvcC')
  if (!settings || settings.length < 23 || settings.subarray(1, 23).every((byte) => byte === 0))
    return undefined
  return { ...coding, lengthBytes: ((settings[21] ?? 0) % 4) + 1 }
}

/** `dref` entries whose data is not in this file name a path or an address; QuickTime would open it. */
async function checkReferences(index: RangeReader, media: Box, probe: Probe) {
  const references = await inside(index, media, ['minf', 'dinf', 'dref'])
  if (!references) return
  const count = (await bodyOf(index, references, 8))?.readUInt32BE(4) ?? 0
  // The smallest entry has twelve bytes; more than there is room for stops a player, and so does none.
  if (count === 0 || count * 12 > references.end - references.body - 8) {
    probe.problems.push({ code: 'damaged', part: 'dref' })
    return
  }
  const entries = await childrenOf(index, { body: references.body + 8, end: references.end })
  for (const entry of entries ?? []) {
    // A length of 0, to the end of what holds it, is none that an entry can have.
    if ((await readWhole(index, entry.start, 4))?.readUInt32BE(0) === 0)
      probe.problems.push({ code: 'damaged', part: 'dref' })
    const flags = await bodyOf(index, entry, 4)
    const selfContained = flags && (flags[3] ?? 0) % 2 === 1
    if (!selfContained && entry.end > entry.body + 4) {
      probe.problems.push({ code: 'refers-elsewhere', part: `dref ${entry.type.trim()}` })
    }
  }
}

async function sizeOf(index: RangeReader, trak: Box): Promise<{ width?: number; height?: number }> {
  const header = await inside(index, trak, ['tkhd'])
  const version = await bodyOf(index, header, 1)
  const at = version?.[0] === 1 ? 88 : 76
  const body = await bodyOf(index, header, at + 8)
  if (!body) return {}
  // 16.16 fixed point
  const [width, height] = [body.readUInt16BE(at), body.readUInt16BE(at + 4)]
  return width && height ? { width, height } : {}
}

async function idOf(index: RangeReader, trak: Box): Promise<number> {
  const header = await inside(index, trak, ['tkhd'])
  const body = await bodyOf(index, header, 24)
  return body?.readUInt32BE(body[0] === 1 ? 20 : 12) ?? 0
}

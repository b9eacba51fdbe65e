import type { RangeReader } from '../range-reader'
import { isAvcSettings } from './avc'
import { isFrame, type Coding } from './coded-frame'
import { readWhole, secondsOf, spare, view, type Probe } from './probe'

const AUDIO = 8
const VIDEO = 9
const SCRIPT = 18
const TYPES = [AUDIO, VIDEO, SCRIPT]

/** Bytes of the budget that walking over tags leaves for the end of the file. */
const KEPT_WHILE_WALKING = 98_304

/** Where the last tag is looked for when the lengths behind the tags do not lead to it, in bytes. */
const TAIL = 65_536

/** Bytes behind the last tag that are taken for something added; more of them, or tags behind them, is a file with a hole. */
const MAX_TRAILING = 65_536

/** Settings of H.264 that are read, in bytes: real ones take some fifty. */
const MAX_SETTINGS = 4_096

interface Tag {
  type: number
  encrypted: boolean
  start: number
  /** offset after the tag, without the length that follows it */
  end: number
  seconds: number
}

interface Walk {
  reader: RangeReader
  probe: Probe
  /** how the pictures are coded, once their settings were seen */
  coding?: Coding
  /** tags of pictures seen, whole frames or not */
  pictures: number
  /** the last frame of H.264 that stands alone: the ones behind it build upon it, and show nothing without it */
  basis: 'unseen' | 'whole' | 'damaged'
  statedBytes: number
}

/** Where a walk ended: at the end of the file, inside a tag, at bytes that are no tag (`behind` them one), or because it was enough. */
type End =
  | { kind: 'end' | 'enough'; at: number; last?: Tag }
  | { kind: 'cut'; at: number; limit: number }
  | { kind: 'foreign'; at: number; last?: Tag; behind?: Tag }

/**
 * FLV: tags by ranges until sound and pictures are proven (the flags in its header are often wrong), then the end. The
 * lengths behind the tags are written wrongly by many programs, so nothing depends on them alone.
 */
export async function probeFlv(reader: RangeReader): Promise<Probe> {
  const probe: Probe = { videoTracks: 0, audioTracks: 0, problems: [] }
  const header = await readWhole(reader, 0, 9)
  const start = header?.readUInt32BE(5)
  if (start === undefined || start < 9) {
    probe.problems.push({ code: start === undefined ? 'truncated' : 'damaged', part: 'header' })
    return probe
  }
  const walk: Walk = { reader, probe, pictures: 0, basis: 'unseen', statedBytes: 0 }
  const begun = await walkTags(walk, start + 4, () => probe.audioTracks > 0 && probe.videoTracks > 0)
  if (probe.problems.length === 0) checkEnd(walk, start + 4, await endOf(walk, begun))
  if (probe.problems.length > 0 || walk.pictures === 0 || probe.videoTracks > 0) return probe
  // A recording may begin in the middle: where the budget ends before a frame that stands alone, it is believed.
  if (begun.kind === 'enough' && walk.coding && walk.basis === 'unseen') probe.videoTracks = 1
  else probe.problems.push({ code: 'empty', part: 'video tags' })
  return probe
}

function tagIn(head: Buffer, start: number): Tag {
  const kind = head[0] ?? 0
  return {
    type: kind % 32,
    encrypted: (kind & 0x20) !== 0,
    start,
    end: start + 11 + head.readUIntBE(1, 3),
    seconds: (head.readUIntBE(4, 3) + (head[7] ?? 0) * 0x1000000) / 1000,
  }
}

async function walkTags(walk: Walk, from: number, enough: () => boolean): Promise<End> {
  const { reader } = walk
  let last: Tag | undefined
  for (let at = from; at < reader.size;) {
    if (enough() || spare(reader, KEPT_WHILE_WALKING) === 0) return { kind: 'enough', at, last }
    const head = await readWhole(reader, at, 11)
    if (!head) {
      const type = (await readWhole(reader, at, 1))?.[0] ?? 0
      return TYPES.includes(type % 32) ? { kind: 'cut', at, limit: at + 11 } : { kind: 'foreign', at, last }
    }
    const tag = tagIn(head, at)
    if (!TYPES.includes(tag.type)) return { kind: 'foreign', at, last }
    if (tag.end > reader.size) return { kind: 'cut', at, limit: tag.end + 4 }
    await readTag(walk, tag)
    if (walk.probe.problems.length > 0) return { kind: 'enough', at, last }
    last = tag
    at = tag.end + 4
  }
  return { kind: 'end', at: reader.size, last }
}

async function readTag(walk: Walk, tag: Tag) {
  const { probe } = walk
  if (tag.encrypted) probe.problems.push({ code: 'encrypted', part: 'tag' })
  else if (tag.type === SCRIPT) await readMetadata(walk, tag)
  else if (tag.type === AUDIO) probe.audioTracks = 1
  else if (probe.videoTracks === 0) await readPicture(walk, tag)
}

/** Pictures are proven by a frame, of H.264 by its settings and a frame that fits them. */
async function readPicture(walk: Walk, tag: Tag) {
  const { reader, probe } = walk
  const size = tag.end - tag.start - 11
  const head = await readWhole(reader, tag.start + 11, Math.min(size, 16))
  const first = head?.[0]
  if (!head || first === undefined || (first >> 4) % 8 === 5) return
  walk.pictures++
  const extended = first >> 7 === 1
  const codec = first % 16
  const packet = extended ? codec : head[1]
  if (!extended && codec === 7) {
    const settings =
      packet === 0 && (await readWhole(reader, tag.start + 16, Math.min(size - 5, MAX_SETTINGS)))
    if (settings && isAvcSettings(settings, true))
      walk.coding = { format: 'avc1', descriptions: 1, lengthBytes: ((settings[4] ?? 0) % 4) + 1 }
    const frame = { at: tag.start + 16, size: size - 5 }
    if (packet !== 1 || !walk.coding || frame.size <= 0) return
    const alone = (first >> 4) % 8 === 1
    const whole = await isFrame(reader, frame, walk.coding)
    if (alone) walk.basis = whole ? 'whole' : 'damaged'
    if (whole && walk.basis === 'whole') probe.videoTracks = 1
    return
  }
  const coded = extended || codec === 12 ? packet === 1 || packet === 3 : codec >= 2 && codec <= 6
  if (coded && size > 1) probe.videoTracks = 1
}

/** Follows the last length backwards; where it leads nowhere, walks on, and of long files looks through the tail. */
async function endOf(walk: Walk, begun: End): Promise<End> {
  if (begun.kind === 'end' || begun.kind === 'cut') return begun
  const { reader } = walk
  const last = await lastTag(reader)
  if (begun.kind === 'foreign') return last && last.start > begun.at ? { ...begun, behind: last } : begun
  if (last) return { kind: 'end', at: reader.size, last }
  const walked = await walkTags(walk, begun.at, () => false)
  if (walked.kind !== 'enough') return walked
  return (await tailOf(walk)) ?? { kind: 'cut', at: walked.at, limit: reader.size + 4 }
}

/** The tag that the last four bytes point back to. Some programs count one too few, or without the tag's header. */
async function lastTag(reader: RangeReader): Promise<Tag | undefined> {
  const length = (await readWhole(reader, reader.size - 4, 4))?.readUInt32BE(0)
  if (length === undefined) return undefined
  for (const more of [0, 1, -1, 11]) {
    const start = reader.size - 4 - length - more
    const head = start >= 13 ? await readWhole(reader, start, 11) : undefined
    const tag = head && tagIn(head, start)
    if (tag && TYPES.includes(tag.type) && head.readUIntBE(8, 3) === 0 && tag.end + 4 === reader.size)
      return tag
  }
  return undefined
}

/** A chain of tags in the tail, each followed by its own length, and where it ends. */
async function tailOf(walk: Walk): Promise<End | undefined> {
  const { reader, probe } = walk
  const length = Math.min(TAIL, reader.size, spare(reader, 4_096))
  const from = reader.size - length
  const tail = view(await reader.read(from, length))
  for (let at = 0; at + 15 <= tail.length; at++) {
    let [next, hops] = [at, 0]
    let last: Tag | undefined
    while (next + 11 <= tail.length) {
      const tag = tagIn(tail.subarray(next, next + 11), from + next)
      if (!TYPES.includes(tag.type) || tail.readUIntBE(next + 8, 3) !== 0) break
      const end = tag.end - from
      if (end > tail.length) return hops >= 2 ? { kind: 'cut', at: tag.start, limit: tag.end + 4 } : undefined
      if (end + 4 <= tail.length && Math.abs(tail.readUInt32BE(end) - (end - next)) > 11) break
      if (tag.type === VIDEO) await readPicture(walk, tag)
      if (tag.type === AUDIO) probe.audioTracks = 1
      last = tag
      hops++
      next = end + 4
    }
    if (hops < 2) continue
    return next >= tail.length
      ? { kind: 'end', at: reader.size, last }
      : { kind: 'foreign', at: from + next, last }
  }
  return undefined
}

function checkEnd({ reader, probe, statedBytes }: Walk, from: number, end: End) {
  const { size } = reader
  if (end.kind === 'cut') {
    probe.problems.push({ code: 'truncated', part: 'tag', limit: end.limit, seen: size })
    return
  }
  if (!end.last) {
    const nothing = end.at >= size && end.at <= from
    probe.problems.push({ code: nothing ? 'truncated' : 'damaged', part: `tag at ${end.at}`, seen: size })
    return
  }
  probe.durationSeconds = secondsOf(end.last.seconds)
  // Where the size is stated, it also finds a file cut between two tags; the last length may be missing.
  if (statedBytes > size + 4)
    probe.problems.push({ code: 'truncated', part: 'file', limit: statedBytes, seen: size })
  else if (end.kind === 'foreign' && (end.behind || size - end.at > MAX_TRAILING))
    probe.problems.push({ code: 'damaged', part: `tag at ${end.at}` })
  else if (end.kind === 'foreign') probe.problems.push({ code: 'trailing', part: 'end', seen: size - end.at })
}

/** `onMetaData` holds width, height and file size as AMF numbers: key length, key, 0, eight bytes. */
async function readMetadata(walk: Walk, tag: Tag) {
  const length = Math.min(tag.end - tag.start, 2_048)
  const body = await readWhole(walk.reader, tag.start, length)
  const numberOf = (key: string) => {
    const name = Buffer.from(`\0${String.fromCharCode(key.length)}${key}\0`, 'latin1')
    const at = body?.indexOf(name) ?? -1
    const found = at >= 0 && body && at + name.length + 8 <= length ? body.readDoubleBE(at + name.length) : 0
    return Number.isSafeInteger(found) && found > 0 ? found : undefined
  }
  const [width, height] = [numberOf('width'), numberOf('height')]
  if (width && height && width < 65_536 && height < 65_536) Object.assign(walk.probe, { width, height })
  walk.statedBytes = Math.max(walk.statedBytes, numberOf('filesize') ?? 0)
}

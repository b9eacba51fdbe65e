import type { RangeReader } from '../range-reader'
import { readWhole, secondsOf, type Probe } from './probe'

const AUDIO = 8
const VIDEO = 9
const SCRIPT = 18

/** Tags looked at from the start: in a file that has pictures the first comes among the first dozen. */
const MAX_TAGS = 120

interface Tag {
  type: number
  encrypted: boolean
  start: number
  /** offset after the tag, without the length that follows it */
  end: number
  seconds: number
}

/** FLV: first tags by ranges (the flags in its header are often wrong), then the last, which must fit backwards. */
export async function probeFlv(reader: RangeReader): Promise<Probe> {
  const probe: Probe = { videoTracks: 0, audioTracks: 0, problems: [] }
  const header = await readWhole(reader, 0, 9)
  const start = header?.readUInt32BE(5)
  if (start === undefined || start < 9) {
    probe.problems.push({ code: start === undefined ? 'truncated' : 'damaged', part: 'header' })
    return probe
  }
  await readTags(reader, start + 4, probe)
  if (probe.problems.length === 0) await checkLastTag(reader, start + 4, probe)
  return probe
}

async function tagAt(reader: RangeReader, start: number): Promise<Tag | undefined> {
  const head = await readWhole(reader, start, 11)
  if (!head) return undefined
  const kind = head[0] ?? 0
  return {
    type: kind % 32,
    encrypted: (kind & 0x20) !== 0,
    start,
    end: start + 11 + head.readUIntBE(1, 3),
    seconds: (head.readUIntBE(4, 3) + (head[7] ?? 0) * 0x1000000) / 1000,
  }
}

async function readTags(reader: RangeReader, from: number, probe: Probe) {
  let at = from
  for (let count = 0; count < MAX_TAGS && at < reader.size; count++) {
    const tag = await tagAt(reader, at)
    if (!tag || tag.end + 4 > reader.size) {
      probe.problems.push({
        code: 'truncated',
        part: 'tag',
        limit: (tag?.end ?? at + 11) + 4,
        seen: reader.size,
      })
      return
    }
    if (![AUDIO, VIDEO, SCRIPT].includes(tag.type)) {
      probe.problems.push({ code: 'damaged', part: `tag at ${at}` })
      return
    }
    if (tag.encrypted) {
      probe.problems.push({ code: 'encrypted', part: 'tag' })
      return
    }
    if (tag.type === SCRIPT) await readMetadata(reader, tag, probe)
    if (tag.type === AUDIO) probe.audioTracks = 1
    if (tag.type === VIDEO) probe.videoTracks = 1
    if (probe.problems.length > 0 || (probe.audioTracks && probe.videoTracks)) return
    at = tag.end + 4
  }
  if (at === from) probe.problems.push({ code: 'truncated', part: 'tag', seen: reader.size })
}

/** The last four bytes say how long the last tag is: one read tells whether the file was cut. */
async function checkLastTag(reader: RangeReader, from: number, probe: Probe) {
  const length = (await readWhole(reader, reader.size - 4, 4))?.readUInt32BE(0) ?? 0
  const start = reader.size - 4 - length
  const tag = start >= from ? await tagAt(reader, start) : undefined
  if (!tag || tag.end !== reader.size - 4) {
    probe.problems.push({ code: 'truncated', part: 'last tag', seen: reader.size })
    return
  }
  probe.durationSeconds = secondsOf(tag.seconds)
}

/** `onMetaData` holds width, height and file size as AMF numbers: key length, key, 0, eight bytes. */
async function readMetadata(reader: RangeReader, tag: Tag, probe: Probe) {
  const length = Math.min(tag.end - tag.start, 2_048)
  const body = await readWhole(reader, tag.start, length)
  const numberOf = (key: string) => {
    const name = Buffer.from(`\0${String.fromCharCode(key.length)}${key}\0`, 'latin1')
    const at = body?.indexOf(name) ?? -1
    const found = at >= 0 && body && at + name.length + 8 <= length ? body.readDoubleBE(at + name.length) : 0
    return Number.isSafeInteger(found) && found > 0 ? found : undefined
  }
  const [width, height] = [numberOf('width'), numberOf('height')]
  if (width && height && width < 65_536 && height < 65_536) Object.assign(probe, { width, height })
  // Not every program states it; where it stands, it also finds a file cut between two tags.
  const stated = numberOf('filesize') ?? 0
  if (stated > reader.size) {
    probe.problems.push({ code: 'truncated', part: 'file', limit: stated, seen: reader.size })
  }
}

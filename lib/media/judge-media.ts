import { refusesAny, type Finding } from '../policy/finding'
import { checkClaim, containerOf, extensionOf, kindOf } from '../policy/media-rule'
import { policy, type Container } from '../policy/policy'
import { findingOf } from '../policy/rule-book'
import { mediaFinding, renaming } from './findings'
import { judgeVideo } from './judge-video'
import { cachedReader, type RangeReader } from './range-reader'
import { sniffFile, type Sniffed } from './sniff'
import type { Judged, MediaFacts } from './media-facts'

/** A picture is fetched in two reads, its head and the rest; one that is too large stays at its head. */
const wholePicture = { budgetBytes: policy.media.picture.belowBytes, blockBytes: 65_536 }

/** A stored file as it was uploaded: its bytes by ranges, its name, and the type it was declared to have. */
export interface UploadedMedia {
  reader: RangeReader
  fileName: string
  contentType: string
}

/** Refused if any finding refuses; the others are notices. */
export interface Judgement {
  verdict: 'accepted' | 'refused'
  findings: Finding[]
  facts: MediaFacts
  /** of an accepted picture: the small JPEG that approvers look at */
  preview?: Uint8Array
}

/** Where videos are judged: small jumps from header to header, and the budget that all proofs share. */
const videoHeaders = { blockBytes: 256 }

/**
 * Article 10.2 on the bytes themselves: name, declared type, size, container, structure, tracks, payloads. All
 * reasons are given together. Reads a picture whole (below 5 MB), of a video at most 262,144 bytes. Hostile content
 * is refused, never thrown; an error of the reader is thrown, so that the step tries again.
 */
export async function judgeMedia({
  reader: source,
  fileName,
  contentType,
}: UploadedMedia): Promise<Judgement> {
  const claim = checkClaim({ fileName, contentType, bytes: source.size })
  const reader = cachedReader(source, kindOf(fileName) === 'picture' ? wholePicture : videoHeaders)
  const sniffed = await sniffFile(reader)
  const { findings, ...judged } = fits(fileName, sniffed)
    ? await judgeContent(reader, fileName, sniffed)
    : { findings: await misnamed(reader, fileName, sniffed), facts: {} }
  const all = [...claim, ...findings]
  return {
    ...judged,
    verdict: refusesAny(all) ? 'refused' : 'accepted',
    findings: all,
    facts: { container: sniffed.name, bytes: source.size, ...judged.facts },
  }
}

/** MOV grew into MP4 and MP4 into 3GP: whatever the brand says, players open each under the name of the others. */
const films: readonly Container[] = ['mov', 'mp4', '3gp']

/** The content fits the name; where the name itself is refused, there is nothing to fit. */
function fits(fileName: string, { container }: Sniffed): boolean {
  if (!kindOf(fileName)) return true
  const allowed = containerOf(extensionOf(fileName))
  if (!container) return false
  return (
    allowed.includes(container) || (films.includes(container) && allowed.some((one) => films.includes(one)))
  )
}

/** The content against the name, both named. Where the content is in order, a new name is all that is asked for. */
async function misnamed(reader: RangeReader, fileName: string, sniffed: Sniffed): Promise<Finding[]> {
  if (reader.size === 0) return []
  const allowed = containerOf(extensionOf(fileName)).join(', ')
  const finding = findingOf('media.container', { limit: allowed, seen: sniffed.name })
  const extension = sniffed.container && extensionFor[sniffed.container]
  if (!extension) return [finding]
  const renamed = `a.${extension}`
  const claim = checkClaim({ fileName: renamed, bytes: reader.size })
  const { findings } =
    kindOf(renamed) === 'video' && kindOf(fileName) === 'video'
      ? await judgeContent(reader, renamed, sniffed)
      : { findings: [] }
  return [refusesAny([...claim, ...findings]) ? finding : { ...finding, remedy: renaming(extension) }]
}

/** The name under which a content is taken. */
const extensionFor: Record<Container, string> = {
  jpeg: 'jpg',
  avi: 'avi',
  asf: 'wma',
  mov: 'mov',
  rm: 'rm',
  '3gp': '3gp',
  flv: 'flv',
  mp4: 'mp4',
}

async function judgeContent(reader: RangeReader, fileName: string, { container }: Sniffed): Promise<Judged> {
  const kind = kindOf(fileName)
  if (!kind || !container || reader.size === 0) return { findings: [], facts: {} }
  if (container !== 'jpeg') {
    const judged = await judgeVideo({ reader, fileName, container })
    const extension = extensionOf(fileName)
    if (container !== 'mov' || extension === 'mov') return judged
    return {
      ...judged,
      findings: [...judged.findings, mediaFinding('media.other-name', { limit: extension, seen: 'mov' })],
    }
  }
  // Too large is said already; reading on would only cost memory.
  if (reader.size >= policy.media.picture.belowBytes) return { findings: [], facts: {} }
  // Loaded when a picture comes: the video function carries no decoder.
  const { judgePicture } = await import('./judge-picture')
  return judgePicture(await reader.read(0, reader.size))
}

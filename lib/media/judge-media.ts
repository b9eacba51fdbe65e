import { refusesAny, type Finding } from '../policy/finding'
import { checkClaim, containerOf, extensionOf, kindOf } from '../policy/media-rule'
import { policy } from '../policy/policy'
import { findingOf } from '../policy/rule-book'
import { judgeVideo } from './judge-video'
import { cachedReader, type RangeReader } from './range-reader'
import { sniff, SNIFF_BYTES, type Sniffed } from './sniff'
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
}

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
  const reader = cachedReader(source, kindOf(fileName) === 'picture' ? wholePicture : {})
  const sniffed = sniff(await reader.read(0, SNIFF_BYTES))
  const mismatch = source.size > 0 ? checkSniffed(fileName, sniffed) : []
  const judged =
    mismatch.length > 0 ? { findings: mismatch, facts: {} } : await judgeContent(reader, fileName, sniffed)
  const findings = [...claim, ...judged.findings]
  return {
    verdict: refusesAny(findings) ? 'refused' : 'accepted',
    findings,
    facts: { container: sniffed.name, bytes: source.size, ...judged.facts },
  }
}

/** The content against the name, both named; nothing to say where the name itself is refused. */
function checkSniffed(fileName: string, { container, name }: Sniffed): Finding[] {
  if (!kindOf(fileName)) return []
  const allowed = containerOf(extensionOf(fileName))
  if (container && allowed.includes(container)) return []
  return [findingOf('media.container', { limit: allowed.join(', '), seen: name })]
}

async function judgeContent(reader: RangeReader, fileName: string, { container }: Sniffed): Promise<Judged> {
  const kind = kindOf(fileName)
  if (!kind || !container) return { findings: [], facts: {} }
  if (container !== 'jpeg') return judgeVideo({ reader, fileName, container })
  // Too large is said already; reading on would only cost memory.
  if (reader.size >= policy.media.picture.belowBytes) return { findings: [], facts: {} }
  // Loaded when a picture comes: the video function carries no decoder.
  const { judgePicture } = await import('./judge-picture')
  return judgePicture(await reader.read(0, reader.size))
}

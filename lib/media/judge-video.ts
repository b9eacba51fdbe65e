import type { Finding } from '../policy/finding'
import { extensionOf, needsVideoTrack } from '../policy/media-rule'
import type { Container } from '../policy/policy'
import { findingOf } from '../policy/rule-book'
import { mediaFinding, ruleOf } from './findings'
import { probeAsf } from './formats/asf'
import { probeAvi } from './formats/avi'
import { probeFlv } from './formats/flv'
import { probeIsoMedia } from './formats/iso-media'
import type { Probe, Problem } from './formats/probe'
import { probeRealMedia } from './formats/real-media'
import { ReadBudgetExceeded, type RangeReader } from './range-reader'
import type { Judged } from './media-facts'

export type VideoContainer = Exclude<Container, 'jpeg'>

const probes: Record<VideoContainer, (reader: RangeReader) => Promise<Probe>> = {
  avi: probeAvi,
  asf: probeAsf,
  mov: probeIsoMedia,
  mp4: probeIsoMedia,
  '3gp': probeIsoMedia,
  rm: probeRealMedia,
  flv: probeFlv,
}

/** Headers of a video by ranges of a reader with a budget: complete, playable anywhere, with pictures (10.2). */
export async function judgeVideo(video: {
  reader: RangeReader
  fileName: string
  container: VideoContainer
}): Promise<Judged> {
  try {
    const { problems, ...facts } = await probes[video.container](video.reader)
    const broken = problems.filter(firstOfItsKind).map(problemFinding)
    // Of a broken file it is unknown what tracks it had.
    const unknown = problems.some(({ code }) => ['truncated', 'damaged', 'empty'].includes(code))
    return { findings: [...broken, ...(unknown ? [] : trackFindings(video.fileName, facts))], facts }
  } catch (error) {
    if (!(error instanceof ReadBudgetExceeded)) throw error
    return { findings: [mediaFinding('media.unreadable', { limit: error.budgetBytes })], facts: {} }
  }
}

const firstOfItsKind = ({ code }: Problem, index: number, all: Problem[]) =>
  all.findIndex((other) => other.code === code) === index

const problemFinding = ({ code, part, limit, seen }: Problem): Finding =>
  mediaFinding(ruleOf[code], code === 'truncated' || code === 'trailing' ? { limit, seen } : { seen: part })

function trackFindings(fileName: string, { videoTracks, audioTracks }: Omit<Probe, 'problems'>): Finding[] {
  if (videoTracks > 0) return []
  if (needsVideoTrack(extensionOf(fileName))) return [findingOf('video.no-picture-track', { seen: fileName })]
  return audioTracks > 0 ? [] : [mediaFinding('media.damaged', { seen: 'no stream' })]
}

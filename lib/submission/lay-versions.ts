import type { LaidVersions, LaidVersion } from '../api/submission'
import type { Person } from '../people/person'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { requireReader } from './access'
import type { Content } from './content'
import { pinOf } from './rendition'
import type { SubmittedVersion, Submissions } from './store'
import { mediaHome, type MediaPin, type Submission } from './submission'

interface Needs {
  submissions: Submissions
  bucket: Bucket
  clock: Clock
}

const linkSeconds = 15 * 60

const missing = (version: number) =>
  new Refusal('NotFound', { zh: `没有第 ${version} 版`, en: `there is no version ${version}` })

/**
 * Two versions of a submission to be laid side by side, for whoever may read it: those asked for, else the newest two.
 * A draft that is being written is the newest. @throws Refusal `NotFound` of a version that there is not
 */
export const layVersions =
  ({ submissions, bucket, clock }: Needs) =>
  async (ask: {
    submissionId: string
    before?: number | undefined
    after?: number | undefined
    by: Person
  }): Promise<LaidVersions> => {
    const submission = await submissions.withId(ask.submissionId)
    requireReader(submission, ask.by, beijingDate(clock.now()))
    const submitted = await submissions.versions(submission.id)
    const isDraft = submission.state === 'draft' && submitted.at(-1)?.version !== submission.version
    const numbers = [...submitted.map(({ version }) => version), ...(isDraft ? [submission.version] : [])]
    const [older, newest] = numbers.length > 1 ? numbers.slice(-2) : [numbers[0], numbers[0]]
    const laid = async (version: number): Promise<LaidVersion> => {
      const kept = submitted.find((one) => one.version === version)
      if (kept) return shown(kept.version, kept.content, kept.pins)
      if (!isDraft || version !== submission.version) throw missing(version)
      return shown(version, submission.content, await pinsNow(submission))
    }
    return {
      versions: [
        ...submitted.map(({ version, statement }: SubmittedVersion) => ({
          ...{ version, draft: false },
          ...(statement && { at: statement.at, by: statement.name }),
        })),
        ...(isDraft ? [{ version: submission.version, draft: true }] : []),
      ],
      ...(newest !== undefined && {
        before: await laid(ask.before ?? older ?? newest),
        after: await laid(ask.after ?? newest),
      }),
    }

    async function pinsNow({ content }: Submission): Promise<MediaPin[]> {
      const media = await submissions.media(mediaHome(submission))
      const chosen = content.mediaIds.flatMap((id) => media.find((one) => one.id === id) ?? [])
      return chosen.filter(({ state }) => state === 'accepted').flatMap(pinOf)
    }

    async function shown(version: number, content: Content, pins: MediaPin[]): Promise<LaidVersion> {
      const media = pins.map(async ({ id, fileName, checksum, preview }) => ({
        ...{ id, fileName, checksum },
        ...(preview && {
          url: await bucket.presignRead({ ...preview, seconds: linkSeconds, contentType: 'image/jpeg' }),
        }),
      }))
      return { version, content, media: await Promise.all(media) }
    }
  }

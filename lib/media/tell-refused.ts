import { mediaRefusedLetter } from '../channels/mail/letters'
import type { Outbox } from '../outbox/outbox'
import type { People } from '../people/store'
import type { Write } from '../platform/table'
import type { Media } from '../submission/media'
import type { Submissions } from '../submission/store'

/** The rows of the letter that tells the officer why a file was refused and how to mend it, for the verdict's transaction. */
export const tellRefused =
  ({
    submissions,
    people,
    outbox,
  }: {
    submissions: Submissions
    people: People
    outbox: Pick<Outbox, 'write'>
  }) =>
  async (media: Media): Promise<Write[]> => {
    const submission = await submissions.withId(media.submissionId)
    const officer = await people.withId(submission.officerId)
    if (!officer) return []
    return outbox.write(
      mediaRefusedLetter({
        to: officer.email,
        name: officer.name,
        language: officer.language,
        submissionId: submission.id,
        version: submission.version,
        title: submission.content.title,
        mediaId: media.id,
        fileName: media.fileName,
        findings: media.findings.filter((finding) => finding.severity === 'refuse'),
      }),
    )
  }

import { mediaRefusedLetter } from '../channels/mail/letters'
import type { Mail } from '../channels/mail/mail'
import type { People } from '../people/store'
import type { Media } from '../submission/media'
import type { Submissions } from '../submission/store'

/** Mails the officer why a file was refused and how to mend it; a repeated verdict is the same letter. */
export const tellRefused =
  ({ submissions, people, mail }: { submissions: Submissions; people: People; mail: Mail }) =>
  async (media: Media): Promise<void> => {
    const submission = await submissions.withId(media.submissionId)
    const officer = await people.withId(submission.officerId)
    if (!officer) return
    await mail.send(
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

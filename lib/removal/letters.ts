import type { Letter, Mail } from '../channels/mail/mail'
import { submissionPage } from '../channels/mail/pages'
import {
  removalByHandLetter,
  removalRefusedLetter,
  removalWaitsLetter,
  removedLetter,
  type AboutRemoval,
} from '../channels/mail/removal-letters'
import { editorsOf } from '../people/office-staff'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { leftByHand } from './removal'

export interface RemovalPost {
  mail: Mail
  people: People
  submissions: Submissions
  clock: Clock
}

/** Who asked for it, the article's officer, and the editors; each once. */
async function mailAll(
  { mail, people, submissions, clock }: RemovalPost,
  removal: Submission,
  letter: (facts: AboutRemoval, target: Submission) => Letter,
): Promise<void> {
  const { removes, content } = removal
  if (!removes) return
  const target = await submissions.withId(removes.submissionId)
  const concerned = await Promise.all([removal.officerId, target.officerId].map((id) => people.withId(id)))
  const readers = new Map<string, Person>()
  for (const person of [...concerned, ...(await editorsOf({ people, clock }))])
    if (person) readers.set(person.id, person)
  for (const { email, name, language } of readers.values())
    await mail.send(
      letter(
        {
          ...{ to: email, name, language, submissionId: removal.id, title: content.title },
          reason: removes.reason,
          ...(removes.url && { url: removes.url }),
          page: submissionPage(target.id),
        },
        target,
      ),
    )
}

export const tellRemoved = (post: RemovalPost) => (removal: Submission) =>
  mailAll(post, removal, (facts, target) =>
    removedLetter({
      ...facts,
      at: new Date(
        target.publications.find(({ channel }) => channel === 'wechat')?.deletedAt ?? removal.updatedAt,
      ),
      weibo: leftByHand(target).length > 0,
    }),
  )

/** Only where WeChat said what is in the way; a call without an answer is simply made again. */
export const tellWaiting = (post: RemovalPost) => async (removal: Submission) => {
  const { said, errcode } = removal.deletion ?? {}
  if (said && errcode !== undefined && errcode !== -1)
    await mailAll(post, removal, (facts) => removalWaitsLetter({ ...facts, said, errcode }))
}

export const tellRefused = (post: RemovalPost) => async (removal: Submission) => {
  const said = removal.deletion?.said
  const letter = removal.removes?.msgId === undefined ? removalByHandLetter : removalRefusedLetter
  if (said) await mailAll(post, removal, (facts) => letter({ ...facts, said }))
}

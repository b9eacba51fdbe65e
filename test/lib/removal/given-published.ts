import { approvedTurn } from '../../kit/submission'
import type { Person } from '../../../lib/people/person'
import { openWrites } from '../../../lib/approval/store'
import { askRemoval } from '../../../lib/removal/ask-removal'
import { confirmRemoved } from '../../../lib/removal/confirm-removed'
import { removalTroubled } from '../../../lib/removal/after-trouble'
import { removePublished } from '../../../lib/removal/remove-published'
import type { Submission } from '../../../lib/submission/submission'
import { date, givenDesk, type GivenDesk } from '../edition/given-desk'
import { runAttempt, start } from '../edition/run-attempt'

export const deletePath = '/cgi-bin/message/mass/delete'

/** A desk with an edition of two articles that readers have. */
export async function givenPublished() {
  const desk: GivenDesk = await givenDesk()
  const officer = (await desk.people.withId('chen-yu')) as Person
  const first = await desk.approved({ title: '头条' })
  const second = await desk.approved({ title: '次条' })
  await desk.verbs.compose({ date, submissionIds: [first.id, second.id], by: desk.editor })
  if ((await runAttempt(desk, await start(desk))) !== 'sent') throw new Error('it was not sent')
  const room = desk.desk
  const remove = removePublished(room)

  /** As three approvers would, each for the hash that stands there. */
  async function approve(removal: Submission): Promise<void> {
    for (const index of removal.route.keys())
      await desk.table.transact(openWrites(approvedTurn(removal, index, desk.clock.now().toISOString()), []))
    await desk.submissions.change(removal.id, (submission) => ({
      submission: { ...submission, state: 'approved' },
      happened: { by: 'system', type: 'SubmissionApproved', facts: {} },
    }))
  }

  return {
    ...{ desk, officer, first, second, approve },
    ask: askRemoval(room),
    confirm: confirmRemoved(room),
    remove: ({ id }: Submission) => remove({ submissionId: id, version: 1 }),
    troubled: ({ id }: Submission) => removalTroubled(room)({ submissionId: id, trouble: 'Error' }),
    head: (id: string) => desk.submissions.withId(id),
    ledger: (id: string) => desk.submissions.ledger(id),
    /** places of the one mass send that readers can no longer open */
    gone: async () => (await desk.twin.state()).massSends[0]?.deletedArticles,
    close: () => desk.close(),
  }
}

export type GivenPublished = Awaited<ReturnType<typeof givenPublished>>

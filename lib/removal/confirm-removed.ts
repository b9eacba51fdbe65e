import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { channelOf } from '../submission/removes'
import type { Submissions } from '../submission/store'
import type { Publication, Submission } from '../submission/submission'
import { recordRemoved } from './record-removed'
import { isBegun, takenDown } from './removal'

const notApproved = () =>
  new Refusal('WrongState', {
    zh: '没有已批准的撤下申请；请先在本页申请撤下',
    en: 'there is no approved removal; ask for one on this page first',
  })

/**
 * The editor deleted it by hand: on Weibo, which has no API for it, or in WeChat's console where the API could not.
 * Only under an approved removal; a second confirmation changes nothing.
 */
export const confirmRemoved =
  ({ submissions, clock }: { submissions: Submissions; clock: Clock }) =>
  async (confirmed: {
    submissionId: string
    channel: Publication['channel']
    by: Person
  }): Promise<Submission> => {
    const { channel, by } = confirmed
    const seen = await submissions.withId(confirmed.submissionId)
    const removal = seen.removal && (await submissions.withId(seen.removal.submissionId))
    if (!removal?.removes || !isBegun(removal)) throw notApproved()
    const at = clock.now().toISOString()
    const after = { at, status: 'unknown', answer: 'deleted by hand', by: by.id, name: by.name }
    if (channel === channelOf(removal.removes)) {
      await recordRemoved({ submissions })(removal, after)
      return submissions.withId(seen.id)
    }
    const { reason } = removal.removes
    return submissions.change(seen.id, (target) => {
      const before = target.publications.find((one) => one.channel === channel)
      if (!before || before.deletedAt) return undefined
      return {
        submission: takenDown(target, { channel, at, because: reason }),
        happened: {
          by: by.id,
          type: 'ArticleRemoved',
          facts: { channel, removal: removal.id, reason, before, after, name: by.name },
        },
      }
    })
  }

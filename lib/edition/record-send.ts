import type { Wechat } from '../channels/wechat/wechat'
import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import type { Submissions } from '../submission/store'
import { publishedOn } from '../submission/submission'
import { addAddresses } from './add-addresses'
import type { AtAttempt } from './at'
import { sweepDrafts } from './drafts'
import { isAt, type Edition, type Item } from './edition'
import { tellSent, type EditionPost } from './letters'
import type { Editions } from './store'

export interface RecordNeeds extends EditionPost {
  editions: Editions
  submissions: Submissions
  wechat: Pick<Wechat, 'deleteDraft' | 'listDrafts'>
  clock: Clock
}

const urlOf = (edition: Edition, item: Item): string | undefined =>
  edition.result?.articles.find(({ index }) => index === edition.items.indexOf(item) + 1)?.url

/** Readers have it: the submissions are published with their addresses, officers and editors are told. Repeatable. */
export const recordSend =
  ({ editions, submissions, wechat, ...post }: RecordNeeds) =>
  async (at: AtAttempt): Promise<{ recorded: boolean }> => {
    const edition = await editions.withId(at.date)
    if (!isAt(edition, at.attempt, 'sent')) return { recorded: false }
    const published = await Promise.all(
      edition.items.map((item) =>
        submissions.change(item.submissionId, (submission) => {
          if (submission.state === 'published') return undefined
          const url = urlOf(edition, item)
          return {
            submission: publishedOn(submission, {
              channel: 'wechat',
              id: edition.result?.msgId,
              url,
              at: edition.result?.at ?? post.clock.now().toISOString(),
              ...(edition.result?.deletedAt && {
                deletedAt: edition.result.deletedAt,
                deletedBecause: '在公众平台后台被删除 deleted in WeChat’s console',
              }),
            }),
            happened: {
              by: 'system',
              type: 'SubmissionPublished',
              facts: {
                channel: 'wechat',
                date: edition.date,
                version: item.version,
                contentHash: item.contentHash,
                ...(edition.result?.msgId && { msgId: edition.result.msgId }),
                ...(url && { url }),
              },
            },
          }
        }),
      ),
    )
    await tellSent(post)(
      edition,
      published.map((submission) => submission.officerId),
    )
    await editions.change(at.date, (current) =>
      isAt(current, at.attempt, 'sent') && current.recordedAt === undefined
        ? {
            next: { ...current, recordedAt: post.clock.now().toISOString() },
            happened: {
              by: 'system',
              type: 'SendRecorded',
              facts: { attempt: at.attempt, articles: current.result?.articles ?? [] },
            },
          }
        : undefined,
    )
    // An event that came while this was written found nothing to add its addresses to.
    const { msgId, articles = [] } = edition.result ?? {}
    const late = msgId && articles.length === 0 ? await editions.finished(msgId) : undefined
    if (late) await addAddresses({ editions, submissions })(late, at.date)
    await sweepDrafts({ editions, wechat, clock: post.clock })
    measure('EditionSent', 1)
    return { recorded: true }
  }

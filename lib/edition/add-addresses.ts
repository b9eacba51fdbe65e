import type { Submissions } from '../submission/store'
import type { Edition } from './edition'
import { endingOf } from './ending'
import type { Finished } from './rows'
import type { Editions } from './store'

interface Needs {
  editions: Editions
  submissions: Submissions
}

/**
 * The finish event came after the send was known from its status: its addresses and counts reach the edition, the
 * addresses also the publications of its articles and, since they changed after their end, the archive. What is not recorded yet is left alone, because
 * `recordSend` asks here when it is done. Repeatable.
 */
export const addAddresses =
  ({ editions, submissions }: Needs) =>
  async (event: Finished, date: string): Promise<void> => {
    const isAbout = (edition: Edition | undefined): edition is Edition =>
      edition?.state === 'sent' && edition.result?.msgId === event.msgId
    if (event.result !== 'sent' || !isAbout(await editions.find(date))) return
    const { items } = await editions.change(date, (edition) => {
      if (!isAbout(edition) || !edition.result) return undefined
      const { articles, counts } = edition.result
      if (counts && (articles.length > 0 || event.articles.length === 0)) return undefined
      const result = {
        ...edition.result,
        articles: articles.length > 0 ? articles : event.articles,
        counts: event.counts,
        ...(event.reprints.length > 0 && { reprints: event.reprints }),
      }
      return {
        next: {
          ...edition,
          result,
          outcome: endingOf(result, edition.updatedAt, edition) ?? edition.outcome,
        },
        happened: {
          by: 'system',
          type: 'AddressesLearnt',
          facts: {
            ...{ attempt: edition.attempt, msgId: event.msgId },
            ...{ articles: event.articles, counts: event.counts },
            ...(event.reprints.length > 0 && { reprints: event.reprints }),
          },
        },
      }
    })
    for (const [at, { submissionId }] of items.entries()) {
      const url = event.articles.find(({ index }) => index === at + 1)?.url
      if (url) await addAddress(submissionId, url)
    }

    async function addAddress(submissionId: string, url: string): Promise<void> {
      await submissions.change(submissionId, (submission) => {
        const misses = (one: (typeof submission.publications)[number]) =>
          one.channel === 'wechat' && one.id === event.msgId && one.url === undefined
        if (!submission.publications.some(misses)) return undefined
        return {
          submission: {
            ...submission,
            publications: submission.publications.map((one) => (misses(one) ? { ...one, url } : one)),
          },
          happened: {
            by: 'system',
            type: 'AddressLearnt',
            facts: { channel: 'wechat', msgId: event.msgId, url },
          },
        }
      })
    }
  }

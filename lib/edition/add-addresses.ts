import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import type { Edition } from './edition'
import type { Finished } from './rows'
import type { Editions } from './store'

interface Needs {
  editions: Editions
  submissions: Submissions
}

const dayMs = 86_400_000

/** Beijing dates of editions a finish event may be about: its own day, or the one before for a send near midnight. */
export const datesOf = ({ createdAt }: Pick<Finished, 'createdAt'>): string[] =>
  [0, dayMs].map((before) => beijingDate(new Date(Date.parse(createdAt) - before)))

/**
 * The finish event came after the send was known from its status: its addresses reach the edition, the publications
 * of its articles and, since they changed after their end, the archive. What is not recorded yet is left alone, because
 * `recordSend` asks here when it is done. Repeatable.
 */
export const addAddresses =
  ({ editions, submissions }: Needs) =>
  async (event: Finished, date: string): Promise<void> => {
    const isAbout = (edition: Edition | undefined): edition is Edition =>
      edition?.state === 'sent' && edition.result?.msgId === event.msgId
    if (event.result !== 'sent' || event.articles.length === 0 || !isAbout(await editions.find(date))) return
    const { items } = await editions.change(date, (edition) =>
      isAbout(edition) && edition.result?.articles.length === 0
        ? {
            edition: { ...edition, result: { ...edition.result, articles: event.articles } },
            happened: {
              by: 'system',
              type: 'AddressesLearnt',
              facts: { attempt: edition.attempt, msgId: event.msgId, articles: event.articles },
            },
          }
        : undefined,
    )
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

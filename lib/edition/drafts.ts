import type { Wechat } from '../channels/wechat/wechat'
import type { DraftArticle, ListedDraft } from '../channels/wechat/wechat'
import { seenOf } from '../channels/wechat/read-back/compare-draft'
import type { Clock } from '../platform/clock'
import { canonicalJson, sha256 } from '../platform/ids'
import { log } from '../platform/log'
import { beijingDate } from '../policy/working-days'
import type { AtAttempt } from './at'
import { changeable, isAt } from './edition'
import type { Editions } from './store'

interface Needs {
  editions: Editions
  wechat: Pick<Wechat, 'deleteDraft' | 'listDrafts'>
  clock: Clock
}

/** A draft younger than that may belong to a step that is about to write it down. */
const settledAfterMs = 15 * 60_000
const dayMs = 86_400_000
const pageSize = 20
const pages = 5

/** Of the draft a probe makes and deletes at once; WeChat rewrites its hard cases, so that only the title tells whose it is. */
export const probeTitle = '签发探针：自动读回后删除，请勿发表'

/** Names a draft of ours by what readers see of it, so that it is known again when its id was lost. */
export const draftName = (articles: DraftArticle[]): string =>
  sha256(canonicalJson(seenOf(articles.map((article) => ({ ...article, digest: undefined })))))

/** The attempt is over: its draft leaves WeChat's box, where a hand may send it, before anybody starts anew. */
export async function dropDraft({ editions, wechat }: Needs, { date, attempt }: AtAttempt): Promise<void> {
  let mediaId: string | undefined
  await editions.change(date, (edition) => {
    const over =
      isAt(edition, attempt, ...changeable) && ['failed', 'cancelled', 'composing'].includes(edition.state)
    mediaId = over ? edition.draft?.mediaId : undefined
    return mediaId === undefined
      ? undefined
      : {
          next: { ...edition, draft: undefined },
          happened: { by: 'system', type: 'DraftDropped', facts: { attempt, mediaId } },
        }
  })
  if (mediaId !== undefined) await wechat.deleteDraft(mediaId)
}

const isProbe = ({ articles }: ListedDraft): boolean =>
  articles.length === 1 && articles[0]?.title === probeTitle

/** Deletes drafts that this system made and no edition needs: left by a crash between making and writing down. */
export async function sweepDrafts({ editions, wechat, clock }: Needs): Promise<number> {
  const now = clock.now()
  const own: ListedDraft[] = []
  for (let page = 0; page < pages; page++) {
    const listed = await wechat.listDrafts({ offset: page * pageSize, count: pageSize })
    // What cannot be looked at now is looked at after the next send.
    if (listed.kind !== 'done') return 0
    for (const draft of listed.value.drafts)
      if (
        now.getTime() - draft.updatedAt.getTime() >= settledAfterMs &&
        (isProbe(draft) || (await editions.hasMade(draftName(draft.articles))))
      )
        own.push(draft)
    if (listed.value.drafts.length < pageSize) break
  }
  if (own.length === 0) return 0
  const day = (days: number) => beijingDate(new Date(now.getTime() + days * dayMs))
  // Which editions there are the index knows; which draft one needs since a moment ago, only its own row.
  const listed = await editions.between(day(-31), day(366))
  const needed = await Promise.all(
    listed.map(async ({ date }) => (await editions.find(date))?.draft?.mediaId),
  )
  const orphans = own.filter(({ mediaId }) => !needed.includes(mediaId))
  for (const { mediaId } of orphans) {
    log.info('draft of no edition deleted', { mediaId })
    await wechat.deleteDraft(mediaId)
  }
  return orphans.length
}

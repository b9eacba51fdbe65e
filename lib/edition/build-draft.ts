import type { Approvals } from '../approval/store'
import { draftFindings } from '../channels/wechat/limits'
import type { DraftArticle, StoredArticle, Wechat } from '../channels/wechat/wechat'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { codeId, coverOf, picturesIn, type Rendition } from '../submission/rendition'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { approvedContent } from './approved'
import { articleOf } from './article'
import type { AtAttempt } from './at'
import { fingerprintOf, isDraftOf, onlyStylesLost, requireStored } from './draft-check'
import { isAt, type Dropped, type Edition } from './edition'
import { draftName } from './drafts'
import type { Next } from './failing'
import type { EditionPost } from './letters'
import { outlasting, type Down } from './outage'
import { wechatPictures, type WechatPictures } from './pictures'
import { renditionsOf } from './renditions'
import type { Editions } from './store'
import { answered } from './wechat-answer'

interface Needs extends EditionPost {
  editions: Editions
  submissions: Submissions
  approvals: Approvals
  bucket: Pick<Bucket, 'read'>
  wechat: Wechat
  clock: Clock
  /** pictures under way to WeChat at a time */
  uploadsAtOnce: number
}

/** Gone or not ours: the cover was deleted in WeChat's console. */
const coverGone = [40007, 46001]

/** The draft this edition already has at WeChat, if it is whole: a repeated step builds no second one. */
async function standingDraft(wechat: Wechat, { draft, hash }: Edition): Promise<Edition['draft']> {
  if (draft?.hash !== hash) return undefined
  const stored = await wechat.getDraft(draft.mediaId)
  return stored.kind === 'done' && isDraftOf(draft.fingerprint, stored.value.articles) ? draft : undefined
}

async function articlesOf(renditions: Rendition[], pictures: WechatPictures) {
  const built = await Promise.all(
    renditions.map(async (rendition, at) => {
      const pins = picturesIn(rendition)
      const { code } = rendition
      const [cover, codeUrl, ...urls] = await Promise.all([
        pictures.cover(coverOf(rendition)),
        code === undefined ? undefined : pictures.code(code),
        ...pins.map((pin) => pictures.inArticle(pin)),
      ])
      return articleOf({
        rendition,
        pictures: [
          ...pins.map((pin, index) => ({ id: pin.id, url: urls[index] ?? '' })),
          ...(codeUrl === undefined ? [] : [{ id: codeId, url: codeUrl }]),
        ],
        cover,
        index: at + 1,
      })
    }),
  )
  const articles = built.map((one) => one.article)
  const findings = draftFindings(articles)
  if (findings.length > 0)
    throw new Refusal(
      'PolicyRefused',
      { zh: '文章不符合微信的限制，请退回修改', en: "an article breaks WeChat's limits; have it revised" },
      { details: findings },
    )
  return { articles, dropped: built.flatMap((one) => one.dropped) }
}

/** What was added, and what WeChat stored of it. */
interface MadeDraft {
  articles: DraftArticle[]
  dropped: Dropped[]
  mediaId: string
  stored: StoredArticle[]
}

/**
 * Approved content into WeChat's draft box (10.3: what is tested is what is sent); by hand there is no draft, and
 * `sendAt` is the instant from which it is handed over.
 */
export const buildDraft =
  ({ editions, submissions, approvals, bucket, wechat, clock, uploadsAtOnce, ...post }: Needs) =>
  async (at: AtAttempt): Promise<{ next: Next; waitSeconds: number; sendAt: string }> => {
    const result = await outlasting({ editions, clock, ...post })(
      at,
      async (): Promise<{ next: Next } | Down> => {
        const edition = await editions.withId(at.date)
        if (!isAt(edition, at.attempt, 'building')) return onward(edition, at)
        const contents = await approvedContent({ submissions, approvals })(edition)
        if (edition.byHand) return onward(await withoutDraft(edition), at)
        const draft = (await standingDraft(wechat, edition)) ?? (await newDraft(edition, contents))
        const built = await editions.change(at.date, (current) =>
          isAt(current, at.attempt, 'building') && current.hash === draft.hash
            ? {
                next: { ...current, state: 'testing', draft, outcome: undefined },
                happened: {
                  by: 'system',
                  type: 'DraftBuilt',
                  facts: { attempt: at.attempt, hash: draft.hash, mediaId: draft.mediaId },
                },
              }
            : undefined,
        )
        return onward(built, at)

        /** A hand makes the article in the console: a draft of ours in the box would be one more to send by mistake. */
        async function withoutDraft(seen: Edition): Promise<Edition> {
          if (seen.draft) await wechat.deleteDraft(seen.draft.mediaId)
          return editions.change(at.date, (current) =>
            isAt(current, at.attempt, 'building')
              ? {
                  next: { ...current, state: 'scheduled', draft: undefined, outcome: undefined },
                  happened: { by: 'system', type: 'HandPrepared', facts: { attempt: at.attempt } },
                }
              : undefined,
          )
        }

        async function newDraft(seen: Edition, submitted: Submission[]) {
          const made = await makeDraft(seen, submitted)
          const whole = onlyStylesLost(made.articles, made.stored) ? await again(made.mediaId) : made
          const { articles, dropped, mediaId, stored } = whole
          const rewritten = await requireOwn(mediaId, () => requireStored(articles, stored))
          await keepForArchive(mediaId, submitted, stored)
          // The draft it replaces is of no more use; where WeChat will not delete it, it stays in the box unharmed.
          if (seen.draft) await wechat.deleteDraft(seen.draft.mediaId)
          return { hash: seen.hash, mediaId, fingerprint: fingerprintOf(stored), dropped, rewritten }

          async function again(bare: string) {
            await wechat.deleteDraft(bare)
            return makeDraft(seen, submitted)
          }
        }

        /** A cover that was deleted in WeChat's console is uploaded anew, once. */
        async function makeDraft(seen: Edition, submitted: Submission[], first = true): Promise<MadeDraft> {
          const pictures = wechatPictures({ editions, bucket, wechat, uploadsAtOnce })
          const renditions = await renditionsOf(submissions, seen, submitted)
          const { articles, dropped } = await articlesOf(renditions, pictures)
          await editions.saveMade(draftName(articles), clock.now())
          const added = await wechat.addDraft(articles)
          if (first && added.kind === 'refused' && coverGone.includes(added.refusal.errcode)) {
            await Promise.all(renditions.map((rendition) => pictures.forgetCover(coverOf(rendition))))
            return makeDraft(seen, submitted, false)
          }
          const { mediaId } = answered(added)
          return { articles, dropped, mediaId, stored: answered(await wechat.getDraft(mediaId)).articles }
        }

        /** A draft that is refused must not lie in the box, where a hand may send it. */
        async function requireOwn<T>(mediaId: string, check: () => T): Promise<T> {
          try {
            return check()
          } catch (error) {
            await wechat.deleteDraft(mediaId)
            throw error
          }
        }

        /** Article 11: what readers get is this text; the send compares its fingerprint, later WeChat gives it no more. */
        async function keepForArchive(mediaId: string, submitted: Submission[], articles: StoredArticle[]) {
          for (const [index, { id }] of submitted.entries()) {
            const { url: _, ...content } = articles[index] ?? {}
            await submissions.keepReadBack(id, {
              channel: 'wechat',
              ref: mediaId,
              at: clock.now().toISOString(),
              content,
            })
          }
        }
      },
    )
    return { waitSeconds: 1, sendAt: (await editions.withId(at.date)).sendAt, ...result }
  }

/** Also of an attempt that is further on: a run may follow one that ended of age or of a fault. */
function onward(edition: Edition, { attempt }: AtAttempt): { next: Next } {
  if (isAt(edition, attempt, 'sending', 'by-hand', 'unknown')) return { next: 'wait' }
  if (isAt(edition, attempt, 'sent')) return { next: 'sent' }
  if (!isAt(edition, attempt, 'testing', 'awaiting-confirmation', 'scheduled', 'claiming'))
    return { next: 'close' }
  return { next: edition.byHand ? 'hand' : 'test' }
}

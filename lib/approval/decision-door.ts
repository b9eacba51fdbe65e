import * as z from 'zod'
import type { Bucket } from '../platform/bucket'
import { renderDecisionPage } from '../pages/decision-page'
import type { DecisionForms } from '../pages/decision-forms'
import { html, statusFor, type HttpAnswer } from '../platform/http'
import { isRefusal, Refusal } from '../platform/refusal'
import { unprintablesIn } from '../policy/visible'
import { decide } from './decide'
import { decisionView } from './decision-view'
import { pageNonce } from './link'
import { decidedPage, mayTryAgain } from './outcome'
import { openVisit } from './visit'

export const AtLink = z.object({ path: z.object({ token: z.string().regex(/^[\w-]{43}$/) }) })

/** What a browser lets a person type, counting an end of line as one sign. */
const longest = { reason: 500, quote: 200 }

/** Words out of a form: it sends every end of line as two signs, where the browser counted one. */
const oneSignLines = (text: string): string => text.replace(/\r\n?/g, '\n')
const typed = z.string().max(20_000).transform(oneSignLines).optional()

/** The form of a decision; fields `answers[0]`, `answers[1]`, … become `answers` in their order. */
export const DecisionPost = AtLink.extend({
  body: z
    .looseObject({
      nonce: z.string().max(200),
      choice: z.enum(['approve', 'reject']),
      code: z.string().max(20).optional(),
      reason: typed,
      quote: typed,
    })
    .transform((form) => ({
      ...form,
      answers: Object.entries(form)
        .filter(([name]) => /^answers\[\d+\]$/.test(name))
        .sort(([a], [b]) => Number(a.slice(8, -1)) - Number(b.slice(8, -1)))
        .map(([, value]) => oneSignLines(String(value)).slice(0, 200)),
    })),
})
export type DecisionPost = z.infer<typeof DecisionPost>

/** What is behind a link, for whatever room it is about: `show` changes nothing, `take` decides (invariant 4). */
export interface DecisionDoor {
  show(token: string): Promise<HttpAnswer>
  take(post: DecisionPost): Promise<HttpAnswer>
}

/** Refused here and not by the form's schema: the page comes again with what was typed instead of an error page. */
function requireLengths({ reason = '', quote = '' }: DecisionPost['body']): void {
  if (reason.length > longest.reason)
    throw new Refusal('InvalidRequest', {
      zh: `理由最多 ${longest.reason} 字，现在 ${reason.length} 字，请缩短后再提交`,
      en: `a reason has at most ${longest.reason} signs, this one ${reason.length}: shorten it and send it again`,
    })
  if (quote.length > longest.quote)
    throw new Refusal('InvalidRequest', {
      zh: `引用最多 ${longest.quote} 字，现在 ${quote.length} 字，请缩短后再提交`,
      en: `a quote has at most ${longest.quote} signs, this one ${quote.length}: shorten it and send it again`,
    })
}

/** What a person wrote goes on record and into mails: no sign in it may hide, or turn the words around. */
function requirePrintable({ reason = '', quote = '', answers }: DecisionPost['body']): void {
  const [found] = [reason, quote, ...answers].flatMap(unprintablesIn)
  if (!found) return
  throw new Refusal('InvalidRequest', {
    zh: `您写的话里有不能显示或会改变文字方向的字符（${found.sign}），请删去后再提交`,
    en: `your words hold a sign that cannot be shown or turns them around (${found.sign}): delete it and send again`,
  })
}

/** Decides, and where the form was not right shows the page once more with what was typed. */
export const takingOrAgain =
  (
    take: (post: DecisionPost) => Promise<HttpAnswer>,
    page: (
      token: string,
      again: Pick<DecisionForms, 'problem' | 'typed'>,
      status: number,
    ) => Promise<HttpAnswer>,
  ): DecisionDoor['take'] =>
  async (post) => {
    try {
      requireLengths(post.body)
      requirePrintable(post.body)
      return await take(post)
    } catch (error) {
      if (!isRefusal(error) || !mayTryAgain(error)) throw error
      const problem = { said: error.said, details: error.details, form: post.body.choice }
      const typed = { answers: post.body.answers, reason: post.body.reason, quote: post.body.quote }
      return page(post.path.token, { problem, typed }, statusFor(error))
    }
  }

type Room = Parameters<typeof decide>[0] & { bucket: Bucket }

/** The decision on a tier of a submission. */
export function submissionDoor(room: Room): DecisionDoor {
  const decideHere = decide(room)
  const page = async (token: string, again: Pick<DecisionForms, 'problem' | 'typed'>, status: number) => {
    const visit = await openVisit(room)(token)
    const nonce = pageNonce(
      await room.secrets.read('link-key'),
      visit.link.linkHash,
      visit.turn.contentHash,
      room.clock.now(),
    )
    const { view, mediaHosts } = await decisionView(room)(visit, { action: `/d/${token}`, nonce, ...again })
    return html(status, renderDecisionPage(view), mediaHosts)
  }
  return {
    show: (token) => page(token, {}, 200),
    take: takingOrAgain(async ({ path, body }) => {
      const { visit, decision } = await decideHere({ token: path.token, ...body })
      return html(200, decidedPage(visit, decision))
    }, page),
  }
}

import * as z from 'zod'
import type { DecisionForms } from '../pages/decision-forms'
import { renderDecisionOutcomePage } from '../pages/decision-outcome-page'
import { html, statusFor, type HttpAnswer } from '../platform/http'
import { currentKey, keyRing } from '../platform/key-ring'
import { isRefusal, Refusal } from '../platform/refusal'
import { unprintablesIn } from '../policy/visible'
import { linkHashOf, pageNonce, type Due } from './ask'
import { decideQuestion, type DecideNeeds } from './decide'
import { mayTryAgain } from './outcome'
import type { Asks } from './store'
import { openVisit, unknownLink } from './visit'

/** A link copied out of a sentence brings its full stop or bracket along; what is no link at all is an unknown one. */
const tokenIn = (path: string): string => /^[\w-]{43}(?![\w-])/.exec(path)?.[0] ?? ''

const AtLink = z.object({ path: z.object({ token: z.string().max(1_000).transform(tokenIn) }) })
/** A mail has a link for each choice; a mail program may garble what follows the token, which then is no choice. */
export const ShownLink = AtLink.extend({
  query: z.object({ choice: z.enum(['approve', 'reject']).optional().catch(undefined) }),
})
type Choice = DecisionForms['choice']

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
      code: z.string().max(100).optional(),
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
  show(token: string, choice?: Choice): Promise<HttpAnswer>
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

/** The page of a question behind its link, and what is posted from there. */
export function questionDoor<At extends object, F extends At & Due, M>(
  needs: DecideNeeds<At, F, M>,
): DecisionDoor {
  const { secrets, clock, answering } = needs
  const visitBy = openVisit(needs)
  const decide = decideQuestion(needs)
  const page = async (
    token: string,
    again: Pick<DecisionForms, 'problem' | 'typed' | 'choice'>,
    status: number,
  ) => {
    const visit = await visitBy(token)
    const { key } = currentKey(keyRing(await secrets.read('page-key')), clock.now())
    const nonce = pageNonce(key, visit.link.linkHash, answering.hashOf(visit.matter), clock.now())
    const { language } = visit.person
    const codeAlways = visit.link.fromPortal
    const form = { language, action: `/d/${token}`, nonce, ...again, ...(codeAlways && { codeAlways }) }
    const { page: shown, mediaHosts } = await answering.show(visit, form)
    return html(status, shown, mediaHosts)
  }
  return {
    show: (token, choice) => page(token, { choice }, 200),
    take: takingOrAgain(async ({ path, body }) => {
      const { visit, answer } = await decide({ token: path.token, ...body })
      const { name, at, reason } = answer
      return html(
        200,
        renderDecisionOutcomePage({
          ...{ language: visit.person.language, by: name, at: new Date(at), ...(reason && { reason }) },
          kind: answer.kind === 'approved' ? 'approved-now' : 'rejected-now',
          ...answering.answered(visit, answer),
        }),
      )
    }, page),
  }
}

/** One address for the links of every room: the link itself says whose it is. @throws Refusal `LinkUnknown` */
export const doorOfLink =
  ({ asks }: { asks: Asks }, doors: Record<string, DecisionDoor>) =>
  async (token: string): Promise<DecisionDoor> => {
    const link = await asks.link(linkHashOf(token))
    const door = link && doors[link.about]
    if (!door) throw unknownLink()
    return door
  }

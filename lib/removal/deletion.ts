import type { Outcome } from '../channels/wechat/outcome'
import type { MassSendStatus } from '../channels/wechat/wechat'
import type { Bilingual } from '../platform/refusal'
import type { Deletion } from '../submission/removes'

/** The rules of deleting at WeChat (invariant 3): a deletion may be asked for again, so unknown means ask again. Pure. */

/** What WeChat says of the whole mass send, or that it did not say. */
export type Standing = MassSendStatus | 'unknown' | 'refused'

export const standingOf = (status: Outcome<{ status: MassSendStatus }>): Standing =>
  status.kind === 'done' ? status.value.status : status.kind

export const intentAt = (now: Date): Deletion => ({
  intendedAt: now.toISOString(),
  tries: 0,
  doubtful: false,
})

export type Learnt =
  { kind: 'gone' } | { kind: 'again'; deletion: Deletion } | { kind: 'refused'; deletion: Deletion }

/** WeChat deletes ten times a day (reference sheet, 12): three quick tries, then one every three hours, two days long. */
export const quickSeconds = [60, 120, 300]
export const slowSeconds = 3 * 3_600
export const triesAtMost = 20

export const secondsToNextTry = ({ tries }: Deletion): number => quickSeconds[tries - 1] ?? slowSeconds

/** Seconds left of that wait; 0 when WeChat may be asked now. */
export const secondsLeft = (deletion: Deletion, now: Date): number =>
  deletion.triedAt === undefined
    ? 0
    : Math.max(
        0,
        Math.ceil((Date.parse(deletion.triedAt) - now.getTime()) / 1000) + secondsToNextTry(deletion),
      )

/** Letters about what is settled are tried for as long as the deletion itself is. */
export const lettersForMs = 2 * 86_400_000
export const lettersOwed = ({ intendedAt }: Deletion, now: Date): boolean =>
  now.getTime() < Date.parse(intendedAt) + lettersForMs

const noAnswer: Bilingual = {
  zh: '微信没有明确答复，系统会再次请求删除（重复删除没有害处）',
  en: 'WeChat gave no clear answer; the deletion is asked for again, which does no harm',
}
const byHand: Bilingual = {
  zh: '。请在微信公众平台后台核对：仍在的请手工删除，然后由编辑在原文章页面确认已删除',
  en: '. Look in the WeChat console: delete it by hand if it still stands, then the editor confirms it on the page of the article',
}

/** Where WeChat cannot be asked: what a person does. Weibo has no call for it at all. */
export const onlyByHand = (channel: 'wechat' | 'weibo'): Bilingual =>
  channel === 'weibo'
    ? {
        zh: '微博没有删除接口。请编辑登录公司微博，打开这条微博，点右上角菜单选“删除”，然后在原文章页面确认已删除',
        en: 'Weibo offers no call to delete. The editor signs in to the company’s account, opens the post, chooses 删除 in its menu, and then confirms it on the page of the article',
      }
    : {
        zh: '系统没有这篇文章的微信群发编号，不能通过接口删除。请编辑在微信公众平台后台的发表记录里手工删除，然后在原文章页面确认已删除',
        en: 'the message id of this article on WeChat is not known here. The editor deletes it in the WeChat console, under what was published, and then confirms it on the page of the article',
      }
const maybeGone: Bilingual = {
  zh: '。此前有一次请求没有得到答复，文章可能已经删除',
  en: '. An earlier call had no answer, so it may be gone already',
}
const joined = (...parts: Bilingual[]): Bilingual => ({
  zh: parts.map(({ zh }) => zh).join(''),
  en: parts.map(({ en }) => en).join(''),
})

/** WeChat's no to an article whose state allows no deletion (reference sheet, 10). */
const wrongState = 40065

/**
 * Gone before we asked: the send is marked deleted, and this very article is refused for its state. Either alone proves
 * nothing: the mark is the send's, so it may be about another of its articles.
 */
export const wasGone = (standing: Standing, outcome: Outcome<object>): boolean =>
  standing === 'DELETE' && outcome.kind === 'refused' && outcome.refusal.errcode === wrongState

const broke = (trouble: string): Bilingual => ({
  zh: `系统处理时中断（${trouble}），会再次尝试`,
  en: `a run broke off (${trouble}); it is tried again`,
})

/** A run that broke counts as a try, so that what breaks for ever ends in a state a person can act on. */
export function afterTrouble(before: Deletion, trouble: string): Exclude<Learnt, { kind: 'gone' }> {
  const deletion = { ...before, tries: before.tries + 1, said: broke(trouble), errcode: undefined }
  if (deletion.tries < triesAtMost) return { kind: 'again', deletion }
  return { kind: 'refused', deletion: { ...deletion, said: joined(broke(trouble), byHand) } }
}

/**
 * What a call came to. Only WeChat's yes, or its word that it was gone, says that it is gone. A no that a person or the
 * next day mends is asked again; a no for good ends it, with what to do by hand.
 */
export function afterDeletion(
  before: Deletion,
  outcome: Outcome<object>,
  standing: Standing = 'unknown',
): Learnt {
  if (outcome.kind === 'done' || wasGone(standing, outcome)) return { kind: 'gone' }
  const tried = { ...before, tries: before.tries + 1 }
  const deletion: Deletion =
    outcome.kind === 'unknown'
      ? { ...tried, doubtful: true, said: noAnswer, errcode: undefined }
      : { ...tried, said: outcome.refusal.advice, errcode: outcome.refusal.errcode }
  const forGood = outcome.kind === 'refused' && outcome.refusal.class === 'permanent'
  if (!forGood && deletion.tries < triesAtMost) return { kind: 'again', deletion }
  const said = joined(deletion.said ?? noAnswer, ...(deletion.doubtful ? [maybeGone] : []), byHand)
  return { kind: 'refused', deletion: { ...deletion, said } }
}

import type { HandWait } from '../calendar/hand-wait'
import { whyNotSent } from '../channels/wechat/definite'
import type { Outcome } from '../channels/wechat/outcome'
import type { MassSend, MassSendStatus } from '../channels/wechat/wechat'
import { adviceOf } from './advice'
import type { Edition } from './edition'
import { clientMsgIdOf } from './edition'
import type { Finished, Send } from './rows'

/** The rules of the send ledger (invariant 3). Pure: what a call, a status or an event makes of what is known. */

/** Before the call: from here on nobody may believe that nothing was sent until WeChat says so. */
export const intentOf = (
  edition: Edition,
  { mediaId, reposts }: Pick<Send, 'mediaId' | 'reposts'>,
  now: Date,
): Send => ({
  attempt: edition.attempt,
  hash: edition.hash,
  clientMsgId: clientMsgIdOf(edition),
  mediaId,
  reposts,
  state: 'intended',
  intendedAt: now.toISOString(),
  calledAt: now.toISOString(),
  repeats: 0,
  draftChanged: false,
  looks: 0,
  heard: 0,
  nudged: 0,
  reminded: 0,
  deleted: false,
  reopened: 0,
  revision: 1,
})

/** The one call of a send, and each repeat of it: the same draft, the same id, to everyone. */
export const callOf = ({ mediaId, clientMsgId, reposts }: Send): MassSend => ({
  ...{ mediaId, clientMsgId, to: 'everyone', sendIgnoreReprint: reposts.length > 0 },
})

/** In the stead of the intent, where a hand sends: from here on the day is held until a person or WeChat says. */
export const handedOver = (edition: Edition, hand: HandWait, now: Date): Send => ({
  ...intentOf(edition, { mediaId: '', reposts: [] }, now),
  state: 'by-hand',
  hand,
})

export const isOpen = (send: Send): boolean => !['sent', 'failed', 'refused'].includes(send.state)

type Accepted = Outcome<{ msgId: string }>

/** 45065: held already · 8950x: not a failure. */
const heldAlready = 45065
const waitsForAdministrator = [89504, 89505]

const next = (send: Send, change: Partial<Send>): Send => ({
  ...send,
  ...change,
  revision: send.revision + 1,
})

function learnt(send: Send, outcome: Accepted, now: Date): Send | undefined {
  const calledAt = now.toISOString()
  if (outcome.kind === 'done') return next(send, { state: 'accepted', msgId: outcome.value.msgId, calledAt })
  if (outcome.kind === 'unknown') return undefined
  const { errcode, msgId, advice } = outcome.refusal
  if (errcode === heldAlready && msgId) return next(send, { state: 'accepted', msgId, calledAt })
  if (waitsForAdministrator.includes(errcode))
    return next(send, {
      ...{ state: 'waiting-administrator', said: advice, errcode, calledAt },
      ...(msgId && { msgId }),
    })
  return undefined
}

/**
 * What the one call of an attempt came to: only a refusal whose code proves it (`whyNotSent`) says that nothing was
 * sent, and that no more once the settler has begun to repeat the call, believing that it was lost. Every other code
 * leaves it unknown (invariant 13).
 */
export function afterCall(send: Send, outcome: Accepted, now: Date): Send {
  const known = learnt(send, outcome, now)
  if (known) return known
  const calledAt = now.toISOString()
  if (outcome.kind !== 'refused') return next(send, { state: 'unknown', calledAt })
  const { errcode, advice, rid, ip } = outcome.refusal
  const state = whyNotSent(outcome.refusal) && send.repeats === 0 ? 'refused' : 'unknown'
  return next(send, { state, said: advice, errcode, calledAt, ...(rid && { rid }), ...(ip && { ip }) })
}

const doubtful = (send: Send): Send['state'] =>
  send.state === 'waiting-administrator' ? send.state : 'unknown'

/** Before a repeat, as before the call: whoever knows the first call's answer by now must not free the day. */
export const repeatOf = (send: Send, now: Date): Send =>
  next(send, { state: doubtful(send), repeats: send.repeats + 1, calledAt: now.toISOString() })

/** The draft was changed in WeChat's console: it is not what was approved and goes out by no repeat. */
export const withChangedDraft = (send: Send): Send => next(send, { state: 'unknown', draftChanged: true })

/** WeChat gives its administrator 30 minutes. */
const administratorMs = 31 * 60_000

/** Longer than an administrator may take since WeChat was asked: whoever waits on is told that nobody knows. */
const overdue = (send: Send, now: Date): boolean =>
  now.getTime() - Date.parse(send.calledAt) >= administratorMs

/** The administrator's time is over and WeChat is not asked again: only an event or a person can tell. */
export const unheard = (send: Send, now: Date): Send =>
  send.state === 'waiting-administrator' && overdue(send, now) ? next(send, { state: 'unknown' }) : send

/** WeChat asked an administrator and gave no msg_id: it tells of this send by event only. */
export const asksAdministrator = (send: Send): boolean =>
  send.msgId === undefined &&
  (send.state === 'waiting-administrator' || waitsForAdministrator.includes(send.errcode ?? 0))

/** Events that may be about such a send: made since it was asked for, and not by a later one of another day. */
export const mayTellOf = (send: Send, { createdAt }: Pick<Finished, 'createdAt'>): boolean => {
  const until = send.hand ? Date.parse(send.hand.deadline) : Date.parse(send.calledAt) + 2 * administratorMs
  return createdAt >= send.intendedAt.slice(0, 19) && Date.parse(createdAt) < until
}

/**
 * What a repeat of the same clientmsgid came to. A refusal of the repeat is no word about the first call: permission,
 * quota (perhaps used up by that very call) and a vanished draft (perhaps sent) are checked before or instead.
 */
export function afterRepeat(send: Send, outcome: Accepted, now: Date): Send {
  const known = learnt(send, outcome, now)
  if (known) return known
  return next(send, {
    state: doubtful(send),
    calledAt: now.toISOString(),
    ...(outcome.kind === 'refused' && { said: outcome.refusal.advice, errcode: outcome.refusal.errcode }),
  })
}

/**
 * SEND_FAIL is believed on second sight, because the finish event that says why may be on its way. A WeChat that will
 * not say for longer than an administrator may take leaves it unknown.
 */
export function afterStatus(send: Send, outcome: Outcome<{ status: MassSendStatus }>, now: Date): Send {
  const state = overdue(send, now) ? 'unknown' : send.state
  if (outcome.kind === 'refused' && waitsForAdministrator.includes(outcome.refusal.errcode))
    return next(send, { state, said: outcome.refusal.advice, errcode: outcome.refusal.errcode })
  if (outcome.kind !== 'done') return next(send, { state })
  const { status } = outcome.value
  const statusSeen = send.statusSeen ?? { status, at: now.toISOString() }
  if (status === 'SENDING') return next(send, { state: 'accepted', errcode: undefined })
  if (status !== 'SEND_FAIL')
    return next(send, {
      ...{ state: 'sent', statusSeen, errcode: undefined },
      ...(status === 'DELETE' && { deleted: true }),
    })
  return send.statusSeen
    ? next(send, { state: 'failed', said: adviceOf({}).said })
    : next(send, { statusSeen, errcode: undefined })
}

/** The end that stands, and the event that says otherwise: readers had it after all, or did not. */
export const contradicts = (send: Send, event: Pick<Finished, 'result'>): boolean =>
  send.state === 'sent' ? event.result !== 'sent' : !isOpen(send) && event.result === 'sent'

/** Known for certain and contradicted by WeChat itself: to be asked again by its msg_id, with the day held. */
export const reopen = (send: Send): Send =>
  next(send, {
    state: 'unknown',
    ...{ statusSeen: undefined, errcode: undefined, said: undefined },
    reopened: send.reopened + 1,
  })

/**
 * A success event whose msg_id nobody has told us, for a send that nothing else can settle: it is about this one when
 * it is the only one since the call and tells of as many articles.
 */
export function onlySuccess(events: Finished[], articles: number): Finished | undefined {
  const fit = events.filter(
    (event) => event.result === 'sent' && [0, articles].includes(event.articles.length),
  )
  return fit.length === 1 ? fit[0] : undefined
}

/** The finish event, whenever it comes and however often. */
export function afterEvent(send: Send, event: Finished): Send {
  if (event.result === 'sent') return next(send, { state: 'sent', msgId: event.msgId })
  return next(send, { state: 'failed', msgId: event.msgId, said: adviceOf(event).said, errcode: event.code })
}

const repeatAfterMs = 60_000
/** WeChat remembers a clientmsgid for 24 hours; after that a repeat would be a second send. */
export const remembersMs = 23 * 3_600_000

/**
 * Whether WeChat may be asked again with the same clientmsgid: 60 s after the last time, on the same Beijing date
 * (else it could use up another day) and while WeChat surely remembers it. An administrator who is being asked is
 * given the 30 minutes first, because a repeat after a refusal would ask again; a finish event since then
 * (`administratorSpoke`) ends that wait.
 */
export function mayRepeat(
  send: Send,
  { sameDay, administratorSpoke, now }: { sameDay: boolean; administratorSpoke: boolean; now: Date },
): boolean {
  const since = (iso: string) => now.getTime() - Date.parse(iso)
  const asking = send.state === 'waiting-administrator' && !administratorSpoke
  return (
    send.msgId === undefined &&
    sameDay &&
    since(send.intendedAt) < remembersMs &&
    since(send.calledAt) >= (asking ? administratorMs : repeatAfterMs)
  )
}

/** Whether the same clientmsgid may still be asked for, now or a little later. */
export const repeatsLater = (send: Send, { sameDay, now }: { sameDay: boolean; now: Date }): boolean =>
  sameDay && now.getTime() - Date.parse(send.intendedAt) < remembersMs

/** An administrator's refusal or silence is told by event only, and by a msg_id nobody has told us. */
export const isAdministratorsNo = (event: Finished): boolean => event.code === 40001 || event.code === 40002

/** A call ends long before that: until then what a person sees in WeChat's console may still change. */
const callMs = 5 * 60_000

/** Whether the one call of the attempt may be on its way at this moment. */
export const mayBeCalling = (send: Send, now: Date): boolean =>
  send.state === 'intended' && now.getTime() - Date.parse(send.intendedAt) < callMs

export const nudgesAfterMinutes = [5, 15, 25]

/** How many nudges of the administrator are due by now (5, 15 and 25 minutes after asking). */
export const nudgesDue = (send: Send, now: Date): number =>
  send.state === 'waiting-administrator'
    ? nudgesAfterMinutes.filter((minutes) => now.getTime() >= Date.parse(send.intendedAt) + minutes * 60_000)
        .length
    : 0

export const urlsWithinMs = 10 * 60_000

/** The send is known to be out, but the event with the articles' addresses may still come. */
export const waitsForAddresses = (send: Send, event: Finished | undefined, now: Date): boolean =>
  send.state === 'sent' &&
  event === undefined &&
  send.override === undefined &&
  send.statusSeen !== undefined &&
  now.getTime() - Date.parse(send.statusSeen.at) < urlsWithinMs

/** Seconds until the settler should look again: a minute at first, up to 15 minutes in the first day. */
export function lookAgainSeconds(send: Send, now: Date, administratorSpoke = false): number {
  if (send.state === 'waiting-administrator' && !administratorSpoke) {
    const elapsed = (now.getTime() - Date.parse(send.intendedAt)) / 60_000
    const nextNudge = [...nudgesAfterMinutes, 31].find((minutes) => minutes > elapsed)
    if (nextNudge !== undefined) return Math.max(1, Math.ceil((nextNudge - elapsed) * 60))
  }
  if (send.state === 'intended' || send.looks < 5) return 61
  return Math.min(longestLook(send, now), 61 * 2 ** Math.min(11, send.looks - 4))
}

const dayMs = 86_400_000

/**
 * What is unknown for days is looked at hourly, then every four hours, then once a day: a run of half a year stays below
 * 10,000 of the 25,000 events an execution holds, and whoever tells something wakes it.
 */
function longestLook(send: Send, now: Date): number {
  const days = (now.getTime() - Date.parse(send.intendedAt)) / dayMs
  if (days < 1) return 900
  if (days < 7) return 3600
  return days < 30 ? 4 * 3600 : 24 * 3600
}

/** Found among what WeChat has published: readers have it, whatever the call came to. */
export const foundPublished = (send: Send): Send => next(send, { state: 'sent', errcode: undefined })

/** WeChat's word about a day is listened to so long: a send by hand has a working day, which may be the one after a long holiday. */
export const heardForDays = 14

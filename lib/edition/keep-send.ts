import type { Happened } from '../ledger/event'
import { lookAgain } from '../matter/look-again'
import type { Edition, EditionState, Outcome } from './edition'
import { editionHashOf } from './edition'
import type { Finished, Send } from './rows'
import { freeDayWrite, sendWrite, type EditionChange, type Editions } from './store'
import { adviceOf, refusalNameOf } from './advice'
import { endingOf } from './ending'
import { reprintDetails } from './reprints'
import { asksAdministrator } from './sending'

const editionStateOf: Record<Send['state'], EditionState> = {
  'by-hand': 'by-hand',
  intended: 'sending',
  'waiting-administrator': 'sending',
  accepted: 'sending',
  unknown: 'unknown',
  sent: 'sent',
  failed: 'failed',
  refused: 'failed',
}

const eventOf: Record<Send['state'], string> = {
  'by-hand': 'HandAsked',
  intended: 'SendIntended',
  'waiting-administrator': 'AdministratorAsked',
  accepted: 'SendAccepted',
  unknown: 'SendUnknown',
  sent: 'EditionSent',
  failed: 'SendFailed',
  refused: 'SendRefused',
}

/** What is learnt about a send: its new line, and what else WeChat told. */
export interface Learnt {
  send: Send
  event?: Finished
  /** addresses learnt otherwise */
  articles?: { index: number; url: string }[]
  by?: string
  /** what happened, where its state alone does not say it */
  type?: string
  facts?: Record<string, unknown>
}

function outcomeFor(edition: Edition, { send, event }: Learnt, at: string): Outcome | undefined {
  const facts = {
    clientMsgId: send.clientMsgId,
    ...(send.errcode !== undefined && { errcode: send.errcode }),
    ...(send.rid && { rid: send.rid }),
    ...(send.ip && { ip: send.ip }),
  }
  if (send.state === 'refused')
    return {
      code: send.override ? 'FoundNotSent' : refusalNameOf(send.errcode),
      said: send.said ?? adviceOf({}).said,
      details: [],
      facts,
      at,
    }
  if (send.state === 'failed') {
    const details = reprintDetails(edition, event?.reprints ?? [], send.reposts).map((detail) => ({
      ...detail,
    }))
    return { ...adviceOf(event ?? {}), details, facts, at }
  }
  if (send.state === 'unknown' && send.hand)
    return {
      code: 'HandExpired',
      said: {
        zh: '人工群发的期限已过，没有人说明是否已发，微信的发表记录里也没有查到；请到公众平台后台查看：已发的贴回文章地址，没有发的请认定',
        en: 'the time for sending by hand is over, nobody said whether it went out, and WeChat lists no such article; look in its console: paste the addresses, or say that it was not sent',
      },
      details: [],
      facts: {},
      at,
    }
  if (send.state === 'unknown' && send.draftChanged)
    return {
      code: 'DraftChanged',
      said: {
        zh: '微信没有明确答复，而草稿箱里的草稿已被改动，系统不再重试；请在公众平台后台核对是否已群发，再人工认定',
        en: 'WeChat gave no clear answer and its draft was changed, so nothing is repeated; look in its console whether it was sent and say so',
      },
      details: [],
      facts,
      at,
    }
  if (send.state === 'unknown' && send.reopened > 0)
    return {
      code: 'ContraryEvents',
      said: {
        zh: '微信先后的说法相反：先说没有发出，后来的事件说已经发出。当日名额已重新占住，系统正在向微信核实，请不要再次群发',
        en: 'WeChat contradicts itself: first not sent, then an event that says sent. The day is held again while WeChat is asked; do not send again',
      },
      details: [],
      facts,
      at,
    }
  if (send.state === 'unknown' && asksAdministrator(send))
    return {
      code: 'SendUnknown',
      said: {
        zh: '微信要求管理员确认，时限已过仍没有收到结果；请在公众平台后台核对是否已群发，再人工认定',
        en: 'WeChat asked an administrator, whose time is over, and no result came; look in its console whether it was sent and say so',
      },
      details: [],
      facts,
      at,
    }
  if (send.state === 'unknown')
    return {
      code: 'SendUnknown',
      said: {
        zh: '微信没有明确答复，系统正在查询结果，不会重复群发；请不要在微信后台手动群发',
        en: 'WeChat gave no clear answer; the system is finding out and sends nothing twice. Do not send by hand',
      },
      details: [],
      facts,
      at,
    }
  if (send.state === 'waiting-administrator' && send.said)
    return { code: 'WaitingForAdministrator', said: send.said, details: [], facts, at }
  return undefined
}

/** After a send that WeChat took and that then failed, the next one is a new send: new hash, test, confirmation. */
function nextRound(edition: Edition): Edition {
  const round = edition.round + 1
  return { ...edition, round, hash: editionHashOf({ ...edition, round }) }
}

function resultOf(
  edition: Edition,
  { send, event, articles }: Learnt,
  at: string,
): NonNullable<Edition['result']> {
  const told = event?.result === 'sent' ? event : undefined
  return {
    ...edition.result,
    ...(send.msgId && { msgId: send.msgId }),
    at: edition.result?.at ?? at,
    articles: told?.articles ?? articles ?? edition.result?.articles ?? [],
    ...(told && { counts: told.counts }),
    ...(told && told.reprints.length > 0 && { reprints: told.reprints }),
    ...(send.deleted && { deletedAt: edition.result?.deletedAt ?? send.statusSeen?.at ?? at }),
  }
}

/** The edition and its send ledger in one moment; a definite no gives the day back (invariant 3). */
export function sendChange(
  edition: Edition,
  before: Send | undefined,
  learnt: Learnt,
  now: Date,
): EditionChange {
  const { send, event } = learnt
  const at = now.toISOString()
  const state = editionStateOf[send.state]
  const noteworthy = before?.state !== send.state
  const result = state === 'sent' ? resultOf(edition, learnt, at) : undefined
  const after: Edition = {
    ...edition,
    state,
    outcome: result ? endingOf(result, at, edition) : outcomeFor(edition, learnt, at),
    ...(result && { result }),
    ...(state === 'failed' && { confirmation: undefined }),
  }
  const happened: Happened = {
    by: learnt.by ?? 'system',
    type: learnt.type ?? (noteworthy ? eventOf[send.state] : 'SendLookedAt'),
    facts: {
      attempt: send.attempt,
      hash: send.hash,
      clientMsgId: send.clientMsgId,
      ...(send.msgId && { msgId: send.msgId }),
      ...(send.errcode !== undefined && { errcode: send.errcode }),
      ...(event && { status: event.status, counts: event.counts }),
      ...(event && event.reprints.length > 0 && { reprints: event.reprints }),
      ...(send.deleted && { deleted: true }),
      ...learnt.facts,
    },
  }
  return {
    next: send.state === 'failed' ? nextRound(after) : after,
    happened,
    writes: [sendWrite(edition, before, send), ...(state === 'failed' ? [freeDayWrite(edition)] : [])],
  }
}

/**
 * Loads edition and send, lets the rule say what is known now, saves both together; decides again on what another
 * hand has just written. `undefined` from the rule: nothing new.
 */
export async function learn(
  { editions, now }: { editions: Editions; now: () => Date },
  { date, attempt }: { date: string; attempt: number },
  rule: (send: Send, edition: Edition) => Learnt | undefined,
): Promise<{ edition: Edition; send: Send | undefined }> {
  return lookAgain(async () => {
    let send: Send | undefined
    const edition = await editions.change(date, async (current) => {
      send = await editions.send(current, attempt)
      if (!send || current.attempt !== attempt) return undefined
      const learnt = rule(send, current)
      if (!learnt) return undefined
      const change = sendChange(current, send, learnt, now())
      send = learnt.send
      return change
    })
    return { edition, send }
  })
}

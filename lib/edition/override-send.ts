import type { Wechat } from '../channels/wechat/wechat'
import type { Person } from '../people/person'
import type { Waits } from '../matter/waiting'
import type { Clock } from '../platform/clock'
import { Refusal, type Bilingual } from '../platform/refusal'
import { requireEditionState, standing, type Edition } from './edition'
import { learn } from './keep-send'
import type { EditionPost } from './letters'
import { closeSend } from './close-send'
import { recordSend } from './record-send'
import { isOpen, mayBeCalling } from './sending'
import type { Editions } from './store'
import type { Submissions } from '../submission/store'
import { wakeResult } from './wake'

interface Needs extends EditionPost {
  editions: Editions
  submissions: Submissions
  wechat: Pick<Wechat, 'deleteDraft' | 'listDrafts'>
  waits: Waits
  clock: Clock
}

const found = {
  sent: (name: string, reason: string): Bilingual => ({
    zh: `${name}人工认定已经发出：${reason}`,
    en: `${name} found that it was sent: ${reason}`,
  }),
  'not-sent': (name: string, reason: string): Bilingual => ({
    zh: `${name}人工认定没有发出：${reason}`,
    en: `${name} found that it was not sent: ${reason}`,
  }),
}

const callUnderWay = (edition: Edition) =>
  new Refusal(
    'InProgress',
    {
      zh: '正在请求微信群发，还没有答复；请过几分钟再认定',
      en: 'WeChat is being asked at this moment and has not answered; say what happened in a few minutes',
    },
    { facts: standing(edition) },
  )

/** Handed over, it is proven by its addresses; that it was not sent is the editor's word. */
const requireOpen = (edition: Edition, outcome: 'sent' | 'not-sent'): void =>
  requireEditionState(
    edition,
    'sending',
    'unknown',
    ...(outcome === 'not-sent' ? (['by-hand'] as const) : []),
  )

/**
 * Invariant 3: where neither WeChat nor time can tell, a person who looked in WeChat's console says what happened,
 * with a reason that stays on record. `not-sent` frees the day, and the next try keeps the same clientmsgid, so that
 * WeChat itself refuses it should the person be wrong.
 */
export const overrideSend =
  (needs: Needs) =>
  async (given: {
    date: string
    /** the attempt the person's page showed */
    attempt: number
    outcome: 'sent' | 'not-sent'
    reason: string
    by: Person
  }): Promise<Edition> => {
    const { editions, waits, clock } = needs
    const seen = await editions.withId(given.date)
    requireOpen(seen, given.outcome)
    const at = clock.now().toISOString()
    const override = { by: given.by.id, name: given.by.name, reason: given.reason, at }
    const { edition, send } = await learn({ editions, now: () => clock.now() }, given, (current, head) => {
      requireOpen(head, given.outcome)
      if (!isOpen(current)) return undefined
      if (mayBeCalling(current, clock.now())) throw callUnderWay(head)
      return {
        send: {
          ...current,
          state: given.outcome === 'sent' ? 'sent' : 'refused',
          override,
          said: found[given.outcome](given.by.name, given.reason),
          revision: current.revision + 1,
        },
        by: given.by.id,
        facts: { override: given.outcome, reason: given.reason },
      }
    })
    if (send?.override?.at !== at)
      throw new Refusal(
        'WrongState',
        { zh: '结果已经查明，无需人工认定', en: 'the result is known by now; nothing to override' },
        { facts: standing(edition) },
      )
    await wakeResult({ editions, waits })(edition)
    // The machine that would do this may have ended long ago; done twice it changes nothing.
    const attempt = { date: given.date, attempt: given.attempt }
    if (given.outcome === 'sent') await recordSend(needs)(attempt)
    else await closeSend(needs)(attempt)
    return editions.withId(given.date)
  }

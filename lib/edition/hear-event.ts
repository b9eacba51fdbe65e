import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import { beijingDate } from '../policy/working-days'
import { isAt, type Edition, type StrangeEvent } from './edition'
import { endingOf } from './ending'
import { datesOf } from './events-about'
import { sendChange } from './keep-send'
import { tellStrange, type EditionPost } from './letters'
import type { Claim, Finished, Send } from './rows'
import { contradicts, isOpen, mayTellOf, reopen } from './sending'
import { holdDayWrite, type EditionChange, type Editions } from './store'

interface Needs extends EditionPost {
  editions: Editions
  clock: Clock
}

const strangeOf = (event: Finished, send?: Send): StrangeEvent => ({
  ...{ msgId: event.msgId, status: event.status, counts: event.counts, at: event.createdAt },
  ...(send && { attempt: send.attempt, recorded: send.state }),
})

const isNoted = ({ strange }: Edition, { msgId, status }: Finished): boolean =>
  strange.some((one) => one.msgId === msgId && one.status === status)

/** Readers got something that is none of ours: who comes next that day is told so (10.3, invariant 2). */
const outsideClaim = ({ account }: Editions, { msgId, createdAt }: Finished): Claim => ({
  ...{ account, date: beijingDate(new Date(createdAt)), owner: `event-${msgId}` },
  ...{ contentHash: '', clientMsgId: '', by: 'wechat', name: '微信后台' },
  title: `不是本系统发出的群发（msg_id ${msgId}）`,
  claimedAt: createdAt,
})

/**
 * Invariant 13: what a finish event means for the send ledger. One that tells an open send is left to the settler; one
 * that contradicts an end, or fits no send, is an alarm, stays on record, is told, and holds the day. Repeatable.
 */
export const hearEvent =
  (needs: Needs) =>
  async (event: Finished): Promise<void> => {
    const { editions, clock } = needs
    const editionsOf = await Promise.all(datesOf(event).map((date) => editions.find(date)))
    const known = editionsOf.filter((one) => one !== undefined)
    const sends = (
      await Promise.all(
        known.map(async (edition) => (await editions.sends(edition.date)).map((send) => ({ edition, send }))),
      )
    ).flat()
    const exact = sends.find(({ send }) => send.msgId === event.msgId)
    if (exact) {
      if (contradicts(exact.send, event)) await contradicted(exact.edition.date, exact.send.attempt)
      return
    }
    const may = sends.filter(({ send }) => send.msgId === undefined && mayTellOf(send, event))
    if (may.some(({ send }) => isOpen(send))) return
    const found = may.find(({ send }) => send.state === 'sent')
    const { msgId = event.msgId } = found?.edition.result ?? {}
    if (found && event.result === 'sent' && msgId === event.msgId) return adopt(found.edition.date)
    await unmatched(known.find(({ date }) => date === beijingDate(new Date(event.createdAt))))

    /** A person found that it was sent; this is the proof, with id, addresses and counts. */
    async function adopt(date: string): Promise<void> {
      await editions.change(date, (edition) => {
        if (edition.state !== 'sent' || !edition.result || edition.result.msgId !== undefined)
          return undefined
        const { msgId, articles, counts } = event
        const { reprints } = event
        const result = {
          ...{ ...edition.result, msgId, articles, counts },
          ...(reprints.length > 0 && { reprints }),
        }
        return {
          next: { ...edition, result, outcome: endingOf(result, clock.now().toISOString(), edition) },
          happened: { by: 'system', type: 'AddressesLearnt', facts: { msgId, articles, counts } },
        }
      })
    }

    async function contradicted(date: string, attempt: number): Promise<void> {
      alarm('contrary')
      if (event.result === 'sent') await editions.correctFinished(event)
      const edition = await editions.change(date, async (current) => {
        const send = await editions.send(current, attempt)
        if (!send || !contradicts(send, event) || isNoted(current, event)) return undefined
        return contradiction(current, send)
      })
      if (event.result === 'sent') await hold()
      await tellStrange(needs)(strangeOf(event), edition)
    }

    /** An end that freed the day is opened again, if the edition still stands at that attempt. */
    async function contradiction(current: Edition, send: Send): Promise<EditionChange> {
      const noted = { ...current, strange: [...current.strange, strangeOf(event, send)] }
      const facts = { msgId: event.msgId, status: event.status, recorded: send.state, counts: event.counts }
      const happened = { by: 'system', type: 'ContraryEvent', facts }
      const claim = await editions.claimOf(current.date)
      if (send.state === 'sent' || claim || !isAt(current, send.attempt, 'failed'))
        return { next: noted, happened }
      const change = sendChange(noted, send, { send: reopen(send) }, clock.now())
      return { ...change, happened, writes: [...(change.writes ?? []), holdDayWrite(noted, send)] }
    }

    async function unmatched(edition: Edition | undefined): Promise<void> {
      alarm('of no send')
      if (event.result === 'sent') await hold()
      const noted =
        edition &&
        (await editions.change(edition.date, (current) =>
          isNoted(current, event)
            ? undefined
            : {
                next: { ...current, strange: [...current.strange, strangeOf(event)] },
                happened: {
                  by: 'system',
                  type: 'UnmatchedEvent',
                  facts: { msgId: event.msgId, status: event.status, counts: event.counts },
                },
              },
        ))
      await tellStrange(needs)(strangeOf(event), noted)
    }

    async function hold(): Promise<void> {
      const claim = outsideClaim(editions, event)
      if (!(await editions.claimOf(claim.date))) await editions.claim(claim)
    }

    function alarm(why: string): void {
      log.error('strange finish event', { why, msgId: event.msgId, status: event.status })
      measure('StrangeSendEvent', 1)
    }
  }

import * as z from 'zod'
import { chainedStore, type ChainedChange } from '../matter/chained'
import { lookAgain } from '../matter/look-again'
import type { WaitOf } from '../matter/waiting'
import { soon, watchWrite } from '../matter/watch'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { absent, ConditionFailed, unlessMoved, type Table, type Write } from '../platform/table'
import { Checked } from './check'
import { attemptName, Edition, headline } from './edition'
import { Resends } from './resends'
import { Claim, ConfirmAsk, Finished, Picture, Send, Test } from './rows'

export type EditionChange = ChainedChange<Edition>

/** What a machine of an attempt waits for: a person before the send, WeChat after it. */
export type Awaited = 'confirmation' | 'result'

const padded = (n: number, width: number) => String(n).padStart(width, '0')

const editionPk = (account: string, date: string) => `EDITION#${account}#${date}`
const claimKey = (account: string, date: string) => ({ pk: `DAY#${account}#${date}`, sk: 'CLAIM' })
const testsKey = (account: string, date: string) => ({ pk: `DAY#${account}#${date}`, sk: 'TESTS' })
const sendKey = ({ account, date }: { account: string; date: string }, attempt: number) => ({
  pk: editionPk(account, date),
  sk: `SEND#${padded(attempt, 6)}`,
})
const checkedKey = (channel: string) => ({ pk: 'CHECKED', sk: channel })
const accountPk = (account: string) => `WECHAT#${account}`
const endKey = (account: string, msgId: string) => ({ pk: `SEND-END#${account}`, sk: msgId })
/** Up to version 2967488 the ends of sends lay beside the access token and what was uploaded. */
const earlierEnd = 'FINISHED#'
const editionList = (account: string) => `ACCOUNT#${account}#EDITIONS`

const stillAt = (revision: number) => ({
  expression: '#revision = :seen',
  names: { '#revision': 'revision' },
  values: { ':seen': revision },
})

/** Invariant 3: an intent is written once; later it changes only from what was seen. */
export const sendWrite = (edition: Edition, before: Send | undefined, after: Send): Write => ({
  put: { ...after, ...sendKey(edition, after.attempt) },
  when: before ? stillAt(before.revision) : absent,
})

/** Gives the day back, and only if this attempt holds it (invariant 2). */
export const freeDayWrite = (edition: Pick<Edition, 'account' | 'date' | 'attempt'>): Write => ({
  remove: claimKey(edition.account, edition.date),
  when: {
    expression: 'attribute_not_exists(pk) OR #owner = :owner',
    names: { '#owner': 'owner' },
    values: { ':owner': attemptName(edition) },
  },
})

/** Takes a free day back for a send that turns out to be one. */
export const holdDayWrite = (edition: Edition, send: Send): Write => ({
  put: {
    ...{ account: edition.account, date: edition.date, owner: attemptName(edition) },
    ...{ contentHash: edition.hash, clientMsgId: send.clientMsgId, title: headline(edition) },
    ...{ by: edition.by.id, name: edition.by.name, claimedAt: send.intendedAt },
    ...claimKey(edition.account, edition.date),
  },
  when: absent,
})

/** Nothing is sent without holding the day at that very moment (invariant 2). */
export const holdsDayCheck = (edition: Edition): Write => ({
  check: claimKey(edition.account, edition.date),
  when: {
    expression: '#owner = :owner AND contentHash = :hash',
    names: { '#owner': 'owner' },
    values: { ':owner': attemptName(edition), ':hash': edition.hash },
  },
})

/** Editions of one account with their ledger, tests, sends and waits, and the account's days; docs/table.md. */
export function editionStore(table: Table, clock: Clock, account: string) {
  const chained = chainedStore<Edition>({
    table,
    clock,
    pk: (date) => editionPk(account, date),
    parse: (row) => Edition.parse(row),
    idOf: ({ date }) => date,
    place: ({ date }) => ({ gsi1pk: editionList(account), gsi1sk: date }),
    watched: () => 'edition',
    missing: () =>
      new Refusal('NotFound', { zh: '这一天还没有编排', en: 'there is no edition for this day' }),
  })

  return {
    ...chained,
    account,

    /** The machine of an attempt while it waits. */
    waitOf: ({ date, attempt }: { date: string; attempt: number }, what: Awaited): WaitOf => ({
      pk: editionPk(account, date),
      name: `${what}#${padded(attempt, 6)}`,
      watched: { kind: 'edition', id: date },
      earlier: { pk: `WAIT#${account}`, sk: `${what}#${date}#${padded(attempt, 6)}` },
    }),

    /** Editions of Beijing dates `from` to `to`, inclusive; eventually consistent. */
    async between(from: string, to: string): Promise<Edition[]> {
      const rows = await table.list(editionList(account), { from, to, limit: Infinity })
      return rows.map((row) => Edition.parse(row))
    },

    /**
     * Invariant 2: one plain conditional put. Whoever comes second gets the claim that stands; the owner itself,
     * coming again after a lost answer, is recognised by its token.
     */
    async claim(claim: Claim): Promise<{ won: boolean; standing: Claim }> {
      try {
        await table.put({ ...claim, ...claimKey(account, claim.date) }, absent)
        return { won: true, standing: claim }
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        const row = error.row ?? (await table.get(claimKey(account, claim.date)))
        // It was given back between our put and our look: the caller's retry asks again.
        if (!row) throw new Error('the day was freed while it was being claimed', { cause: error })
        const standing = Claim.parse(row)
        return { won: standing.owner === claim.owner && standing.contentHash === claim.contentHash, standing }
      }
    },

    async claimOf(date: string): Promise<Claim | undefined> {
      const row = await table.get(claimKey(account, date))
      return row && Claim.parse(row)
    },

    /** Gives back a day that this attempt holds and never used; a day that another holds stays untouched. */
    async freeDay(edition: Pick<Edition, 'account' | 'date' | 'attempt'>): Promise<void> {
      const unused: Write = {
        check: sendKey(edition, edition.attempt),
        when: {
          expression: 'attribute_not_exists(pk) OR #state = :refused OR #state = :failed',
          names: { '#state': 'state' },
          values: { ':refused': 'refused', ':failed': 'failed' },
        },
      }
      await unlessMoved(table.transact([freeDayWrite(edition), unused]))
    },

    async send(edition: Pick<Edition, 'account' | 'date'>, attempt: number): Promise<Send | undefined> {
      const row = await table.get(sendKey(edition, attempt))
      return row && Send.parse(row)
    },

    async sends(date: string): Promise<Send[]> {
      return (await table.partition(editionPk(account, date), 'SEND#')).map((row) => Send.parse(row))
    },

    async tests(date: string): Promise<Test[]> {
      return (await table.partition(editionPk(account, date), 'TEST#')).map((row) => Test.parse(row))
    },

    async saveTest(date: string, test: Test): Promise<void> {
      await table.put({
        ...test,
        pk: editionPk(account, date),
        sk: `TEST#${test.hash.slice(0, 16)}#${test.to}`,
      })
    },

    /** Counts one more test send on a Beijing date and returns how many there are then. */
    async countTest(date: string): Promise<number> {
      await unlessMoved(table.put({ ...testsKey(account, date), count: 0 }, absent))
      return table.increment(testsKey(account, date), 'count', 1)
    },

    /** Test sends of a Beijing date, those refused included. */
    async testsOn(date: string): Promise<number> {
      const row = await table.get(testsKey(account, date))
      return row ? z.object({ count: z.number() }).parse(row).count : 0
    },

    /** The last look at a channel's account. */
    async checked(channel: string): Promise<Checked | undefined> {
      const row = await table.get(checkedKey(channel))
      return row && Checked.parse(row)
    },

    async saveChecked(checked: Checked): Promise<void> {
      await table.put({ ...checked, ...checkedKey(checked.channel) })
    },

    async confirmAsk(date: string, personId: string): Promise<ConfirmAsk | undefined> {
      const row = await table.get({ pk: editionPk(account, date), sk: `CONFIRM#${personId}` })
      return row && ConfirmAsk.parse(row)
    },

    /** Unless another hand has just asked: then the ask that stands is answered, and its code is the one that counts. */
    async saveConfirmAsk(date: string, ask: ConfirmAsk, before: ConfirmAsk | undefined): Promise<ConfirmAsk> {
      const key = { pk: editionPk(account, date), sk: `CONFIRM#${ask.personId}` }
      try {
        const same = { expression: 'nonce = :seen', values: { ':seen': before?.nonce ?? '' } }
        await table.put({ ...ask, ...key }, before ? same : absent)
        return ask
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        return ConfirmAsk.parse(error.row ?? (await table.get(key)))
      }
    },

    /** Counts a code mailed anew; decides again on what another hand has just counted. */
    countResend(date: string, decide: (before: Resends | undefined) => Resends): Promise<void> {
      const key = { pk: editionPk(account, date), sk: 'RESENDS' }
      return lookAgain(async () => {
        const row = await table.get(key)
        const before = row && Resends.parse(row)
        await table.put({ ...decide(before), ...key }, before ? stillAt(before.revision) : absent)
      })
    },

    /** Counts an attempt before the code is looked at. */
    async attemptConfirm(date: string, personId: string): Promise<number> {
      return table.increment({ pk: editionPk(account, date), sk: `CONFIRM#${personId}` }, 'attempts', 1)
    },

    /**
     * What WeChat said of a mass send, whenever it came; the first word stands. `dates` are those of editions it may be
     * about: should whoever keeps it die before waking them, the watch does.
     */
    async saveFinished(finished: Finished, dates: string[]): Promise<void> {
      await unlessMoved(
        table.transact([
          { put: { ...finished, ...endKey(account, finished.msgId) }, when: absent },
          ...dates.map((id) =>
            watchWrite(editionPk(account, id), { kind: 'edition', id }, soon(clock.now())),
          ),
        ]),
      )
    },

    /** WeChat itself took its first word back. */
    async correctFinished(finished: Finished): Promise<void> {
      await table.put({ ...finished, ...endKey(account, finished.msgId) })
    },

    async finished(msgId: string): Promise<Finished | undefined> {
      const row =
        (await table.get(endKey(account, msgId))) ??
        (await table.get({ pk: accountPk(account), sk: `${earlierEnd}${msgId}` }))
      return row && Finished.parse(row)
    },

    /** Finish events WeChat made at or after `since`. */
    async finishedSince(since: string): Promise<Finished[]> {
      const rows = [
        ...(await table.partition(accountPk(account), earlierEnd)),
        ...(await table.partition(endKey(account, '').pk)),
      ].map((row) => Finished.parse(row))
      const ends = new Map(rows.map((one) => [one.msgId, one]))
      return [...ends.values()].filter((one) => one.createdAt >= since)
    },

    /** A draft of that name (`draftName`) is about to be made at WeChat; forgotten after 60 days. */
    async saveMade(name: string, now: Date): Promise<void> {
      const ttl = Math.ceil(now.getTime() / 1000) + 60 * 86_400
      await table.put({ pk: accountPk(account), sk: `MADE#${name}`, at: now.toISOString(), ttl })
    },

    /** Whether this system has made a draft of that name. */
    async hasMade(name: string): Promise<boolean> {
      return (await table.get({ pk: accountPk(account), sk: `MADE#${name}` })) !== undefined
    },

    /** Same bytes are uploaded once per account: by checksum, in the article or as a cover. */
    async picture(use: 'article' | 'cover', checksum: string): Promise<Picture | undefined> {
      const row = await table.get({ pk: accountPk(account), sk: `PICTURE#${use}#${checksum}` })
      return row && Picture.parse(row)
    },

    async savePicture(use: 'article' | 'cover', checksum: string, picture: Picture): Promise<void> {
      await table.put({ ...picture, pk: accountPk(account), sk: `PICTURE#${use}#${checksum}` })
    },

    async forgetPicture(use: 'article' | 'cover', checksum: string): Promise<void> {
      await table.remove({ pk: accountPk(account), sk: `PICTURE#${use}#${checksum}` })
    },
  }
}

export type Editions = ReturnType<typeof editionStore>

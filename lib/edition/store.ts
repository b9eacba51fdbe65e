import * as z from 'zod'
import { append, LedgerEvent, type Happened } from '../ledger/event'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { absent, ConditionFailed, type Row, type Table, type Write } from '../platform/table'
import { Checked } from './check'
import { attemptName, Edition, headline } from './edition'
import { Resends } from './resends'
import { Claim, ConfirmAsk, Finished, Picture, Send, Test } from './rows'

/** What a rule decided: the new edition, what to write in its ledger, and rows that belong to the same moment. */
export interface EditionChange {
  edition: Edition
  happened: Happened
  writes?: Write[]
}

export type WaitKind = 'confirmation' | 'result'

const padded = (n: number, width: number) => String(n).padStart(width, '0')
const tries = 10

const editionPk = (account: string, date: string) => `EDITION#${account}#${date}`
const claimKey = (account: string, date: string) => ({ pk: `DAY#${account}#${date}`, sk: 'CLAIM' })
const testsKey = (account: string, date: string) => ({ pk: `DAY#${account}#${date}`, sk: 'TESTS' })
const sendKey = ({ account, date }: { account: string; date: string }, attempt: number) => ({
  pk: editionPk(account, date),
  sk: `SEND#${padded(attempt, 6)}`,
})
const checkedKey = (channel: string) => ({ pk: 'CHECKED', sk: channel })
const accountPk = (account: string) => `WECHAT#${account}`
const waitKey = (account: string, kind: WaitKind, date: string, attempt: number) => ({
  pk: `WAIT#${account}`,
  sk: `${kind}#${date}#${padded(attempt, 6)}`,
})

const headRow = (edition: Edition): Row => ({
  ...edition,
  pk: editionPk(edition.account, edition.date),
  sk: 'HEAD',
  gsi1pk: `ACCOUNT#${edition.account}#EDITIONS`,
  gsi1sk: edition.date,
})

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

const missing = () =>
  new Refusal('NotFound', { zh: '这一天还没有编排', en: 'there is no edition for this day' })

/** A head or ledger row moved because another hand wrote; any other row is for the caller to look at. */
const isOwnRow = (row: Row | undefined) =>
  row === undefined || row.sk === 'HEAD' || row.sk.startsWith('EVENT#')

/** Editions of one account with their ledger, tests, sends and waits, and the account's days; docs/table.md. */
export function editionStore(table: Table, clock: Clock, account: string) {
  const find = async (date: string): Promise<Edition | undefined> => {
    const row = await table.get({ pk: editionPk(account, date), sk: 'HEAD' })
    return row && Edition.parse(row)
  }

  const withDate = async (date: string): Promise<Edition> => {
    const found = await find(date)
    if (!found) throw missing()
    return found
  }

  const write = async (before: Edition | undefined, change: EditionChange): Promise<Edition> => {
    const at = clock.now()
    const { event, chain } = append(change.edition.chain, change.happened, at)
    const edition: Edition = {
      ...change.edition,
      chain,
      updatedAt: at.toISOString(),
      revision: (before?.revision ?? 0) + 1,
    }
    await table.transact([
      { put: headRow(edition), when: before ? stillAt(before.revision) : absent },
      {
        put: { ...event, pk: editionPk(account, edition.date), sk: `EVENT#${padded(event.seq, 6)}` },
        when: absent,
      },
      ...(change.writes ?? []),
    ])
    return edition
  }

  /** Loads, lets the rule decide, saves all together; decides again on what another hand has just written. */
  const save = async (
    date: string,
    decide: (edition: Edition | undefined) => EditionChange | undefined | Promise<EditionChange | undefined>,
  ): Promise<Edition | undefined> => {
    for (let attempt = 1; ; attempt++) {
      const before = await find(date)
      const change = await decide(before)
      if (!change) return before
      try {
        return await write(before, change)
      } catch (error) {
        if (!(error instanceof ConditionFailed) || !isOwnRow(error.row) || attempt === tries) throw error
      }
    }
  }

  return {
    account,
    find,
    withDate,

    /** As `change`, also for a day without an edition. */
    compose: async (
      date: string,
      decide: (edition: Edition | undefined) => EditionChange | undefined,
    ): Promise<Edition> => {
      const saved = await save(date, decide)
      if (!saved) throw missing()
      return saved
    },

    /** `undefined` from the rule means nothing is to change. */
    async change(
      date: string,
      decide: (edition: Edition) => EditionChange | undefined | Promise<EditionChange | undefined>,
    ): Promise<Edition> {
      const saved = await save(date, (edition) => {
        if (!edition) throw missing()
        return decide(edition)
      })
      if (!saved) throw missing()
      return saved
    },

    async ledger(date: string): Promise<LedgerEvent[]> {
      const rows = await table.partition(editionPk(account, date), 'EVENT#')
      return rows.map((row) => LedgerEvent.parse(row))
    },

    /** Editions of Beijing dates `from` to `to`, inclusive; eventually consistent. */
    async between(from: string, to: string): Promise<Edition[]> {
      const rows = await table.list(`ACCOUNT#${account}#EDITIONS`, { from, to, limit: Infinity })
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
      try {
        await table.transact([freeDayWrite(edition), unused])
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
      }
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
      try {
        await table.put({ ...testsKey(account, date), count: 0 }, absent)
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
      }
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
    async countResend(date: string, decide: (before: Resends | undefined) => Resends): Promise<void> {
      const key = { pk: editionPk(account, date), sk: 'RESENDS' }
      for (let attempt = 1; ; attempt++) {
        const row = await table.get(key)
        const before = row && Resends.parse(row)
        try {
          return await table.put({ ...decide(before), ...key }, before ? stillAt(before.revision) : absent)
        } catch (error) {
          if (!(error instanceof ConditionFailed) || attempt === tries) throw error
        }
      }
    },

    /** Counts an attempt before the code is looked at. */
    async attemptConfirm(date: string, personId: string): Promise<number> {
      return table.increment({ pk: editionPk(account, date), sk: `CONFIRM#${personId}` }, 'attempts', 1)
    },

    /** Keeps the task token of a waiting machine; it never leaves the backend. */
    async wait(kind: WaitKind, at: { date: string; attempt: number }, taskToken: string): Promise<void> {
      await table.put({ ...waitKey(account, kind, at.date, at.attempt), ...at, taskToken })
    },

    async waits(kind: WaitKind): Promise<{ date: string; attempt: number; taskToken: string }[]> {
      const rows = await table.partition(`WAIT#${account}`, `${kind}#`)
      return rows.map((row) =>
        z.object({ date: z.string(), attempt: z.number(), taskToken: z.string() }).parse(row),
      )
    },

    /** Forgets a used token, unless the machine has put a newer one there. */
    async endWait(kind: WaitKind, at: { date: string; attempt: number }, taskToken: string): Promise<void> {
      try {
        await table.remove(waitKey(account, kind, at.date, at.attempt), {
          expression: 'taskToken = :token',
          values: { ':token': taskToken },
        })
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
      }
    },

    /** What WeChat said of a mass send, whenever it came; the first word stands. */
    async saveFinished(finished: Finished): Promise<void> {
      try {
        await table.put({ ...finished, pk: accountPk(account), sk: `FINISHED#${finished.msgId}` }, absent)
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
      }
    },

    /** WeChat itself took its first word back. */
    async correctFinished(finished: Finished): Promise<void> {
      await table.put({ ...finished, pk: accountPk(account), sk: `FINISHED#${finished.msgId}` })
    },

    async finished(msgId: string): Promise<Finished | undefined> {
      const row = await table.get({ pk: accountPk(account), sk: `FINISHED#${msgId}` })
      return row && Finished.parse(row)
    },

    /** Finish events WeChat made at or after `since`. */
    async finishedSince(since: string): Promise<Finished[]> {
      const rows = await table.partition(accountPk(account), 'FINISHED#')
      return rows.map((row) => Finished.parse(row)).filter((one) => one.createdAt >= since)
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

    /** Stores a push of WeChat's once; false when this delivery is a repeat. */
    async keepPush(
      dedupeHash: string,
      push: Record<string, unknown>,
      ttl: number | undefined,
    ): Promise<boolean> {
      try {
        await table.put(
          { pk: `PUSH#${account}#${dedupeHash}`, sk: 'HEAD', push, ...(ttl !== undefined && { ttl }) },
          absent,
        )
        return true
      } catch (error) {
        if (error instanceof ConditionFailed) return false
        throw error
      }
    },
  }
}

export type Editions = ReturnType<typeof editionStore>

import { loanAnswering } from '../../../lib/loan/loan-answering'
import { loanQuestion } from '../../../lib/loan/loan-question'
import { postUnderLoan } from '../../../lib/loan/post-under-loan'
import { weiboPosting } from '../../../lib/loan/posting'
import { recallLoan } from '../../../lib/loan/recall-loan'
import { loanStore } from '../../../lib/loan/store'
import { resumeLoan } from '../../../lib/loan/wake'
import { firstBreak } from '../../../lib/ledger/event'
import type { Machine } from '../../../lib/platform/machine'
import type { Table } from '../../../lib/platform/table'
import { decideQuestion } from '../../../lib/question/decide'
import { askStore } from '../../../lib/question/store'
import { postStore } from '../../../lib/weibo-post/store'
import { waits } from '../../../lib/matter/waiting'
import { runWatch } from '../../kit/watched'
import { givenLoans, type GivenLoans } from './given-desk'

let given: GivenLoans
beforeEach(async () => {
  given = await givenLoans()
})
afterEach(() => given.close())

/** Thrown in the place of a process that dies, right after the effect of that number; the effect itself stands. */
class Crash extends Error {}

function dyingAfter(effect: number) {
  let count = 0
  const after = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work
    if (++count === effect) throw new Crash(`after effect ${effect}`)
    return value
  }
  const { table } = given
  const dying: Table = {
    ...table,
    put: (row, when) => after(table.put(row, when)),
    remove: (key, when) => after(table.remove(key, when)),
    increment: (key, attribute, by) => after(table.increment(key, attribute, by)),
    transact: (writes) => after(table.transact(writes)),
  }
  return roomOn(dying, after)
}

function roomOn(table: Table, after: <T>(work: Promise<T>) => Promise<T> = (work) => work) {
  const posts = postStore(table, given.clock)
  const machine: Machine = {
    ...given.room.machine,
    start: (name, input) => after(given.room.machine.start(name, input)),
  }
  const mail = {
    send: (letter: Parameters<typeof given.room.mail.send>[0]) => after(given.room.mail.send(letter)),
  }
  const stores = { loans: loanStore(table, given.clock), asks: askStore(table) }
  const { callbacks } = given.room
  const room = {
    ...given.room,
    mail,
    machine,
    ...stores,
    waits: waits({ table, callbacks, clock: given.clock }),
  }
  return { ...room, posts, posting: weiboPosting({ ...room, posts }) }
}

/** Runs until the process dies nowhere any more; how many effects there were. */
async function afterEachEffect(story: (room: ReturnType<typeof roomOn>) => Promise<() => Promise<void>>) {
  for (let effect = 1; effect < 40; effect++) {
    let died = false
    const finish = await story(dyingAfter(effect)).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error
      died = true
      return undefined
    })
    if (finish) await finish()
    if (!died) return effect - 1
  }
  throw new Error('the story has no end')
}

it('a post whose process dies after any of its effects is handed over and reported once', async () => {
  let round = 0
  const effects = await afterEachEffect(async (room) => {
    given.at('2026-11-23T01:00:00.000Z')
    const loanId = await given.granted({ event: `第${++round}场` })
    given.at('2026-11-24T02:00:00.000Z')
    const by = await given.who('chen-yu')
    const form = { loanId, text: '展会现场', answers: [], declared: true as const, ip: '203.0.113.7', by }
    const key = `crash-${round}`
    const whole = roomOn(given.table)
    const settled = async () => {
      given.at('2026-11-24T02:01:00.000Z')
      await runWatch(given.table, given.clock, { loan: resumeLoan(whole) })
      const placed = await whole.loans.posts(loanId)
      expect([(await whole.loans.withId(loanId)).used, placed.length]).toEqual([1, 1])
      expect(await whole.posts.withId(placed[0]!.postId)).toMatchObject({
        state: 'released',
        text: '展会现场',
      })
      expect(given.started.filter((name) => name.startsWith(placed[0]!.postId))).not.toEqual([])
      const told = given.lettersTo('xu-wen').filter((letter) => letter.subject.includes(`第${round}场`))
      expect(
        new Set(told.map((letter) => letter.messageId).filter((id) => id.includes('loan-post'))).size,
      ).toBe(1)
      expect(firstBreak(await whole.loans.ledger(loanId))).toBeUndefined()
    }
    try {
      await postUnderLoan(room)({ ...form, key })
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      await settled()
      // The person presses again: the same post.
      await postUnderLoan(whole)({ ...form, key })
      await settled()
      throw error
    }
    return settled
  })
  expect(effects).toBeGreaterThan(4)
}, 300_000)

it('a recall whose process dies after any of its effects ends the loan, and the watch delivers it', async () => {
  let round = 0
  const effects = await afterEachEffect(async (room) => {
    given.at('2026-11-23T01:00:00.000Z')
    const loanId = await given.granted({ event: `第${++round}场` })
    await given.verbs.await({ loanId, awaits: 'granted', taskToken: `token-${round}`, waitSeconds: 3600 })
    const by = await given.who('xu-wen')
    const settled = async () => {
      expect(await given.stateOf(loanId)).toBe('recalled')
      given.at('2026-11-23T01:02:00.000Z')
      await runWatch(given.table, given.clock, { loan: resumeLoan(roomOn(given.table)) })
      expect(given.woken).toContain(`token-${round}`)
    }
    try {
      await recallLoan(room)({ loanId, reason: '试', by })
    } catch (error) {
      if (error instanceof Crash) await settled()
      throw error
    }
    return settled
  })
  expect(effects).toBeGreaterThan(0)
}, 180_000)

it('a decision whose process dies after any of its effects stands or was never made', async () => {
  const effects = await afterEachEffect(async (room) => {
    given.at('2026-11-23T01:00:00.000Z')
    const loanId = await given.asked()
    const { token, code } = given.mailTo('zhou-heng')
    const form = { token, code, nonce: await given.nonceOf(token), choice: 'approve' as const }
    const settled = async () => {
      const { state, decision } = await given.loans.withId(loanId)
      expect([state, decision?.id]).toEqual(
        state === 'granted' ? ['granted', 'zhou-heng'] : ['applied', undefined],
      )
      if (state === 'applied') await given.decide('zhou-heng', 'approve')
      expect(await given.stateOf(loanId)).toBe('granted')
    }
    try {
      const described = { question: loanQuestion(room), answering: loanAnswering(room) }
      await decideQuestion({ ...room, ...described })({ ...form, answers: [] })
    } catch (error) {
      if (error instanceof Crash) await settled()
      throw error
    }
    return settled
  })
  expect(effects).toBeGreaterThan(1)
}, 180_000)

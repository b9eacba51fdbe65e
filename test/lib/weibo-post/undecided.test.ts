import { calendarOf } from '../../../lib/calendar/calendar'
import { shippedList } from '../../../lib/calendar/store'
import { emptyChain } from '../../../lib/ledger/event'
import { waits } from '../../../lib/matter/waiting'
import type { Table } from '../../../lib/platform/table'
import { beijingDate } from '../../../lib/policy/working-days'
import type { Step } from '../../../lib/weibo-post/at'
import { beginPost } from '../../../lib/weibo-post/begin-post'
import { denyPost } from '../../../lib/weibo-post/end-post'
import type { WeiboPost } from '../../../lib/weibo-post/post'
import { pressEditor } from '../../../lib/weibo-post/press-editor'
import { settlePost } from '../../../lib/weibo-post/settle-post'
import { postStore } from '../../../lib/weibo-post/store'
import { renewPost, resumePost } from '../../../lib/weibo-post/wake'
import { givenCompany } from '../../kit/company'
import { postOffice } from '../../kit/post-office'
import { runWatch } from '../../kit/watched'

const id = '00000000-0000-4000-8000-000000000001'
const at = { postId: id, attempt: 1 }
const addressOf = (person: string) => `${person}@jiangnan.example`

/** A post under a loan whose intent got no answer, and a timeline that never shows it. */
async function givenUnknown(change: Partial<WeiboPost> = {}, wrapped?: (table: Table) => Table) {
  const company = await givenCompany(wrapped)
  const { room, table, rows, clock } = company
  await company.people.save({
    ...{ id: 'tang-zong', name: '唐总', unitId: 'office', email: addressOf('tang-zong'), language: 'zh' },
  })
  await company.people.grant('tang-zong', { role: 'company-leader', unitId: 'office', from: '2026-01-01' })
  const post = postOffice({
    ...{ table, rows, clock, calendar: calendarOf(shippedList()) },
    secrets: room.secrets,
  })
  const posts = postStore(table, clock)
  const desk = {
    ...{ ...room, mail: post.mail, posts, waits: waits({ table, callbacks: room.callbacks, clock }) },
    weibo: {
      timeline: async () => ({ kind: 'unknown' as const, cause: 'timeout' as const, detail: 'no answer' }),
    },
    bucket: {
      read: () => Promise.reject(new Error('no files')),
      write: () => Promise.reject(new Error('none')),
    },
  }
  const now = clock.now().toISOString()
  await posts.create({
    next: {
      ...{ id, under: { kind: 'loan', loanId: 'loan', personId: 'chen-yu' }, unitId: 'marketing' },
      ...{ unitName: '市场部', officerId: 'chen-yu', title: '直播', text: '现场直播开始。', media: [] },
      ...{ way: 'api', byHand: [], state: 'posting', attempt: 1, ip: '211.156.0.1', looks: 0 },
      ...{ releasedBy: { id: 'chen-yu', name: '陈瑜' }, releasedAt: now, intendedAt: now },
      ...{ updatedAt: now, revision: 0, chain: emptyChain },
      ...change,
    },
    happened: { by: 'system', type: 'PostIntended', facts: {} },
  })

  const verbs = {
    begin: beginPost(desk),
    settle: settlePost(desk),
    press: pressEditor(desk),
    renew: renewPost(desk),
  }
  /** One run of the machine at a time, as statemachines/post-weibo.asl.yml orders the steps. */
  let execution = `${id}-1`
  let startedAt = now
  let step: Step = { next: 'look', waitSeconds: 60 }
  let wakesAt = clock.now().getTime() + 60_000
  const runs: string[] = []

  async function machine() {
    while (clock.now().getTime() >= wakesAt) {
      step = step.next === 'look' ? await verbs.settle(at) : await verbs.press({ ...at, startedAt })
      if (step.next === 'renew') {
        await verbs.renew({ ...at, execution })
        company.end(execution)
        execution = company.started.at(-1) ?? ''
        runs.push(execution)
        startedAt = clock.now().toISOString()
        step = await verbs.begin(at)
      }
      if (step.next === 'record') return
      wakesAt = clock.now().getTime() + step.waitSeconds * 1000
    }
  }

  return {
    ...{ company, posts, post, desk, verbs, runs, clock },
    waitSeconds: () => step.waitSeconds,
    /** The clock goes on an hour at a time. */
    async live(days: number) {
      for (let hour = 0; hour < days * 24; hour++) {
        company.later(60)
        await machine()
        await post.run()
      }
    },
    letters: (person: string) =>
      post.written(addressOf(person)).filter((one) => one.startsWith('weibo.undecided')).length,
  }
}

it('a year undecided: each is told at most five times, up to the company leader, and the machine goes on in a next run', async () => {
  const given = await givenUnknown()
  await given.live(400)
  expect(await given.posts.withId(id)).toMatchObject({ state: 'unknown', undecided: { told: 5 } })
  const people = ['xu-wen', 'chen-yu', 'zhou-heng', 'tang-zong', 'wang-lei']
  expect(people.map(given.letters)).toEqual([5, 5, 3, 2, 0])
  // No letter of theirs left on a holiday, at night, or twice.
  expect(given.post.delivered.filter(({ to }) => to === addressOf('tang-zong'))).toHaveLength(2)
  for (const { at: moment } of given.post.delivered) expect(moment.getUTCHours()).toBeLessThan(10)
  // Every 180 days a run follows, found by its name.
  expect(given.runs).toEqual([`${id}-1-2`, `${id}-1-3`])
  expect(given.waitSeconds()).toBeLessThanOrEqual(90 * 86_400)
}, 120_000)

it('no rung is told outside working hours; of several that passed unseen the last one speaks', async () => {
  const given = await givenUnknown()
  // The last look is on the evening of the day before a weekend; what is pressed waits for work to begin.
  given.company.at('2026-11-27T12:00:00.000Z')
  await given.posts.change(id, (post) => ({
    next: { ...post, state: 'unknown', looks: 6 },
    happened: { by: 'system', type: 'PostLookedFor', facts: {} },
  }))
  const step = await given.verbs.press(at)
  expect(step).toEqual({ next: 'person', waitSeconds: 61 * 3_600 })
  expect(given.letters('xu-wen')).toBe(0)
  given.company.at('2026-12-10T02:00:00.000Z')
  await given.verbs.press(at)
  expect([given.letters('xu-wen'), given.letters('tang-zong')]).toEqual([1, 1])
})

it('a post left unknown by an earlier version is pressed anew, at most five times, and ends by a person’s word', async () => {
  const given = await givenUnknown({ state: 'unknown', looks: 6, doubt: 'timeout: no answer' })
  await given.live(40)
  expect(given.letters('xu-wen')).toBe(5)
  const events = (await given.posts.ledger(id)).map(
    ({ type, at: moment }) => `${beijingDate(new Date(moment))} ${type}`,
  )
  expect(events.filter((event) => event.endsWith('UndecidedPressed'))).toEqual([
    '2026-11-23 UndecidedPressed',
    '2026-11-24 UndecidedPressed',
    '2026-11-26 UndecidedPressed',
    '2026-12-01 UndecidedPressed',
    '2026-12-09 UndecidedPressed',
  ])
  const by = await given.company.who('xu-wen')
  await denyPost(given.desk)({ postId: id, reason: '查看后没有', by })
  expect(await given.verbs.press(at)).toMatchObject({ next: 'record' })
  await given.live(30)
  expect(given.letters('xu-wen')).toBe(5)
})

it('a machine that died while it waited for a person is followed by its next run', async () => {
  const given = await givenUnknown({ state: 'unknown', looks: 6 })
  const { company, desk, clock } = given
  await company.room.machine.start(`${id}-1`, at)
  company.end(`${id}-1`)
  company.later(20)
  await runWatch(company.table, clock, { 'weibo-post': resumePost(desk) })
  expect(company.started.at(-1)).toBe(`${id}-1-2`)
})

it.each([
  ['before', 'PostUndecided'],
  ['after', 'PostUndecided'],
  ['before', 'UndecidedPressed'],
  ['after', 'UndecidedPressed'],
] as const)('a process that dies %s %s is written presses nobody twice', async (when, type) => {
  let alive = true
  const given = await givenUnknown({ state: 'unknown', looks: 6 }, (table) => ({
    ...table,
    async transact(writes) {
      const dies = alive && writes.some((write) => 'put' in write && write.put['type'] === type)
      if (dies) alive = false
      if (dies && when === 'before') throw new Error('the process died')
      await table.transact(writes)
      if (dies) throw new Error('the process died')
    },
  }))
  await expect(given.verbs.press(at)).rejects.toThrow('the process died')
  for (let again = 0; again < 2; again++)
    expect(await given.verbs.press(at)).toMatchObject({ next: 'person' })
  expect(given.letters('xu-wen')).toBe(1)
  const types = (await given.posts.ledger(id)).map((event) => event.type)
  expect(types).toEqual(['PostIntended', 'PostUndecided', 'UndecidedPressed'])
})

import { recountApproval } from '../../../lib/approval/recount'
import { calendarOf } from '../../../lib/calendar/calendar'
import type { HolidayYear } from '../../../lib/calendar/holidays'
import { proposeHolidays, suggestYears, type Proposal } from '../../../lib/calendar/propose'
import { publishHolidays } from '../../../lib/calendar/publish'
import { moveDeadlines, shiftsBy } from '../../../lib/calendar/shifts'
import { statutoryYear } from '../../../lib/calendar/statutory'
import { holidayStore, shippedList } from '../../../lib/calendar/store'
import { recountLoan } from '../../../lib/loan/recount'
import { loanStore } from '../../../lib/loan/store'
import { actsLedger } from '../../../lib/security/ledger'
import { askStore } from '../../../lib/question/store'
import { recountPost } from '../../../lib/weibo-post/recount'
import { postStore } from '../../../lib/weibo-post/store'
import { givenCompany } from '../../kit/company'
import { runWatch } from '../../kit/watched'

/** As the State Council might have it: Spring Festival to the 12th, a Saturday worked for it. */
const year2027: HolidayYear = {
  ...statutoryYear(2027),
  holidays: statutoryYear(2027).holidays.map((one) =>
    one.name === '春节' ? { ...one, until: '2027-02-12' } : one,
  ),
  workdays: ['2027-02-20'],
}

async function given() {
  const company = await givenCompany()
  const { table, clock, room } = company
  const holidays = holidayStore(table)
  const recounts = {
    approval: recountApproval(room),
    loan: recountLoan({ loans: loanStore(table, clock), asks: askStore(table) }),
    'weibo-post': recountPost({ posts: postStore(table, clock) }),
  }
  const propose = proposeHolidays({ holidays, shiftsBy: shiftsBy({ table, recounts }) })
  const acts = actsLedger(table, clock)
  const publish = publishHolidays({ holidays, propose, clock, acts })
  const move = moveDeadlines({ table, recounts })
  const by = await company.who('xu-wen')
  return {
    ...{ company, holidays, propose, publish, acts, by },
    published: async (put: HolidayYear[], base = 1) => {
      const { fingerprint } = await propose({ put }, base)
      return publish({ proposal: { put }, base, fingerprint, reason: '国办通知已发布', by })
    },
    /** As the scheduled watch does. */
    watch: () =>
      runWatch(table, clock, {
        approval: async () => undefined,
        calendar: async () => void (await move(await room.calendar())),
      }),
  }
}

it('shows which open waits move and to when, publishes on record, and moves them within a minute', async () => {
  const { company, propose, publish, published, watch, acts, by } = await given()
  company.at('2027-02-04T10:00:00+08:00')
  const id = await company.inReview()
  const proposed = await propose({ put: [year2027] }, 1)
  expect(proposed.off).toEqual(['2027-02-11', '2027-02-12'])
  expect(proposed.worked).toEqual(['2027-02-20'])
  expect(proposed.shifts).toEqual([
    {
      ...{ kind: 'approval', id, title: (await company.submissions.withId(id)).content.title },
      ...{ from: '2027-02-11T02:00:00.000Z', to: '2027-02-15T02:00:00.000Z' },
    },
  ])
  expect((await company.room.calendar()).number).toBe(1)

  const version = await published([year2027])
  expect(version).toMatchObject({ number: 2, by: 'xu-wen', reason: '国办通知已发布' })
  const again = {
    proposal: { put: [year2027] },
    base: 1,
    fingerprint: version.fingerprint,
    reason: '国办通知已发布',
    by,
  }
  expect(await publish(again)).toEqual(version)
  expect((await acts.page()).items).toMatchObject([
    { type: 'HolidaysPublished', about: { name: '2' }, facts: { years: '2027', worked: '2027-02-20' } },
  ])

  company.later(2)
  await watch()
  const [turn] = await company.approvals.turnsOf(id, 1)
  expect(turn).toMatchObject({
    deadline: '2027-02-15T02:00:00.000Z',
    counted: { calendar: 2, unpublished: [] },
  })
  const [ask] = await company.approvals.asksOf(id, 1)
  expect(ask).toMatchObject({ deadline: turn?.deadline, counted: { unpublished: [] } })
  const moved = (await company.submissions.ledger(id)).filter(({ type }) => type === 'DeadlineMoved')
  expect(moved).toMatchObject([
    { facts: { from: '2027-02-11T02:00:00.000Z', to: turn?.deadline, calendar: 2 } },
  ])
  // What moved once stays, however often it is looked at.
  company.later(2)
  await watch()
  expect((await company.submissions.ledger(id)).filter(({ type }) => type === 'DeadlineMoved')).toHaveLength(
    1,
  )
  // The machine that wakes at the old hour finds nothing to do.
  const at = { submissionId: id, version: 1, index: 0 }
  company.at('2027-02-04T18:00:00+08:00')
  await company.verbs.press(at)
  company.at('2027-02-11T10:30:00+08:00')
  const letters = company.letters.length
  expect(await company.verbs.press(at)).toMatchObject({ next: 'wait' })
  expect(company.letters).toHaveLength(letters)
  await company.decides('wang-lei', id, 0)
  expect(await company.types(id)).toContain('TierApproved')
})

it('moves no deadline earlier: whoever was told Monday keeps Monday', async () => {
  const { company, published, propose, watch } = await given()
  company.at('2027-02-19T10:00:00+08:00')
  const id = await company.inReview()
  expect((await propose({ put: [year2027] }, 1)).shifts).toEqual([])
  await published([year2027])
  company.later(2)
  await watch()
  expect((await company.approvals.turnsOf(id, 1))[0]?.deadline).toBe('2027-02-22T02:00:00.000Z')
  expect(await company.types(id)).not.toContain('DeadlineMoved')
})

it('counts what is asked afterwards by the published list, without a word of doubt', async () => {
  const { company, published } = await given()
  await published([year2027])
  company.at('2027-02-04T10:00:00+08:00')
  const id = await company.inReview()
  expect((await company.approvals.turnsOf(id, 1))[0]).toMatchObject({
    deadline: '2027-02-15T02:00:00.000Z',
    counted: { calendar: 2, unpublished: [] },
  })
  expect(company.lettersTo('wang-lei')[0]?.text).not.toContain('尚未公布')
})

it('refuses what is no year, a year without a day of the law, and a list that was overtaken', async () => {
  const { propose, publish, published, by, holidays } = await given()
  const refused = async (year: Partial<HolidayYear>) => {
    const put = [{ ...year2027, ...year }]
    const details = await propose({ put }, 1).then(
      () => [],
      (error: { details: { rule: string }[] }) => error.details,
    )
    return [...new Set(details.map(({ rule }) => rule))]
  }
  expect(await refused({ holidays: [] })).toEqual(['holidays.law'])
  expect(await refused({ workdays: ['2027-02-19'] })).toEqual(['holidays.workday'])
  expect(await refused({ workdays: ['2027-02-06'] })).toEqual(['holidays.workday'])
  expect(await refused({ workdays: ['2026-02-07'] })).toEqual(['holidays.year'])
  expect(await refused({ holidays: [{ name: '元旦', from: '2026-12-31', until: '2027-01-02' }] })).toEqual([
    'holidays.year',
  ])
  expect(await refused({ holidays: [{ name: '元旦', from: '2027-01-02', until: '2027-01-01' }] })).toEqual([
    'holidays.order',
  ])
  const proposal: Proposal = { put: [year2027] }
  await expect(
    publish({ proposal, base: 1, fingerprint: 'another', reason: '理由', by }),
  ).rejects.toMatchObject({ code: 'ContentChanged' })
  await published([year2027])
  await expect(propose(proposal, 1)).rejects.toMatchObject({ code: 'ContentChanged' })
  await expect(published([year2027], 2)).rejects.toMatchObject({ code: 'InvalidRequest' })
  expect((await holidays.newest()).number).toBe(2)
  expect((await holidays.versions()).items.map(({ number }) => number)).toEqual([2])
})

it('suggests the years that are missing: by the library where it knows them, else by the law', async () => {
  const { holidays, published } = await given()
  expect(await suggestYears({ holidays }, 2026)).toEqual([{ ...statutoryYear(2027), source: 'law' }])
  expect((await suggestYears({ holidays }, 2027)).map(({ year }) => year)).toEqual([2027, 2028])
  await published([year2027])
  expect(await suggestYears({ holidays }, 2026)).toEqual([])
  expect(
    calendarOf(await holidays.newest()).unpublished(new Date('2027-01-01'), new Date('2027-12-30')),
  ).toEqual([])
  expect(shippedList().years.map(({ year }) => year)).toEqual([2024, 2025, 2026])
})

import { tierAsks } from '../../../lib/approval/ask'
import { holidayStore } from '../../../lib/calendar/store'
import { complaintLists } from '../../../lib/complaint/store'
import { editionStore } from '../../../lib/edition/store'
import { listedWays } from '../../../lib/messenger/store'
import { returningMailboxes, troubledLetters } from '../../../lib/outbox/store'
import { ownOf, type Role } from '../../../lib/people/person'
import { probeStore } from '../../../lib/probe/store'
import { lookAtCompany } from '../../../lib/today/look-company'
import { requireGoesOn } from '../../../lib/today/require-goes-on'
import { givenCompany, type Company } from '../../kit/company'

let company: Company
beforeEach(async () => {
  company = await givenCompany()
  const { people } = company
  for (const [id, role] of [
    ['song-an', 'admin'],
    ['tang-zong', 'company-leader'],
    ['gao-shan', 'unit-head'],
    ['qian-li', 'officer'],
  ] as [string, Role][]) {
    await people.save({ id, name: id, email: `${id}@co.example`, unitId: 'office', language: 'zh' })
    await people.grant(id, { role, unitId: 'office', from: '2026-01-01' })
  }
  for (const unit of await people.units())
    for (const { id } of await people.ofUnit(unit.id))
      await people.noteSeen(`session of ${id}`, company.clock.now(), {
        ...{ personId: id, expiresAt: '2026-12-31T00:00:00.000Z' },
      })
})

const look = () => {
  const { table, clock, room } = company
  return lookAtCompany({
    ...{ ...room, mailboxes: returningMailboxes(table), holidays: holidayStore(table) },
    ...{ editions: editionStore(table, clock, 'wx'), probes: probeStore(table, 'wx') },
    ...{ complaints: complaintLists(table), troubledLetters: troubledLetters(table) },
    messengers: listedWays(table),
    weiboAccount: async () => ({
      ...{ revision: 1, warned: [], expiresAt: '2026-11-25T00:00:00.000Z' },
    }),
  })()
}
const said = async (kind: string) =>
  (await look()).filter((one) => one.kind === kind).map((one) => one.said.zh)

test('a company in order is told of nothing but what is the platform’s and the year’s', async () => {
  expect((await look()).map(({ kind, serious }) => [kind, serious])).toEqual([
    ['platform', false],
    ['holidays', false],
  ])
})

test('a unit without head and a post of the whole company that nobody holds stop the work', async () => {
  await company.ends('wang-lei', 'unit-head')
  await company.ends('zhou-heng', 'department-head')
  expect(await said('vacant')).toEqual([
    expect.stringContaining('没有企管部负责人'),
    expect.stringContaining('市场部没有单位负责人'),
  ])
})

test('one person in two seats of a route is told, unless another holds one of them too', async () => {
  await company.ends('zhou-heng', 'department-head')
  await company.people.grant('wang-lei', { role: 'department-head', unitId: 'office', from: '2026-01-01' })
  expect(await said('two-seats')).toEqual([expect.stringContaining('市场部的稿件过不了“')])
  await company.people.grant('song-an', { role: 'department-head', unitId: 'office', from: '2026-01-01' })
  expect(await said('two-seats')).toEqual([])
})

test('who left and is still asked, whose mail comes back, who was never here, and substitutes that have gone', async () => {
  const { people, table } = company
  await company.inReview()
  await people.save({ ...ownOf(await company.who('wang-lei')), leftOn: '2026-11-20' })
  expect((await company.room.asks.waitingFor(tierAsks, 'wang-lei')).items).toHaveLength(1)
  expect(await said('left')).toEqual([expect.stringContaining('王磊已离职，仍有 1 件事')])

  await people.save({ id: 'new', name: '新人', email: 'new@co.example', unitId: 'office', language: 'zh' })
  expect(await said('address')).toEqual([])
  await people.grant('new', { role: 'office-reviewer', unitId: 'office', from: '2026-01-01' })
  expect(await said('address')).toEqual([expect.stringContaining('1 人从未登录，也没有审批过：新人')])
  await table.put({
    ...{ pk: 'MAILBOX#new@co.example', sk: 'HEAD', gsi1pk: 'RETURNING-MAILBOXES', gsi1sk: 'new@co.example' },
    ...{ address: 'new@co.example', since: '2026-11-20T00:00:00.000Z', lastAt: '2026-11-20T00:00:00.000Z' },
    ...{ letters: 1, said: 'no such user' },
  })
  expect(await said('address')).toEqual([expect.stringContaining('新人的邮件自')])

  const span = { from: '2026-11-01', until: '2026-11-24' }
  await people.nameSubstitute('lin-jing', { substituteId: 'wang-lei', ...span })
  await people.nameSubstitute('gao-yuan', { substituteId: 'xu-wen', ...span })
  expect(await said('substitute')).toEqual([
    expect.stringContaining('王磊已离职'),
    expect.stringContaining('2026-11-24 到期'),
  ])
})

test('letters that were refused, and those that wait although they were tried', async () => {
  const now = company.clock.now().toISOString()
  const put = (id: string, change: object, list: string) =>
    company.table.put({
      ...{ pk: `OUTBOX#${id}`, sk: 'HEAD', gsi1pk: list, gsi1sk: now },
      ...{ messageId: id, to: 'chen@co.example', state: 'waiting', writtenAt: now, deadline: now, due: now },
      ...{ attempts: 0, handed: 0, revision: 0, ...change },
    })
  await put('fresh', {}, 'OUTBOX')
  expect(await said('letters')).toEqual([])
  await put('tried', { attempts: 3 }, 'OUTBOX')
  await put('refused', { state: 'refused', leftAt: now }, 'OUTBOX#refused')
  expect(await said('letters')).toEqual([expect.stringContaining('有 1 封邮件没有送达，现有 1 封多次尝试')])
})

test('ending the last holder of a role, or their leaving, is asked for with what stops, and done when confirmed', async () => {
  const goesOn = requireGoesOn(company.room)
  const head = { personId: 'wang-lei', role: 'unit-head', unitId: 'marketing' } as const
  await expect(goesOn(head)).rejects.toMatchObject({
    code: 'WouldStop',
    details: [{ message: { zh: expect.stringContaining('市场部没有单位负责人') as string } }],
  })
  await expect(goesOn({ personId: 'wang-lei' })).rejects.toMatchObject({ code: 'WouldStop' })
  await goesOn({ ...head, confirmed: true })
  // Two review: the other goes on.
  await goesOn({ personId: 'lin-jing', role: 'office-reviewer', unitId: 'office' })
  // Another head who is the unit's only officer decides nothing of their own.
  await company.people.grant('chen-yu', { role: 'unit-head', unitId: 'marketing', from: '2026-01-01' })
  await expect(goesOn(head)).rejects.toMatchObject({ details: [{ rule: 'company.two-seats' }] })
  await company.people.grant('song-an', { role: 'unit-head', unitId: 'marketing', from: '2026-01-01' })
  await goesOn(head)
})

import { tierAsks } from '../../../lib/approval/ask'
import { givenCompany, type Company } from '../../kit/company'

let company: Company
let id: string
beforeEach(async () => {
  company = await givenCompany()
  id = await company.inReview()
})

const first = () => ({ submissionId: id, version: 1, index: 0 })

async function successor() {
  await company.people.save({
    ...{ id: 'sun-li', name: '孙莉', unitId: 'marketing', language: 'zh' },
    email: 'sun-li@jiangnan.example',
  })
  await company.people.grant('sun-li', { role: 'unit-head', unitId: 'marketing', from: '2026-01-01' })
}

test('an approver whose post passes to a successor: the ask moves, the old link dies, both are told, and it is decided', async () => {
  const old = await company.linkOf('wang-lei', id, 0)
  await company.ends('wang-lei', 'unit-head')
  await successor()
  await company.verbs.handOver(first())
  await company.verbs.handOver(first())
  expect(company.lettersTo('wang-lei').at(-1)?.subject).toContain('不再需要您审批')
  expect(company.lettersTo('wang-lei')).toHaveLength(2)
  expect(company.lettersTo('sun-li')).toHaveLength(1)
  await expect(company.verbs.visit(old)).rejects.toMatchObject({ code: 'NotAsked' })
  expect((await company.submissions.withId(id)).holder?.names).toEqual(['孙莉'])
  expect((await company.room.asks.waitingFor(tierAsks, 'wang-lei')).items.length).toBe(0)
  await company.decides('sun-li', id, 0)
  expect((await company.approvals.turn(id, 1, 0))?.decision).toMatchObject({ kind: 'approved', by: 'sun-li' })
  expect((await company.types(id)).filter((type) => type === 'ApprovalHandedOver')).toHaveLength(1)
})

test('the watch does it within the hour although nobody told it, and a reminder goes to the successor only', async () => {
  await company.verbs.keep({ ...first(), taskToken: 'token', waitSeconds: 20_000 })
  await company.ends('wang-lei', 'unit-head')
  await successor()
  company.later(76)
  await company.verbs.watch()
  expect(company.lettersTo('sun-li')).toHaveLength(1)
  company.later(5 * 60)
  await company.verbs.press(first())
  expect(company.lettersTo('wang-lei').filter(({ subject }) => subject.includes('提醒'))).toEqual([])
  expect(company.lettersTo('sun-li')).toHaveLength(2)
})

test('a post left vacant is looked for again: whoever is named later is asked', async () => {
  await company.ends('wang-lei', 'unit-head')
  company.later(1)
  await company.verbs.watch()
  expect((await company.submissions.withId(id)).holder?.names).toEqual([])
  await successor()
  company.later(16)
  await company.verbs.watch()
  expect(company.lettersTo('sun-li')).toHaveLength(1)
})

test('whoever comes back is asked anew: the link of before stays void', async () => {
  const old = await company.linkOf('wang-lei', id, 0)
  await company.ends('wang-lei', 'unit-head')
  await company.verbs.handOver(first())
  await company.people.grant('wang-lei', { role: 'unit-head', unitId: 'marketing', from: '2026-01-01' })
  await company.verbs.handOver(first())
  await expect(company.verbs.visit(old)).rejects.toMatchObject({ code: 'LinkLocked' })
  await company.decides('wang-lei', id, 0)
})

import { requireApprovers, unfilled } from '../../../lib/approval/require-approvers'
import { createSubmission } from '../../../lib/submission/create-submission'
import { givenCompany, type Company } from '../../kit/company'
import { aSubmission } from '../../kit/submission'

let company: Company
beforeEach(async () => {
  company = await givenCompany()
})

async function check(): Promise<void> {
  const by = await company.who('chen-yu')
  const { content } = aSubmission()
  const draft = await createSubmission(company.room)({
    ...{ content, by, requestKey: 'a request', office: false },
  })
  await requireApprovers(company.room)({ submissionId: draft.id, by })
}

test('a company with somebody for each tier may submit', async () => {
  await check()
})

test('a vacant tier is named before anything is signed, in words and not in codes', async () => {
  await company.ends('zhou-heng', 'department-head')
  await expect(check()).rejects.toMatchObject({
    code: 'NothingToAsk',
    facts: { tiers: ['department-head'] },
    said: { zh: expect.stringContaining('企管部负责人批准') },
  })
})

test('one person cannot sit in two tiers: the second of them counts as vacant', async () => {
  for (const reviewer of ['lin-jing', 'gao-yuan']) await company.ends(reviewer, 'office-reviewer')
  await company.people.grant('zhou-heng', { role: 'office-reviewer', unitId: 'office', from: '2026-01-01' })
  await expect(check()).rejects.toMatchObject({ code: 'NothingToAsk' })
})

test('people are placed so that all tiers are filled wherever that is possible', () => {
  expect(
    unfilled(['unit-head', 'office-review', 'department-head'], [['a', 'b'], ['a'], ['b', 'c']]),
  ).toEqual([])
  expect(unfilled(['unit-head', 'office-review'], [['a'], ['a']])).toHaveLength(1)
  expect(unfilled(['unit-head'], [[]])).toEqual(['unit-head'])
})

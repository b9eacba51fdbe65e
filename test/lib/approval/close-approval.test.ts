import { givenCompany, type Company } from '../../kit/company'

let company: Company
beforeEach(async () => {
  company = await givenCompany()
})

const at = (submissionId: string) => ({ submissionId, version: 1 })
const tiers = ['wang-lei', 'lin-jing', 'zhou-heng']

async function approvedBy(count: number): Promise<string> {
  const id = await company.inReview()
  for (const [index, person] of tiers.slice(0, count).entries()) {
    if (index > 0) await company.verbs.open({ ...at(id), index })
    await company.decides(person, id, index)
  }
  return id
}

test('approved means every tier of the route approved this very hash; the pool has it once', async () => {
  const id = await approvedBy(3)
  expect(await company.verbs.close(at(id))).toMatchObject({ outcome: 'approved' })
  expect(await company.verbs.close(at(id))).toMatchObject({ outcome: 'approved' })
  expect((await company.types(id)).filter((type) => type === 'SubmissionApproved')).toHaveLength(1)
  expect((await company.submissions.withId(id)).state).toBe('approved')
})

test('an incomplete route is approved by nobody and lost by nobody: it pauses', async () => {
  const id = await approvedBy(2)
  expect(await company.verbs.close(at(id))).toMatchObject({ outcome: 'paused' })
  expect((await company.submissions.withId(id)).state).toBe('in-review')
})

test('what ended keeps the moment of its end, whatever is written to it later', async () => {
  const id = await company.inReview()
  await company.verbs.withdraw(id)
  const { endedAt } = await company.submissions.withId(id)
  expect(endedAt).toBe(company.clock.now().toISOString())
  company.at('2026-12-02T01:00:00.000Z')
  const later = await company.submissions.change(id, (submission) => ({
    submission,
    happened: { by: 'system', type: 'Noted', facts: {} },
  }))
  expect(later.endedAt).toBe(endedAt)
})

test('an end that came by one person tells the others who were asked', async () => {
  const id = await approvedBy(1)
  await company.verbs.open({ ...at(id), index: 1 })
  await company.decides('lin-jing', id, 1, 'reject')
  expect(await company.verbs.close(at(id))).toMatchObject({ outcome: 'rejected' })
  expect(company.lettersTo('gao-yuan')).toHaveLength(2)
  expect(company.lettersTo('chen-yu').at(-1)?.subject).toContain('退回')
})

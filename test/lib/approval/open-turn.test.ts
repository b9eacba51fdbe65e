import { givenCompany, type Company } from '../../kit/company'

let company: Company
beforeEach(async () => {
  company = await givenCompany()
})

const first = (submissionId: string) => ({ submissionId, version: 1, index: 0 })

test('asks whoever holds the tier, once, however often it runs; turn, asks, holder and ledger stand together', async () => {
  const id = await company.inReview()
  await company.verbs.open(first(id))
  expect((await company.approvals.asksOf(id, 1, 0)).map(({ personId }) => personId)).toEqual(['wang-lei'])
  expect((await company.submissions.withId(id)).holder).toMatchObject({ tier: 'unit-head', names: ['王磊'] })
  expect((await company.types(id)).filter((type) => type === 'ApprovalAsked')).toHaveLength(1)
  expect(company.lettersTo('wang-lei')).toHaveLength(1)
})

test('a withdrawal between looking and opening is first: nobody is asked or mailed', async () => {
  const id = await company.submitted()
  await company.verbs.begin({ submissionId: id, version: 1 })
  const { turnsOf } = company.approvals
  company.approvals.turnsOf = async (...at) => {
    const turns = await turnsOf(...at)
    company.approvals.turnsOf = turnsOf
    await company.verbs.withdraw(id)
    return turns
  }
  expect(await company.verbs.open(first(id))).toMatchObject({ next: 'decided', decision: 'withdrawn' })
  expect(await company.approvals.turnsOf(id, 1)).toEqual([])
  expect(company.lettersTo('wang-lei')).toEqual([])
  expect(await company.verbs.close({ submissionId: id, version: 1 })).toMatchObject({ outcome: 'withdrawn' })
  expect((await company.types(id)).slice(-1)).toEqual(['SubmissionWithdrawn'])
})

test('an opening between the looking and the writing of a withdrawal is closed with it', async () => {
  const id = await company.submitted()
  await company.verbs.begin({ submissionId: id, version: 1 })
  const { change } = company.submissions
  company.submissions.change = async (...args) => {
    company.submissions.change = change
    await company.verbs.open(first(id))
    return change(...args)
  }
  await company.verbs.withdraw(id)
  expect((await company.approvals.turn(id, 1, 0))?.decision).toMatchObject({ kind: 'withdrawn' })
  expect(await company.verbs.press(first(id))).toMatchObject({ next: 'decided', decision: 'withdrawn' })
  expect(await company.types(id)).not.toContain('TierExpired')
})

test('a vacant tier is refused by a name that pauses, not by a failure that ends', async () => {
  const id = await company.submitted()
  await company.verbs.begin({ submissionId: id, version: 1 })
  await company.ends('wang-lei', 'unit-head')
  await expect(company.verbs.open(first(id))).rejects.toMatchObject({ name: 'NothingToAsk' })
})

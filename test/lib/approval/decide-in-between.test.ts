import { givenCompany, type Company } from '../../kit/company'

let company: Company
let id: string
beforeEach(async () => {
  company = await givenCompany()
  id = await company.inReview()
})

const first = () => ({ submissionId: id, version: 1, index: 0 })
const decision = async () => (await company.approvals.turn(id, 1, 0))?.decision

/** Somebody else acts after everything was looked at, right before the next write of a submission. */
function meanwhile(act: () => Promise<unknown>): void {
  const { change } = company.submissions
  company.submissions.change = async (...args) => {
    company.submissions.change = change
    await act()
    return change(...args)
  }
}

const toExpiry = async () => company.at((await company.approvals.turn(id, 1, 0))!.moments.at(-1)!.at)

test('a tier that expires between the look and the decision stays expired, and the decider is told', async () => {
  await toExpiry()
  meanwhile(() => company.verbs.press(first()))
  await expect(company.decides('wang-lei', id, 0)).rejects.toMatchObject({
    code: 'AlreadyDecided',
    facts: { kind: 'expired' },
  })
  expect(await decision()).toMatchObject({ kind: 'expired' })
  expect(await company.types(id)).not.toContain('TierApproved')
})

test('a decision between the look and the expiry stands', async () => {
  await toExpiry()
  meanwhile(() => company.decides('wang-lei', id, 0))
  expect(await company.verbs.press(first())).toMatchObject({ next: 'decided', decision: 'approved' })
  expect(await decision()).toMatchObject({ kind: 'approved', by: 'wang-lei' })
  expect(await company.types(id)).not.toContain('TierExpired')
})

test('a withdrawal between the look and the decision is first', async () => {
  meanwhile(() => company.verbs.withdraw(id))
  await expect(company.decides('wang-lei', id, 0)).rejects.toMatchObject({
    code: 'AlreadyDecided',
    facts: { kind: 'withdrawn' },
  })
  expect(await decision()).toMatchObject({ kind: 'withdrawn' })
})

test.each([
  ['was withdrawn', { state: 'withdrawn' as const }],
  ['is at its next version', { version: 2 }],
])('what %s by a version that left the tier open takes no decision', async (_name, change) => {
  meanwhile(() =>
    company.submissions.change(id, (submission) => ({
      submission: { ...submission, ...change },
      happened: { by: 'chen-yu', type: 'SubmissionWithdrawn', facts: {} },
    })),
  )
  await expect(company.decides('wang-lei', id, 0)).rejects.toMatchObject({ code: 'AlreadyDecided' })
  expect(await decision()).toBeUndefined()
})

test('a post that passes on between the look and the decision takes no decision of its former holder', async () => {
  meanwhile(async () => {
    await company.ends('wang-lei', 'unit-head')
    await company.people.save({
      ...{
        id: 'sun-li',
        name: '孙莉',
        email: 'sun-li@jiangnan.example',
        unitId: 'marketing',
        language: 'zh',
      },
    })
    await company.people.grant('sun-li', { role: 'unit-head', unitId: 'marketing', from: '2026-01-01' })
    await company.verbs.handOver(first())
  })
  await expect(company.decides('wang-lei', id, 0)).rejects.toMatchObject({ code: 'NotAsked' })
  expect(await decision()).toBeUndefined()
  await company.decides('sun-li', id, 0)
  expect(await decision()).toMatchObject({ kind: 'approved', by: 'sun-li' })
})

import { givenCompany, type Company } from '../../kit/company'

let company: Company
let id: string
beforeEach(async () => {
  company = await givenCompany()
  id = await company.inReview()
})

const first = () => ({ submissionId: id, version: 1, index: 0 })

test('a tier nobody decides is reminded, escalated, and ends by name; one decided is left alone', async () => {
  const turn = (await company.approvals.turn(id, 1, 0))!
  for (const { at, kind } of turn.moments) {
    company.at(at)
    const step = await company.verbs.press(first())
    expect(step.next).toBe(kind === 'expire' ? 'decided' : 'wait')
  }
  expect(company.lettersTo('wang-lei')).toHaveLength(5)
  expect(company.lettersTo('xu-wen')).toHaveLength(1)
  expect((await company.approvals.turn(id, 1, 0))?.decision).toMatchObject({ kind: 'expired', by: 'system' })
  expect(await company.verbs.press(first())).toMatchObject({ next: 'decided', decision: 'expired' })
})

test('a row that moves at every try is given up with the conflict, not tried for ever', async () => {
  const turn = (await company.approvals.turn(id, 1, 0))!
  company.at(turn.moments[0]!.at)
  const { save } = company.approvals
  let tries = 0
  company.approvals.save = async (before, after) => {
    tries++
    await save(before, { ...before, revision: before.revision + 1 })
    return save(before, after)
  }
  await expect(company.verbs.press(first())).rejects.toMatchObject({ name: 'ConditionFailed' })
  expect(tries).toBe(10)
})

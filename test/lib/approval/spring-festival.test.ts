import { givenCompany } from '../../kit/company'

const hour = 60

it('presses nobody within Spring Festival 2027, lets nothing expire in it, and says what it counts by', async () => {
  const company = await givenCompany()
  company.at('2027-02-04T10:00:00+08:00')
  const submissionId = await company.inReview()
  const [turn] = await company.approvals.turnsOf(submissionId, 1)
  expect(turn?.deadline).toBe('2027-02-11T02:00:00.000Z')
  expect(turn?.counted).toEqual({ calendar: 1, unpublished: [2027] })
  const [ask] = company.lettersTo('wang-lei')
  for (const part of [ask?.text, ask?.html])
    expect(part).toContain('2027 年的节假日安排尚未公布，期限暂按法定节假日计算')

  const at = { submissionId, version: 1, index: 0 }
  company.at('2027-02-04T18:00:00+08:00')
  await company.verbs.press(at)
  const before = company.letters.length
  for (; company.clock.now() < new Date('2027-02-11T00:00:00+08:00'); company.later(hour))
    expect(await company.verbs.press(at)).toMatchObject({ next: 'wait' })
  expect(company.letters.length - before).toBe(0)
  expect((await company.submissions.withId(submissionId)).state).toBe('in-review')
  company.at('2027-02-11T10:00:00+08:00')
  await company.verbs.press(at)
  expect(company.letters.length - before).toBeGreaterThan(0)
})

import { measureWaits } from '../../../lib/approval/measure-waits'
import { givenCompany } from '../../kit/company'

it('tells how long the oldest decision of each tier waits, in working hours', async () => {
  const company = await givenCompany()
  const measured = () => measureWaits({ ...company.room, table: company.table, clock: company.clock })()
  const first = await company.inReview()
  company.at('2026-11-23T03:00:00Z')
  await company.submitted()
  expect(await measured()).toMatchObject({ 'unit-head': 2, 'office-review': 0 })
  await company.decides('wang-lei', first, 0)
  await company.verbs.open({ submissionId: first, version: 1, index: 1 })
  // A weekend later: it makes nothing old.
  company.at('2026-11-30T01:00:00Z')
  expect(await measured()).toEqual({
    ...{ 'unit-head': 0, 'office-review': 7 + 4 * 9 },
    ...{ 'department-head': 0, 'company-leader': 0 },
  })
  await company.verbs.withdraw(first)
  expect(await measured()).toMatchObject({ 'office-review': 0 })
})

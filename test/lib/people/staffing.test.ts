import { actsLedger } from '../../../lib/security/ledger'
import { savePerson } from '../../kit/administer'
import { holds, substitutesOn, type Person } from '../../../lib/people/person'
import { designateOfficer, endDesignation } from '../../../lib/people/staffing'
import { endSubstitute, listSubstitutes, nameSubstitute } from '../../../lib/people/substitution'
import { peopleStore } from '../../../lib/people/store'
import { dailyCounts } from '../../../lib/platform/daily-count'
import { createSubmission, draftsADay } from '../../../lib/submission/create-submission'
import { submissionStore } from '../../../lib/submission/store'
import { Content } from '../../../lib/submission/content'
import { givenTable } from '../edition/given-table'

let now = new Date('2026-11-24T02:00:00Z')
const clock = { now: () => now }

let given: Awaited<ReturnType<typeof givenTable>>
let head: Person
let stranger: Person
let room: Parameters<typeof designateOfficer>[0]

beforeEach(async () => {
  now = new Date('2026-11-24T02:00:00Z')
  given = await givenTable()
  const people = peopleStore(given.table)
  room = { people, clock, acts: actsLedger(given.table, clock) }
  await people.saveUnit({ id: 'research', name: '研发中心', office: false })
  for (const [id, unitId] of [
    ['wang-lei', 'marketing'],
    ['chen-yu', 'marketing'],
    ['zhao-qiang', 'research'],
  ] as const)
    await people.save({ id, name: id, email: `${id}@co.example`, unitId, language: 'zh' })
  await people.grant('wang-lei', { role: 'unit-head', unitId: 'marketing', from: '2026-01-01' })
  await people.grant('zhao-qiang', { role: 'unit-head', unitId: 'research', from: '2026-01-01' })
  head = (await people.withId('wang-lei'))!
  stranger = (await people.withId('zhao-qiang'))!
})
afterEach(() => given.close())

const personId = 'chen-yu'
const unitId = 'marketing'
const person = async () => (await room.people.withId(personId))!
const write = async (requestKey: string) =>
  createSubmission({
    submissions: submissionStore(given.table, clock),
    counts: dailyCounts(given.table),
    clock,
  })({
    content: Content.parse({ title: '首批智能阀门' }),
    by: await person(),
    requestKey,
    office: false,
  })
const record = async () =>
  (await room.acts.page()).items
    .map(({ type, about, by, facts }) => [type, about.id, by.id, facts['unitId']])
    .sort()

describe('designations (article 6)', () => {
  it('are made and ended by the unit head, once each, on record with who and when', async () => {
    await expect(write('before')).rejects.toMatchObject({ code: 'NotAllowed' })
    await designateOfficer(room)({ unitId, personId, by: head })
    await designateOfficer(room)({ unitId, personId, by: head })
    expect(await write('while')).toMatchObject({ unitId, officerId: personId })
    await endDesignation(room)({ unitId, personId, by: head })
    await endDesignation(room)({ unitId, personId, by: head })
    expect(await record()).toEqual([
      ['DesignationEnded', personId, 'wang-lei', unitId],
      ['OfficerDesignated', personId, 'wang-lei', unitId],
    ])
  })

  it('end at once: the next request is refused', async () => {
    await designateOfficer(room)({ unitId, personId, by: head })
    await endDesignation(room)({ unitId, personId, by: head })
    await expect(write('after')).rejects.toMatchObject({ code: 'NotAllowed' })
  })

  it('keep their last day when ended again later', async () => {
    await designateOfficer(room)({ unitId, personId, by: head })
    now = new Date('2026-11-26T02:00:00Z')
    await endDesignation(room)({ unitId, personId, by: head })
    now = new Date('2026-11-30T02:00:00Z')
    await endDesignation(room)({ unitId, personId, by: head })
    expect((await person()).grants).toMatchObject([{ role: 'officer', until: '2026-11-25' }])
  })

  it('end when the person is moved to another unit, on record', async () => {
    await designateOfficer(room)({ unitId, personId, by: head })
    const {
      grants: _grants,
      substitutes: _substitutes,
      ...moved
    } = { ...(await person()), unitId: 'research' }
    await savePerson(room)({ person: moved, by: stranger })
    expect(holds(await person(), 'officer', '2026-11-24', unitId)).toBe(false)
    expect(await record()).toContainEqual(['DesignationEnded', personId, 'zhao-qiang', unitId])
  })

  it('are ended by the head of the unit although the person is elsewhere by now', async () => {
    await designateOfficer(room)({ unitId, personId, by: head })
    await room.people.save({ ...(await person()), unitId: 'research' })
    await endDesignation(room)({ unitId, personId, by: head })
    expect(holds(await person(), 'officer', '2026-11-24', unitId)).toBe(false)
  })

  it('are not the head of another unit’s to make or to end, nor for another unit’s people', async () => {
    const refused = { code: 'NotAllowed' }
    await expect(designateOfficer(room)({ unitId, personId, by: stranger })).rejects.toMatchObject(refused)
    await expect(
      designateOfficer(room)({ unitId: 'research', personId, by: stranger }),
    ).rejects.toMatchObject({ code: 'NotFound' })
    await designateOfficer(room)({ unitId, personId, by: head })
    await expect(endDesignation(room)({ unitId, personId, by: stranger })).rejects.toMatchObject(refused)
    expect(holds(await person(), 'officer', '2026-11-24', unitId)).toBe(true)
  })
})

describe('substitutions', () => {
  const span = { substituteId: 'zhao-qiang', from: '2026-11-25', until: '2026-11-27' }
  const listed = async () => listSubstitutes(room)((await room.people.withId('wang-lei'))!)
  const substitutes = async () => (await record()).map(([type, about, by]) => [type, about, by])

  it('answer with what was saved, are listed, and are on record once however often they are named', async () => {
    const saved = await nameSubstitute(room)({ ...span, by: head })
    await nameSubstitute(room)({ ...span, by: head })
    expect(saved).toEqual({ ...span, name: 'zhao-qiang' })
    expect(await listed()).toEqual([saved])
    expect(await substitutes()).toEqual([['SubstituteNamed', 'zhao-qiang', 'wang-lei']])
    now = new Date('2026-11-28T02:00:00Z')
    expect(await listed()).toEqual([])
  })

  it('end at once, also while they run, on record once', async () => {
    await nameSubstitute(room)({ ...span, by: head })
    now = new Date('2026-11-26T02:00:00Z')
    const end = () => endSubstitute(room)({ ...span, by: head })
    await Promise.all([end(), end()])
    await end()
    expect(await listed()).toEqual([])
    expect(substitutesOn((await room.people.withId('wang-lei'))!, '2026-11-26')).toEqual([])
    expect(await substitutes()).toEqual([
      ['SubstituteEnded', 'zhao-qiang', 'wang-lei'],
      ['SubstituteNamed', 'zhao-qiang', 'wang-lei'],
    ])
  })

  it('are not given to oneself nor to somebody who left', async () => {
    await room.people.save({
      ...{ id: 'gone', name: 'gone', email: 'gone@co.example', unitId, language: 'zh' },
      leftOn: '2026-11-01',
    })
    for (const substituteId of ['wang-lei', 'gone', 'nobody'])
      await expect(nameSubstitute(room)({ ...span, substituteId, by: head })).rejects.toMatchObject({
        code: 'InvalidRequest',
      })
    expect(await record()).toEqual([])
  })
})

test('an officer opens so many drafts a day, and goes on the next', async () => {
  await designateOfficer(room)({ unitId, personId, by: head })
  for (let times = 0; times < draftsADay; times++) await write(`draft ${times}`)
  await expect(write('one more')).rejects.toMatchObject({ code: 'TooManyAttempts' })
  now = new Date('2026-11-24T16:00:00Z')
  expect((await write('one more')).state).toBe('draft')
})

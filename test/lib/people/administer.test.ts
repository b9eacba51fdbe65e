import { actsLedger } from '../../../lib/security/ledger'
import { listCompany, saveUnit } from '../../../lib/people/administer'
import { endRole, grantRole, savePerson } from '../../kit/administer'
import { holds, type Person } from '../../../lib/people/person'
import { peopleStore } from '../../../lib/people/store'
import { givenTable } from '../edition/given-table'

const clock = { now: () => new Date('2026-11-24T02:00:00Z') }
const today = '2026-11-24'

let given: Awaited<ReturnType<typeof givenTable>>
let admin: Person
let room: Parameters<typeof savePerson>[0]

const person = (id: string, email: string) => ({
  id,
  name: id,
  email,
  unitId: 'office',
  language: 'zh' as const,
})

beforeEach(async () => {
  given = await givenTable()
  const people = peopleStore(given.table)
  room = { people, clock, acts: actsLedger(given.table, clock) }
  await people.saveUnit({ id: 'office', name: '企管部', office: true })
  await people.save(person('song-an', 'song@co.example'))
  await people.grant('song-an', { role: 'admin', unitId: 'office', from: '2026-01-01' })
  admin = (await people.withId('song-an'))!
})
afterEach(() => given.close())

const acts = async () => (await room.acts.page()).items.map(({ type, about, by }) => [type, about.id, by.id])

describe('the administrator', () => {
  it('adds a unit, a person and a role, each on record, and the person may act at once', async () => {
    await saveUnit(room)({ unit: { id: 'sales', name: '销售部', office: false }, by: admin })
    await savePerson(room)({
      person: { ...person('wu-min', 'wu@co.example'), unitId: 'sales' },
      by: admin,
    })
    const made = await grantRole(room)({
      ...{ personId: 'wu-min', role: 'unit-head', unitId: 'sales' },
      from: today,
      by: admin,
    })
    expect(holds(made, 'unit-head', today, 'sales')).toBe(true)
    expect((await acts()).sort()).toEqual([
      ['PersonSaved', 'wu-min', 'song-an'],
      ['RoleGranted', 'wu-min', 'song-an'],
      ['UnitSaved', 'sales', 'song-an'],
    ])
    expect((await listCompany(room)()).map((unit) => [unit.id, unit.people.map(({ id }) => id)])).toEqual([
      ['office', ['song-an']],
      ['sales', ['wu-min']],
    ])
  })

  it('names no information officer and ends no designation: that is the unit head’s (article 6)', async () => {
    const officer = { personId: 'song-an', role: 'officer' as const, unitId: 'office', by: admin }
    await expect(grantRole(room)({ ...officer, from: today })).rejects.toMatchObject({ code: 'NotAllowed' })
    await expect(endRole(room)(officer)).rejects.toMatchObject({ code: 'NotAllowed' })
    expect(await acts()).toEqual([])
  })

  it('ends a role at once, and once', async () => {
    await savePerson(room)({ person: person('xu-wen', 'xu@co.example'), by: admin })
    const role = { personId: 'xu-wen', role: 'editor' as const, unitId: 'office', by: admin }
    await grantRole(room)({ ...role, from: '2026-01-01' })
    expect(holds(await endRole(room)(role), 'editor', today)).toBe(false)
    await endRole(room)(role)
    expect((await acts()).filter(([type]) => type === 'RoleEnded')).toHaveLength(1)
  })

  it('gives nobody the mail address of another, and stores and records nothing then', async () => {
    const taken = savePerson(room)({ person: person('thief', 'SONG@co.example'), by: admin })
    await expect(taken).rejects.toMatchObject({ code: 'InvalidRequest' })
    expect(await room.people.withId('thief')).toBeUndefined()
    expect((await room.people.withEmail('song@co.example'))?.id).toBe('song-an')
    expect(await acts()).toEqual([])
  })

  it('adds nobody and no unit under an id in use, also when two add at once', async () => {
    const taken = { code: 'InvalidRequest', said: { zh: expect.stringContaining('编号') as string } }
    const again = { person: person('song-an', 'new@co.example'), create: true, by: admin }
    await expect(savePerson(room)(again)).rejects.toMatchObject(taken)
    expect(await room.people.withId('song-an')).toMatchObject({ email: 'song@co.example' })
    expect(await room.people.withEmail('new@co.example')).toBeUndefined()
    const unit = { id: 'office', name: '办公室', office: true }
    await expect(saveUnit(room)({ unit, create: true, by: admin })).rejects.toMatchObject(taken)
    expect(await acts()).toEqual([])
    const two = await Promise.allSettled(
      ['一部', '二部'].map((name) =>
        saveUnit(room)({ unit: { id: 'sales', name, office: false }, create: true, by: admin }),
      ),
    )
    expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await acts()).toHaveLength(1)
  })

  it('leaves the company with its office (article 4)', async () => {
    const cleared = saveUnit(room)({ unit: { id: 'office', name: '企管部', office: false }, by: admin })
    await expect(cleared).rejects.toMatchObject({ code: 'InvalidRequest' })
    expect(await room.people.units()).toMatchObject([{ id: 'office', office: true }])
  })

  it('frees an address when it is changed: the old one signs nobody in, and the record has both', async () => {
    await savePerson(room)({ person: person('xu-wen', 'old@co.example'), by: admin })
    await savePerson(room)({ person: person('xu-wen', 'new@co.example'), by: admin })
    expect((await room.acts.page()).items[0]).toMatchObject({
      ...{ before: { email: 'old@co.example' }, after: { email: 'new@co.example' } },
    })
    expect(await room.people.withEmail('old@co.example')).toBeUndefined()
    expect((await room.people.withEmail('new@co.example'))?.id).toBe('xu-wen')
  })

  it('cannot shut themselves out, nor make a second office (article 4)', async () => {
    const refused = { code: 'NotAllowed' }
    const self = { personId: 'song-an', role: 'admin' as const, unitId: 'office', by: admin }
    await expect(endRole(room)(self)).rejects.toMatchObject(refused)
    const left = { ...person('song-an', 'song@co.example'), leftOn: today }
    await expect(savePerson(room)({ person: left, by: admin })).rejects.toMatchObject(refused)
    const second = saveUnit(room)({ unit: { id: 'two', name: '二办', office: true }, by: admin })
    await expect(second).rejects.toMatchObject({ code: 'InvalidRequest', facts: { office: 'office' } })
  })
})

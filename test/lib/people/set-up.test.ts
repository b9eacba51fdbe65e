import { loadCompany } from '../../../lib/people/load-company'
import { holds } from '../../../lib/people/person'
import { setUp, setUpState, type FirstCompany } from '../../../lib/people/set-up'
import { peopleStore, type People } from '../../../lib/people/store'
import { actsLedger, type Acts } from '../../../lib/security/ledger'
import { givenTable } from '../edition/given-table'

let now = new Date('2026-11-24T02:00:00Z')
const clock = { now: () => now }
const today = '2026-11-24'
const secrets = { read: () => Promise.resolve('the-code') }

let given: Awaited<ReturnType<typeof givenTable>>
let people: People
let acts: Acts

beforeEach(async () => {
  now = new Date('2026-11-24T02:00:00Z')
  given = await givenTable()
  people = peopleStore(given.table)
  acts = actsLedger(given.table, clock)
})
afterEach(() => given.close())

type Member = FirstCompany['units'][number]['people'][number]
const member = (id: string, name: string, roles: Member['roles']): Member => ({
  ...{ id, name, roles, email: `${id}@co.example`, language: 'zh' },
})

/** The six seats of the form; `typed` changes what stands in some of them. */
function company(typed: Record<string, Partial<Member>> = {}): FirstCompany {
  const seats = (...members: Member[]) => members.map((one) => ({ ...one, ...typed[one.id] }))
  return {
    name: '西岭机电有限公司',
    units: [
      {
        ...{ id: 'office', name: '企业管理部', office: true },
        people: seats(
          member('office-head', '周成', ['unit-head', 'department-head']),
          member('office-reviewer', '林方', ['office-reviewer']),
          member('office-editor', '许可', ['editor', 'officer']),
          member('office-admin', '宋立', ['admin']),
        ),
      },
      {
        ...{ id: 'unit-1', name: '销售部', office: false },
        people: seats(
          member('unit-1-head', '王平', ['unit-head']),
          member('unit-1-officer', '陈新', ['officer']),
        ),
      },
    ],
  }
}
const run = (typed?: Record<string, Partial<Member>>, using = people) =>
  setUp({ people: using, secrets, clock, acts })({ code: 'the-code', company: company(typed) })
const state = async () => (await setUpState({ people })()).state

describe('the first set-up', () => {
  it('makes one person of one address in two seats, with the roles of both, however it is written', async () => {
    await run({
      'office-admin': { name: '许可', email: 'OFFICE-EDITOR@co.example' },
      'unit-1-officer': { name: '许可', email: 'office-editor@co.example' },
    })
    expect(await state()).toBe('done')
    const one = (await people.withEmail('office-editor@co.example'))!
    expect(one).toMatchObject({ id: 'office-editor', unitId: 'office' })
    expect(holds(one, 'editor', today, 'office')).toBe(true)
    expect(holds(one, 'admin', today, 'office')).toBe(true)
    expect(holds(one, 'officer', today, 'unit-1')).toBe(true)
    expect(await people.withId('office-admin')).toBeUndefined()
  })

  it.each([
    ['officer and head of a unit', 'unit-1-officer', 'unit-1-head', '王平'],
    ['head of a unit and reviewer', 'unit-1-head', 'office-reviewer', '林方'],
    ['reviewer and department head', 'office-reviewer', 'office-head', '周成'],
    ['officer of a unit and department head', 'unit-1-officer', 'office-head', '周成'],
  ])('refuses %s in one person before anything is written (article 2)', async (_, seat, same, name) => {
    const typed = { [seat]: { name, email: `${same}@CO.example` } }
    await expect(run(typed)).rejects.toMatchObject({ code: 'InvalidRequest' })
    expect(await people.units()).toEqual([])
    expect(await state()).toBe('open')
  })

  it('is on record with everybody it made and their roles, and so is a file that changes them', async () => {
    await run()
    const [act] = (await acts.page()).items
    expect(act).toMatchObject({ type: 'CompanySetUp', by: { id: 'installer' } })
    expect(act?.facts['changes']).toContainEqual({
      ...{ id: 'office-admin', name: '宋立' },
      after: expect.objectContaining({
        email: 'office-admin@co.example',
        roles: ['admin office'],
      }) as unknown,
    })
    const other = company({ 'office-head': { email: 'other@co.example' } })
    await loadCompany({ people, clock, acts })({ ...other, demo: false })
    expect((await acts.page()).items[0]).toMatchObject({
      type: 'CompanyLoaded',
      facts: {
        changes: [
          {
            ...{ id: 'office-head', before: { email: 'office-head@co.example' } },
            after: { email: 'other@co.example' },
          },
        ],
      },
    })
    expect((await people.ofSession('office-head')).end?.endedAt).toBe(now.toISOString())
    expect((await people.ofSession('office-admin')).end?.endedAt).toBeUndefined()
  })

  it('takes one address under two names for a mistake, and says so', async () => {
    const typed = { 'office-admin': { email: 'office-editor@co.example' } }
    await expect(run(typed)).rejects.toMatchObject({ facts: { names: ['许可', '宋立'] } })
    expect(await state()).toBe('open')
  })

  it.each(['an empty table', 'the demo'])('may be repeated where it broke off, over %s', async (before) => {
    if (before === 'the demo') {
      const demo = company({ 'office-head': { email: 'demo@co.example' } })
      await loadCompany({ people, clock, acts })({ ...demo, name: '演示公司', demo: true })
    }
    let saved = 0
    const breaking: People = {
      ...people,
      save: async (...given) => {
        saved += 1
        if (saved > (before === 'the demo' ? 8 : 2)) throw new Error('the machine went away')
        return people.save(...given)
      },
    }
    await expect(run({}, breaking)).rejects.toThrow('went away')
    expect(await state()).not.toBe('done')
    // Whoever began may still be at it.
    await expect(run()).rejects.toMatchObject({ code: 'WrongState' })
    now = new Date('2026-11-24T02:01:01Z')
    await run()
    expect(await state()).toBe('done')
    const admin = (await people.withEmail('office-admin@co.example'))!
    expect(holds(admin, 'admin', today, 'office')).toBe(true)
    expect(await people.withEmail('demo@co.example')).toBeUndefined()
    expect(await people.company()).not.toHaveProperty('settingUp')
  })

  it('ends with one company when two press at once', async () => {
    const both = await Promise.allSettled([run(), run()])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(run()).rejects.toMatchObject({ code: 'WrongState' })
  })
})

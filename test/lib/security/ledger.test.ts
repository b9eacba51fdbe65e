import { firstBreak } from '../../../lib/ledger/event'
import { changeOf, type NewAct } from '../../../lib/security/act'
import { actsLedger } from '../../../lib/security/ledger'
import { givenTable, type GivenTable } from '../edition/given-table'

const clock = { now: () => new Date('2026-11-24T02:00:00Z') }
const act = (name: string): NewAct => ({
  ...{ type: 'PersonSaved', by: { id: 'song-an', name: '宋安' }, about: { id: name, name } },
  ...changeOf({ email: 'old@co.example', name }, { email: 'new@co.example', name }),
})

let given: GivenTable
let acts: ReturnType<typeof actsLedger>
beforeEach(async () => {
  given = await givenTable()
  acts = actsLedger(given.table, clock)
})
afterEach(() => given.close())

describe('the record of acts', () => {
  it('is one chain, also of acts at one moment, and each stands with what it did', async () => {
    const names = Array.from({ length: 8 }, (_, n) => `person-${n}`)
    await Promise.all(
      names.map((name) =>
        acts.record(act(name), (rows) => given.table.transact([...rows, { put: { pk: name, sk: 'HEAD' } }])),
      ),
    )
    const chain = await acts.stretch(1, 99)
    expect(chain.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(firstBreak(chain)).toBeUndefined()
    for (const name of names) expect(await given.table.get({ pk: name, sk: 'HEAD' })).toBeDefined()
  })

  it('holds no act whose change was not written', async () => {
    await given.table.put({ pk: 'x', sk: 'HEAD' })
    const twice = acts.record(act('x'), (rows) =>
      given.table.transact([
        ...rows,
        { put: { pk: 'x', sk: 'HEAD' }, when: { expression: 'attribute_not_exists(pk)' } },
      ]),
    )
    await expect(twice).rejects.toMatchObject({ name: 'ConditionFailed' })
    expect(await acts.stretch(1, 99)).toEqual([])
  })

  it('says what stood before and after, the newest first, a page at a time', async () => {
    for (const name of ['a', 'b', 'c']) await acts.note(act(name))
    const first = await acts.page({ limit: 2 })
    expect(first.items).toEqual([
      expect.objectContaining({
        ...{ id: '3', type: 'PersonSaved', about: { id: 'c', name: 'c' } },
        ...{ before: { email: 'old@co.example' }, after: { email: 'new@co.example' } },
      }),
      expect.objectContaining({ id: '2', by: { id: 'song-an', name: '宋安' } }),
    ])
    const rest = await acts.page({ limit: 2, cursor: first.next })
    expect([rest.items.map(({ id }) => id), rest.next]).toEqual([['1'], undefined])
  })

  it('shows where an act was taken out or changed', async () => {
    for (const name of ['a', 'b', 'c']) await acts.note(act(name))
    const second = { pk: 'ACTS', sk: 'EVENT#000002' }
    const row = (await given.table.get(second))!
    await given.table.put({ ...row, by: 'somebody-else' })
    expect(firstBreak(await acts.stretch(1, 99))).toMatchObject({ seq: 2 })
    await given.table.remove(second)
    expect(firstBreak(await acts.stretch(1, 99))).toMatchObject({ seq: 2 })
  })

  it('reads what an earlier version kept by month', async () => {
    const earlier = { by: 'song-an', name: '宋安', type: 'RoleGranted', about: 'wang-lei' }
    const at = '2026-11-02T01:00:00.000Z'
    await given.table.put({
      ...{ pk: 'ACTS#2026-11', sk: `${at}#x`, id: 'x', at, ...earlier, facts: { role: 'editor' } },
    })
    expect(await acts.earlier('2026-11')).toEqual({
      items: [
        {
          ...{ id: 'x', at, type: 'RoleGranted', facts: { role: 'editor' } },
          ...{ by: { id: 'song-an', name: '宋安' }, about: { id: 'wang-lei', name: 'wang-lei' } },
        },
      ],
    })
    expect(await acts.page()).toEqual({ items: [] })
  })
})

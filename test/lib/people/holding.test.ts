import { seatsOfSecond } from '../../../lib/oversight/seconds'
import { peopleStore } from '../../../lib/people/store'
import { laggingTable } from '../../kit/lagging-table'

const clock = { now: () => new Date('2026-11-24T02:00:00Z') }
const from = '2026-01-01'

async function aCompany() {
  const { table, catchUp } = laggingTable()
  const people = peopleStore(table)
  await people.saveUnit({ id: 'office', name: '企管部', office: true })
  for (const id of ['song-an', 'he-jun'])
    await people.save({ id, name: id, email: `${id}@co.example`, unitId: 'office', language: 'zh' })
  await people.grant('song-an', { role: 'admin', unitId: 'office', from })
  await catchUp()
  const admins = async () => (await people.holding('admin', 'office')).map(({ id }) => id)
  return { table, catchUp, people, admins }
}

test('who was given a role a moment ago holds it, though the index does not know it yet', async () => {
  const { people, admins, catchUp } = await aCompany()
  await people.grant('he-jun', { role: 'admin', unitId: 'office', from })
  expect(await admins()).toEqual(['he-jun', 'song-an'])
  await catchUp()
  expect(await admins()).toEqual(['he-jun', 'song-an'])
})

test('nobody changes rights alone while a second is there since a moment ago', async () => {
  const { people } = await aCompany()
  const seconds = () => seatsOfSecond({ people, clock })({ proposerId: 'song-an', concernsHead: false })
  expect(await seconds()).toEqual([])
  await people.grant('he-jun', { role: 'admin', unitId: 'office', from })
  expect(await seconds()).toEqual([{ role: 'admin' }, { role: 'department-head' }])
})

test('a role that version 2967488 wrote, in the index alone, is held', async () => {
  const { table, catchUp, admins } = await aCompany()
  const [role, unitId] = ['admin', 'office']
  await table.put({
    ...{ pk: 'PERSON#he-jun', sk: 'ROLE#admin#office', role, unitId, from },
    ...{ gsi1pk: 'ROLE#admin#office', gsi1sk: 'he-jun' },
  })
  await catchUp()
  expect(await admins()).toEqual(['he-jun', 'song-an'])
})

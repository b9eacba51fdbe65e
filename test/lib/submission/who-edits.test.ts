import type { Person } from '../../../lib/people/person'
import { presenceStore } from '../../../lib/submission/presence'
import { submissionStore } from '../../../lib/submission/store'
import { whoEdits } from '../../../lib/submission/who-edits'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'

const person = (id: string, name: string, unitId = 'marketing'): Person => ({
  ...{ id, name, unitId, email: `${id}@jiangnan.example`, language: 'zh', substitutes: [] },
  grants: [{ role: 'officer', unitId, from: '2026-01-01' }],
})
const [chen, liu] = [person('chen-yu', '陈瑜'), person('liu-yan', '刘燕')]

let now: number
const clock = { now: () => new Date(now) }
async function aDesk(state: 'draft' | 'published' = 'draft') {
  now = Date.parse('2026-11-30T01:00:00Z')
  const table = memoryTable(new Map())
  const submissions = submissionStore(table, clock)
  const { id } = await submissions.create(aSubmission({ state, edits: 3 }), {
    ...{ by: chen.id, type: 'SubmissionCreated', facts: {} },
  })
  const ask = whoEdits({ submissions, presence: presenceStore(table), clock })
  return { open: (by: Person, page = `page of ${by.id}`) => ask({ submissionId: id, page, by }) }
}

describe('who has a draft open', () => {
  it('hears of everybody else, once a person, and how often it was edited', async () => {
    const { open } = await aDesk()
    expect(await open(chen)).toEqual({ editing: [], edits: 3 })
    await open(liu)
    await open(liu, 'another window')
    expect((await open(chen)).editing).toEqual([{ id: 'liu-yan', name: '刘燕' }])
    expect((await open(liu)).editing.map(({ id }) => id).sort()).toEqual(['chen-yu', 'liu-yan'])
  })

  it('forgets a page that has not said so for 45 seconds', async () => {
    const { open } = await aDesk()
    await open(liu)
    now += 44_000
    expect((await open(chen)).editing).toHaveLength(1)
    now += 1_000
    expect((await open(chen)).editing).toEqual([])
  })

  it('tells nobody of another unit, and nobody once it is no draft', async () => {
    const { open } = await aDesk()
    await expect(open(person('li-na', '李娜', 'research'))).rejects.toMatchObject({ name: 'NotFound' })
    const published = await aDesk('published')
    await expect(published.open(chen)).rejects.toMatchObject({ name: 'WrongState' })
  })
})

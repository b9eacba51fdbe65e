import type { Letter } from '../../../lib/channels/mail/mail'
import { tellUnusual } from '../../../lib/oversight/weekly-letter'
import { peopleStore } from '../../../lib/people/store'
import { actsLedger } from '../../../lib/security/ledger'
import { shipped } from '../../kit/calendar'
import { memoryTable } from '../../kit/memory-table'

const song = { id: 'song-an', name: '宋安' }
const wang = { id: 'wang-lei', name: '王蕾' }

async function givenRecord() {
  let now = new Date('2026-11-19T02:00:00Z')
  const clock = { now: () => now }
  const table = memoryTable()
  const people = peopleStore(table)
  await people.saveUnit({ id: 'office', name: '企管部', office: true })
  await people.save({
    ...{ id: 'zhou-ning', name: '周宁', email: 'zhou@co.example', unitId: 'office', language: 'zh' },
  })
  await people.grant('zhou-ning', { role: 'department-head', unitId: 'office', from: '2026-01-01' })
  await people.save({
    ...{ id: 'song-an', name: '宋安', email: 'song@co.example', unitId: 'office', language: 'en' },
  })
  await people.grant('song-an', { role: 'admin', unitId: 'office', from: '2026-01-01' })
  const acts = actsLedger(table, clock)
  const troubles: { said: { zh: string; en: string } }[] = []
  /** as the outbox does: once a Message-ID */
  const letters = new Map<string, Letter>()
  const mail = {
    send: async (letter: Letter) => {
      if (!letters.has(letter.messageId)) letters.set(letter.messageId, letter)
    },
  }
  return {
    ...{ acts, letters, troubles },
    at: (moment: string) => (now = new Date(moment)),
    tell: tellUnusual({
      ...{ people, acts, mail, clock, calendar: async () => shipped, checkUp: async () => troubles },
      publicUrl: 'https://co.example',
    }),
    renamed: () =>
      acts.note({
        ...{ type: 'PersonSaved', by: song, about: wang },
        ...{ before: { name: '王雷' }, after: { name: '王蕾' } },
      }),
    moved: () =>
      acts.note({
        ...{ type: 'PersonSaved', by: song, about: wang },
        ...{ before: { email: 'wang@co.example' }, after: { email: 'other@co.example' } },
      }),
  }
}

describe('the weekly letter to the head of 企管部', () => {
  it('lists what was unusual in the week before, with the reason, and how the record ends', async () => {
    const { acts, letters, at, tell, renamed, moved } = await givenRecord()
    await renamed()
    await moved()
    // Saturday, at night.
    at('2026-11-21T15:30:00Z')
    await acts.note({ type: 'RoleGranted', by: song, about: wang, facts: { role: 'editor' } })
    const [last] = (await acts.page()).items
    at('2026-11-23T01:10:00Z')
    await renamed()
    expect(await tell()).toEqual({ acts: 3, unusual: 2, troubles: 0 })
    const [letter] = letters.values()
    expect(letter).toMatchObject({
      to: 'zhou@co.example',
      subject: '【签发】每周提醒：公司体检 0 项，操作记录 2 项需留意',
    })
    expect(letter!.text).toContain('wang@co.example → other@co.example')
    expect(letter!.text).toContain('登录邮箱被更改')
    expect(letter!.text).toContain('授予了能审批、发布或管理的角色；发生在夜间或休息日')
    expect(letter!.text).not.toContain('王雷')
    expect(letter!.text).toContain(last!.hash)
  })

  it('comes once a week, on the first working day that runs, and not after a week without acts', async () => {
    const { letters, at, tell, moved } = await givenRecord()
    await moved()
    at('2026-11-22T01:10:00Z')
    expect(await tell()).toEqual({ acts: 0, unusual: 0, troubles: 0 })
    for (const day of ['24', '25', '26']) {
      at(`2026-11-${day}T01:10:00Z`)
      await tell()
    }
    expect(letters.size).toBe(2)
    at('2026-11-30T01:10:00Z')
    expect(await tell()).toEqual({ acts: 0, unusual: 0, troubles: 0 })
    expect(letters.size).toBe(2)
  })

  it('tells head and administrators what stands in the way of the work, also after a week without acts', async () => {
    const { letters, at, tell, troubles } = await givenRecord()
    troubles.push({ said: { zh: '市场部没有单位负责人', en: 'Marketing has no head' } })
    at('2026-11-23T01:10:00Z')
    expect(await tell()).toEqual({ acts: 0, unusual: 0, troubles: 1 })
    expect([...letters.values()].map(({ to }) => to).sort()).toEqual(['song@co.example', 'zhou@co.example'])
    expect([...letters.values()][0]!.text).toContain('市场部没有单位负责人')
  })

  it('counts more than twenty acts of one person in a day as unusual, all of them', async () => {
    const { letters, at, tell, renamed } = await givenRecord()
    for (let times = 0; times < 21; times++) await renamed()
    at('2026-11-23T01:10:00Z')
    expect(await tell()).toEqual({ acts: 21, unusual: 21, troubles: 0 })
    expect([...letters.values()][0]!.text).toContain('同一人一天内操作超过 20 次')
  })
})

import { dailyCounts } from '../../../lib/platform/daily-count'
import type { Person } from '../../../lib/people/person'
import { submissionStore } from '../../../lib/submission/store'
import { createSubmission } from '../../../lib/submission/create-submission'
import { editSubmission } from '../../../lib/submission/edit-submission'
import { reviseSubmission } from '../../../lib/submission/revise-submission'
import { submitSubmission } from '../../../lib/submission/submit-submission'
import { withdrawSubmission } from '../../../lib/submission/withdraw-submission'
import { wordListStore } from '../../../lib/wording/store'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'
import { themeStore } from '../../../lib/theme/store'

const officer = (id: string): Person => ({
  ...{ id, name: id, email: `${id}@co.example`, unitId: 'marketing', language: 'zh', substitutes: [] },
  grants: [{ role: 'officer', unitId: 'marketing', from: '2026-01-01' }],
})
const [own, colleague] = [officer('chen-yu'), officer('he-min')]

async function aDraft() {
  const table = memoryTable()
  const clock = { now: () => new Date('2026-11-23T01:00:00Z') }
  const started: string[] = []
  const room = {
    ...{
      clock,
      submissions: submissionStore(table, clock),
      wordLists: wordListStore(table),
      themes: themeStore(table),
    },
    people: { units: async () => [{ id: 'marketing', name: '市场部', office: false }] },
    machine: { start: async (name: string) => void started.push(name), stateOf: async () => 'none' as const },
    counts: dailyCounts(table),
    review: { closing: async () => [], closed: async () => undefined },
  }
  const { content } = aSubmission()
  const { id } = await createSubmission(room)({ content, by: own, requestKey: 'a request', office: false })
  const agreed = { truth: true, unclassified: true } as const
  return {
    ...{ id, content, room, started },
    submit: (seen: { version: number; edits: number }) =>
      submitSubmission(room)({ submissionId: id, ...seen, agreed, by: own }),
    edit: (edits: number, body: string, by = colleague) =>
      editSubmission(room)({ submissionId: id, edits, content: { ...content, body }, by }),
  }
}

describe('a statement is signed over what its signer has read (article 6)', () => {
  it('refuses what a colleague changed meanwhile, and signs nothing', async () => {
    const { id, room, started, submit, edit } = await aDraft()
    await edit(0, '<p>同事改过的正文。</p>')
    await expect(submit({ version: 1, edits: 0 })).rejects.toMatchObject({
      code: 'ContentChanged',
      facts: { version: 1, edits: 1 },
    })
    expect(await room.submissions.withId(id)).toMatchObject({ state: 'draft', edits: 1 })
    expect((await room.submissions.withId(id)).statement).toBeUndefined()
    expect(started).toEqual([])
    expect((await submit({ version: 1, edits: 1 })).state).toBe('checking')
  })

  it('refuses the number of another version, and takes a repeat of what was submitted', async () => {
    const { id, room, started, submit } = await aDraft()
    await expect(submit({ version: 7, edits: 0 })).rejects.toMatchObject({ code: 'ContentChanged' })
    await submit({ version: 1, edits: 0 })
    await submit({ version: 1, edits: 0 })
    expect(started).toEqual([`${id}-v1`, `${id}-v1`])
    await withdrawSubmission(room)({ submissionId: id, reason: '再改', by: own })
    await reviseSubmission(room)({ submissionId: id, version: 1, by: own })
    await expect(submit({ version: 1, edits: 0 })).rejects.toMatchObject({ code: 'ContentChanged' })
    expect((await submit({ version: 2, edits: 0 })).contentHash).toMatch(/^[0-9a-f]{64}$/)
  })
})

import type { Turn } from '../../../lib/approval/approval'
import { tierAsks } from '../../../lib/approval/ask'
import { approvalStore, openWrites } from '../../../lib/approval/store'
import { tierQuestion } from '../../../lib/approval/tier-question'
import { returningMailboxes } from '../../../lib/outbox/store'
import type { Person } from '../../../lib/people/person'
import { peopleStore } from '../../../lib/people/store'
import { dailyCounts } from '../../../lib/platform/daily-count'
import { newAsk } from '../../../lib/question/ask'
import { askStore } from '../../../lib/question/store'
import { tellUnreached } from '../../../lib/question/tell-unreached'
import { createSubmission } from '../../../lib/submission/create-submission'
import { submissionStore } from '../../../lib/submission/store'
import { aSubmission } from '../../kit/submission'
import { givenOutbox, letterTo } from '../outbox/given-outbox'

const at = '2026-11-30T02:00:00.000Z'

/** A submission in review whose open tier asks these people; every mailbox named dead refuses its letters. */
async function given(asked: string[], dead: string[]) {
  const { table, clock, outbox, worker, server, arrived } = givenOutbox()
  const people = peopleStore(table)
  await people.saveUnit({ id: 'office', name: '企管部', office: true })
  for (const id of ['chen', 'lin', 'he', 'xu'])
    await people.save({ id, name: id, email: `${id}@a.example`, unitId: 'office', language: 'zh' })
  await people.grant('chen', { role: 'officer', unitId: 'office', from: '2026-01-01' })
  await people.grant('xu', { role: 'editor', unitId: 'office', from: '2026-01-01' })
  const submissions = submissionStore(table, clock)
  const approvals = approvalStore(table)
  const by = (await people.withId('chen')) as Person
  const { id } = await createSubmission({ submissions, clock, counts: dailyCounts(table) })({
    ...{ content: aSubmission().content, by, requestKey: 'a request', office: true },
  })
  const become = (state: 'in-review' | 'withdrawn') =>
    submissions.change(id, (submission) => ({
      submission: { ...submission, state },
      happened: { by: 'system', type: 'ReviewBegun', facts: {} },
    }))
  await become('in-review')
  const turn: Turn = {
    ...{ submissionId: id, version: 1, index: 0, tier: 'office-review', contentHash: 'h', moments: [] },
    ...{ openedAt: at, deadline: at, passed: 0, revision: 1 },
  }
  const asks = asked.map((personId) =>
    newAsk(tierAsks, turn, { personId, round: 1, nonce: `nonce ${personId}` }, 'a key'),
  )
  await table.transact(openWrites(turn, asks))
  server.answer = ({ to }) =>
    dead.includes(to.split('@')[0]!) ? { kind: 'refused', said: '550 no such mailbox' } : { kind: 'sent' }
  const tell = tellUnreached({
    ...{ people, mail: outbox, publicUrl: 'https://q.example', asks: askStore(table) },
    question: tierQuestion({ submissions, approvals, people, clock }),
    mailboxes: returningMailboxes(table),
  })
  return {
    ...{ become, tell, id },
    /** the ask to one person leaves, and what it set off leaves too */
    async ask(who: string) {
      const letter = letterTo(`${who}@a.example`, { thread: `submission.${id}` })
      await outbox.send(letter)
      await worker.due()
      if (dead.includes(who)) await tell(letter)
      await worker.due()
    },
    toEditor: () => arrived.filter(({ to }) => to === 'xu@a.example').map(({ subject }) => subject),
  }
}

test('the editor hears at once when the only asked person has a dead mailbox, and once', async () => {
  const { ask, tell, id, toEditor } = await given(['lin'], ['lin'])
  await ask('lin')
  await tell({ thread: `submission.${id}`, to: 'LIN@a.example' })
  expect(toEditor()).toEqual([expect.stringContaining('联系不上审批人')])
})

test('nobody is troubled while another asked person can be reached; when the last cannot, the editor is', async () => {
  const one = await given(['lin', 'he'], ['he'])
  await one.ask('lin')
  await one.ask('he')
  expect(one.toEditor()).toEqual([])
  const both = await given(['lin', 'he'], ['lin', 'he'])
  await both.ask('lin')
  expect(both.toEditor()).toEqual([])
  await both.ask('he')
  expect(both.toEditor()).toHaveLength(1)
})

test('a letter that only told somebody something, or came back too late, troubles nobody', async () => {
  const { tell, become, id, toEditor } = await given(['lin'], ['lin', 'chen'])
  await tell({ thread: `submission.${id}`, to: 'chen@a.example' })
  await tell({ thread: 'edition.2026-11-30', to: 'lin@a.example' })
  await tell({ to: 'lin@a.example' })
  await become('withdrawn')
  await tell({ thread: `submission.${id}`, to: 'lin@a.example' })
  expect(toEditor()).toEqual([])
})

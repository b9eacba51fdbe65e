import { firstBreak } from '../../../lib/ledger/event'
import { createOutbox } from '../../../lib/outbox/outbox'
import type { Person, Role } from '../../../lib/people/person'
import type { People } from '../../../lib/people/store'
import type { Secrets } from '../../../lib/platform/secrets'
import { answerComment } from '../../../lib/submission/answer-comment'
import { threadsOf } from '../../../lib/submission/comment'
import { commentOn } from '../../../lib/submission/comment-on'
import { resolveComment } from '../../../lib/submission/resolve-comment'
import { submissionStore } from '../../../lib/submission/store'
import { hashNow, type State } from '../../../lib/submission/submission'
import { memoryTable, type Rows } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'

const person = (id: string, role?: Role, unitId = 'marketing'): Person => ({
  ...{ id, name: id, unitId, email: `${id}@jiangnan.example`, language: 'zh', substitutes: [] },
  grants: role ? [{ role, unitId, from: '2026-01-01' }] : [],
})
const officer = person('chen-yu', 'officer')
const head = person('wang-lei', 'unit-head')
const reviewer = person('lin-jing', 'office-reviewer', 'office')
const stranger = person('li-na', 'officer', 'research')
const company = [officer, head, reviewer, stranger]

const about = { quote: '通过验收', before: '智能阀门', after: '。', block: 0 }
const clock = { now: () => new Date('2026-11-24T02:00:00Z') }
const secrets = { read: () => Promise.resolve('x'.repeat(43)) } as unknown as Secrets

async function aDesk(state: State = 'in-review') {
  const rows: Rows = new Map()
  const table = memoryTable(rows)
  const submissions = submissionStore(table, clock)
  const people = {
    withId: (id: string) => Promise.resolve(company.find((one) => one.id === id)),
  } as unknown as People
  const room = { submissions, people, clock, mail: createOutbox({ table, secrets, clock }) }
  const { id } = await submissions.create(aSubmission({ state }), {
    ...{ by: officer.id, type: 'SubmissionCreated', facts: {} },
  })
  const [comment, answer, settle] = [commentOn(room), answerComment(room), resolveComment(room)]
  return {
    submissions,
    comment: (by: Person, text = '请写明日期', key = `key of ${by.id} ${text}`) =>
      comment({ submissionId: id, about, text, by, key }),
    answer: (by: Person, commentId: string, text: string) =>
      answer({ submissionId: id, commentId, text, by }),
    settle: (by: Person, commentId: string) => settle({ submissionId: id, commentId, by }),
    async now() {
      const [submission, ledger] = await Promise.all([submissions.withId(id), submissions.ledger(id)])
      return { submission, ledger, threads: threadsOf(ledger), card: await submissions.card(id) }
    },
    /** to whom a letter waits, with the reminders */
    told: () =>
      [...rows].flatMap(([, partition]) => {
        const letter = partition.get('HEAD')
        return letter?.['messageId'] && letter['reminds'] ? [String(letter['to'])] : []
      }),
  }
}

describe('a comment on a passage', () => {
  it('stands in the ledger with its passage and version, is counted, and changes nothing that is signed', async () => {
    const desk = await aDesk()
    const before = hashNow((await desk.now()).submission)
    const { id } = await desk.comment(reviewer)
    const { submission, ledger, threads, card } = await desk.now()
    expect(threads).toEqual([
      {
        ...{ id, version: 1, passage: about, text: '请写明日期', by: 'lin-jing', answers: [] },
        at: expect.any(String),
      },
    ])
    expect([submission.openComments, card.comments]).toEqual([[id], 1])
    expect(firstBreak(ledger)).toBeUndefined()
    expect(hashNow(submission)).toBe(before)
    expect(submission.hands ?? []).toEqual([])
  })

  it('is one comment however often the same wish is said', async () => {
    const desk = await aDesk()
    const first = await desk.comment(reviewer, '请写明日期', 'one wish')
    await desk.settle(reviewer, first.id)
    expect(await desk.comment(reviewer, '请写明日期', 'one wish')).toEqual(first)
    expect((await desk.now()).threads).toHaveLength(1)
  })

  it('is settled by whoever wrote it or by an officer of the unit, opened again by an answer', async () => {
    const desk = await aDesk()
    const { id } = await desk.comment(reviewer)
    await expect(desk.settle(head, id)).rejects.toMatchObject({ name: 'NotAllowed' })
    await desk.settle(officer, id)
    await desk.settle(officer, id)
    expect(await desk.now()).toMatchObject({
      submission: { openComments: [] },
      threads: [{ resolved: { by: 'chen-yu' } }],
    })
    expect((await desk.now()).ledger.filter(({ type }) => type === 'CommentResolved')).toHaveLength(1)
    await desk.answer(head, id, '还差月份')
    expect(await desk.now()).toMatchObject({
      submission: { openComments: [id] },
      threads: [{ answers: [{ by: 'wang-lei', text: '还差月份' }] }],
    })
    expect((await desk.now()).threads[0]?.resolved).toBeUndefined()
  })

  it('is told with the reminders to whoever wrote the text and to whoever took part, never to oneself', async () => {
    const desk = await aDesk()
    const { id } = await desk.comment(reviewer)
    await desk.comment(reviewer, '另一条')
    expect(desk.told()).toEqual(['chen-yu@jiangnan.example'])
    await desk.answer(officer, id, '已补')
    expect(desk.told().sort()).toEqual(['chen-yu@jiangnan.example', 'lin-jing@jiangnan.example'])
  })

  it('is for readers only, and while somebody can act on it', async () => {
    const desk = await aDesk()
    await expect(desk.comment(stranger)).rejects.toMatchObject({ name: 'NotFound' })
    const published = await aDesk('published')
    await expect(published.comment(reviewer)).rejects.toMatchObject({ name: 'WrongState' })
    await expect(desk.answer(officer, '0'.repeat(12), '？')).rejects.toMatchObject({ name: 'NotFound' })
  })
})

import { everyDay } from '../../kit/calendar'
import { openTurn } from '../../../lib/approval/open-turn'
import { pressApprover } from '../../../lib/approval/press-approver'
import { approvalStore } from '../../../lib/approval/store'
import { tierAsks } from '../../../lib/approval/ask'
import { tierAnswering } from '../../../lib/approval/tier-answering'
import { tierQuestion } from '../../../lib/approval/tier-question'
import type { Letter } from '../../../lib/channels/mail/mail'
import { actsLedger } from '../../../lib/security/ledger'
import { grantRole } from '../../kit/administer'
import type { Person, Role } from '../../../lib/people/person'
import { designateOfficer } from '../../../lib/people/staffing'
import { peopleStore } from '../../../lib/people/store'
import { dailyCounts } from '../../../lib/platform/daily-count'
import { randomIds } from '../../../lib/platform/ids'
import { tokenOf } from '../../../lib/question/ask'
import { askStore } from '../../../lib/question/store'
import { openVisit } from '../../../lib/question/visit'
import { waits } from '../../../lib/matter/waiting'
import { createSubmission } from '../../../lib/submission/create-submission'
import { editSubmission } from '../../../lib/submission/edit-submission'
import { submissionStore } from '../../../lib/submission/store'
import { submitSubmission } from '../../../lib/submission/submit-submission'
import { Submission } from '../../../lib/submission/submission'
import { wordListStore } from '../../../lib/wording/store'
import { fakeCallbacks, fakeMachine } from '../../kit/machine'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'
import { themeStore } from '../../../lib/theme/store'

const staff: { id: string; unitId: string; roles: Role[] }[] = [
  { id: 'chen-yu', unitId: 'marketing', roles: ['officer'] },
  { id: 'he-min', unitId: 'marketing', roles: [] },
  { id: 'wang-lei', unitId: 'marketing', roles: ['unit-head'] },
  { id: 'sun-li', unitId: 'marketing', roles: ['unit-head'] },
  { id: 'song-an', unitId: 'office', roles: ['admin'] },
]

/** A unit with two heads and a draft of its officer; a minute passes with each step. */
async function given({ namedBefore }: { namedBefore?: string } = {}) {
  let now = new Date('2026-11-23T01:00:00Z')
  const clock = { now: () => (now = new Date(now.getTime() + 60_000)) }
  const table = memoryTable()
  const people = peopleStore(table)
  const letters: Letter[] = []
  const { callbacks } = fakeCallbacks()
  const room = {
    ...{
      people,
      clock,
      ids: randomIds,
      acts: actsLedger(table, clock),
      publicUrl: 'https://q.example',
    },
    ...{ submissions: submissionStore(table, clock), approvals: approvalStore(table), asks: askStore(table) },
    ...{
      callbacks,
      waits: waits({ table, callbacks, clock }),
      bucket: { head: async () => undefined, presignRead: async () => 'https://m.example' },
    },
    ...{
      wordLists: wordListStore(table),
      themes: themeStore(table),
      counts: dailyCounts(table),
      machine: fakeMachine().machine,
      calendar: everyDay,
    },
    secrets: { read: async () => 'a key of the tests' },
    mail: { send: async (letter: Letter) => (letters.push(letter), 'sent' as const) },
  }
  for (const unitId of ['marketing', 'office'])
    await people.saveUnit({ id: unitId, name: unitId, office: unitId === 'office' })
  for (const { id, unitId, roles } of staff) {
    await people.save({ id, name: id, email: `${id}@co.example`, unitId, language: 'zh' })
    for (const role of roles) await people.grant(id, { role, unitId, from: '2026-01-01' })
  }
  const who = async (id: string) => (await people.withId(id)) as Person
  if (namedBefore)
    await designateOfficer(room)({ unitId: 'marketing', personId: 'he-min', by: await who(namedBefore) })
  const { content } = aSubmission()
  const draft = await createSubmission(room)({
    ...{ content, by: await who('chen-yu'), requestKey: 'a request', office: false },
  })
  const at = { submissionId: draft.id, version: 1 }
  const nowAsked = async () =>
    (await room.approvals.asksOf(draft.id, 1, 0)).map(({ personId }) => personId).sort()
  return {
    ...{ room, who, letters },
    designate: async (personId: string, by: string) =>
      designateOfficer(room)({ unitId: 'marketing', personId, by: await who(by) }),
    edit: async (by: string) => {
      const { edits } = await room.submissions.withId(draft.id)
      const body = `<p>十一月二十日，首批智能阀门通过验收，${by} 补充了第 ${edits + 1} 次。</p>`
      return editSubmission(room)({ ...at, edits, content: { ...content, body }, by: await who(by) })
    },
    async submit(by: string) {
      const { edits } = await room.submissions.withId(draft.id)
      const agreed = { truth: true, unclassified: true } as const
      return submitSubmission(room)({ ...at, edits, agreed, by: await who(by) })
    },
    async asked(): Promise<string[]> {
      await room.submissions.change(draft.id, (submission) => ({
        submission: { ...submission, state: 'in-review' },
        happened: { by: 'system', type: 'ReviewBegun', facts: {} },
      }))
      await openTurn(room)({ ...at, index: 0 })
      return nowAsked()
    },
    nowAsked,
    press: () => pressApprover(room)({ ...at, index: 0 }),
    visit: async (personId: string) => {
      const asks = await room.approvals.asksOf(draft.id, 1, 0)
      const ask = asks.find((one) => one.personId === personId)!
      const described = { question: tierQuestion(room), answering: tierAnswering(room) }
      return openVisit({ ...room, ...described })(tokenOf(tierAsks, await room.secrets.read(), ask))
    },
    later: (ms: number) => void (now = new Date(now.getTime() + ms)),
  }
}

test('a head who only saved a change in a colleague’s draft is not asked; the other head is', async () => {
  const { designate, edit, submit, asked } = await given()
  await designate('wang-lei', 'wang-lei')
  await edit('wang-lei')
  await edit('chen-yu')
  await submit('chen-yu')
  expect(await asked()).toEqual(['sun-li'])
})

test('a head who signed a colleague’s draft is not asked', async () => {
  const { designate, submit, asked } = await given()
  await designate('wang-lei', 'wang-lei')
  await submit('wang-lei')
  expect(await asked()).toEqual(['sun-li'])
})

test('a head who named the writer before the draft was opened is asked', async () => {
  const { edit, submit, asked } = await given({ namedBefore: 'wang-lei' })
  await edit('he-min')
  await submit('chen-yu')
  expect(await asked()).toEqual(['sun-li', 'wang-lei'])
})

test('a head who named the writer while the draft was open is not asked', async () => {
  const { designate, edit, submit, asked } = await given()
  await designate('he-min', 'wang-lei')
  await edit('he-min')
  await submit('chen-yu')
  expect(await asked()).toEqual(['sun-li'])
})

test('a head whom a writer made head meanwhile is not asked', async () => {
  const { room, who, edit, designate, submit, asked } = await given()
  await room.people.grant('song-an', { role: 'officer', unitId: 'marketing', from: '2026-01-01' })
  await room.people.save({
    ...{ id: 'song-an', name: 'song-an', email: 'song-an@co.example', unitId: 'marketing', language: 'zh' },
  })
  await designate('he-min', 'sun-li')
  await edit('song-an')
  await grantRole(room)({
    ...{ personId: 'he-min', role: 'unit-head', unitId: 'marketing', from: '2026-11-23' },
    by: await who('song-an'),
  })
  await submit('chen-yu')
  expect(await asked()).toEqual(['sun-li', 'wang-lei'])
})

test('nor does a substitute decide for a head who wrote, named when asked or at the deadline', async () => {
  const { room, designate, edit, submit, asked, press, nowAsked, later } = await given()
  await designate('wang-lei', 'wang-lei')
  await edit('wang-lei')
  await submit('chen-yu')
  const span = { from: '2026-11-01', until: '2026-12-31' }
  await room.people.nameSubstitute('wang-lei', { ...span, substituteId: 'he-min' })
  expect(await asked()).toEqual(['sun-li'])
  // And the one who wrote does not decide as the substitute of the one who was asked.
  await room.people.nameSubstitute('sun-li', { ...span, substituteId: 'wang-lei' })
  later(26 * 3_600_000)
  await press()
  expect(await nowAsked()).toEqual(['sun-li'])
})

test('a hand that shows only after the asking refuses the decision', async () => {
  const { room, submit, asked, visit } = await given()
  const submitted = await submit('chen-yu')
  expect(await asked()).toEqual(['sun-li', 'wang-lei'])
  expect((await visit('wang-lei')).person.id).toBe('wang-lei')
  await room.submissions.change(submitted.id, (submission) => ({
    submission: { ...submission, hands: ['wang-lei'] },
    happened: { by: 'wang-lei', type: 'SubmissionEdited', facts: {} },
  }))
  await expect(visit('wang-lei')).rejects.toMatchObject({
    code: 'SameHand',
    details: [{ rule: 'duty.own-submission' }],
  })
  expect((await visit('sun-li')).person.id).toBe('sun-li')
})

test('a submission of before, without hands on record, is read, and who opened and signed it counts', async () => {
  const { hands: _none, ...row } = aSubmission()
  expect(Submission.parse(JSON.parse(JSON.stringify(row))).hands).toBeUndefined()
  const { submit, asked } = await given()
  const { hands } = await submit('chen-yu')
  expect(hands).toBeUndefined()
  expect(await asked()).toEqual(['sun-li', 'wang-lei'])
})

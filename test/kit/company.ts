import { tierAsks } from '../../lib/approval/ask'
import { awaitDecision } from '../../lib/approval/await-decision'
import { beginReview } from '../../lib/approval/begin-review'
import { closeApproval } from '../../lib/approval/close-approval'
import { openReview } from '../../lib/approval/close-review'
import { openTurn } from '../../lib/approval/open-turn'
import { pauseApproval } from '../../lib/approval/pause-approval'
import { pressApprover } from '../../lib/approval/press-approver'
import { resumeApproval } from '../../lib/approval/resume-approval'
import { approvalStore } from '../../lib/approval/store'
import { tierAnswering } from '../../lib/approval/tier-answering'
import { tierQuestion } from '../../lib/approval/tier-question'
import type { Letter, Mail } from '../../lib/channels/mail/mail'
import { waits } from '../../lib/matter/waiting'
import type { Person, Role } from '../../lib/people/person'
import { companyCalendar } from '../../lib/calendar/store'
import { peopleStore } from '../../lib/people/store'

import { dailyCounts } from '../../lib/platform/daily-count'
import { randomIds } from '../../lib/platform/ids'
import type { Table } from '../../lib/platform/table'
import { askCodeOf, linkHashOf, pageNonce, tokenOf } from '../../lib/question/ask'
import { decideQuestion } from '../../lib/question/decide'
import { handOver } from '../../lib/question/hand-over'
import { askStore } from '../../lib/question/store'
import { openVisit } from '../../lib/question/visit'
import { createSubmission } from '../../lib/submission/create-submission'
import { submissionStore } from '../../lib/submission/store'
import { submitSubmission } from '../../lib/submission/submit-submission'
import { withdrawSubmission } from '../../lib/submission/withdraw-submission'
import { wordListStore } from '../../lib/wording/store'
import { fakeCallbacks, fakeMachine } from './machine'
import { memoryTable, type Rows } from './memory-table'
import { aSubmission } from './submission'
import { runWatch } from './watched'
import { themeStore } from '../../lib/theme/store'

/** The people of the demo company that an approval needs; 企管办 has two reviewers. */
const staff: { id: string; name: string; unitId: string; roles: Role[] }[] = [
  { id: 'chen-yu', name: '陈瑜', unitId: 'marketing', roles: ['officer'] },
  { id: 'wang-lei', name: '王磊', unitId: 'marketing', roles: ['unit-head'] },
  { id: 'lin-jing', name: '林静', unitId: 'office', roles: ['office-reviewer'] },
  { id: 'gao-yuan', name: '高远', unitId: 'office', roles: ['office-reviewer'] },
  { id: 'zhou-heng', name: '周衡', unitId: 'office', roles: ['department-head'] },
  { id: 'xu-wen', name: '许雯', unitId: 'office', roles: ['editor'] },
]

const key = 'a key of the tests'

/** A company on a table in memory: a clock that is set, letters in a list, machines that run until a test ends them. */
export async function givenCompany(wrapped: (table: Table) => Table = (table) => table) {
  let now = new Date('2026-11-23T01:00:00.000Z')
  const clock = { now: () => now }
  const rows: Rows = new Map()
  const bare = memoryTable(rows)
  const table = wrapped(bare)
  const people = peopleStore(table)
  const letters: Letter[] = []
  const mail: Mail = {
    async send(letter) {
      if (!letters.some(({ messageId }) => messageId === letter.messageId)) letters.push(letter)
      return 'sent'
    },
  }
  const { machine, started, end } = fakeMachine()
  const { callbacks, woken } = fakeCallbacks()
  const submissions = submissionStore(table, clock)
  const approvals = approvalStore(table)
  const room = {
    ...{ people, submissions, approvals, mail, clock, machine, callbacks, ids: randomIds },
    ...{
      wordLists: wordListStore(table),
      themes: themeStore(table),
      asks: askStore(table),
      waits: waits({ table, callbacks, clock }),
    },
    calendar: companyCalendar(table),
    counts: dailyCounts(table),
    secrets: { read: async () => key },
    publicUrl: 'https://qianfa.example',
    bucket: { head: async () => undefined, presignRead: async () => 'https://media.example' },
  }
  for (const [id, name, office] of [
    ['marketing', '市场部', false],
    ['office', '企业管理部', true],
  ] as const)
    await people.saveUnit({ id, name, office })
  for (const { roles, ...person } of staff) {
    await people.save({ ...person, email: `${person.id}@jiangnan.example`, language: 'zh' })
    for (const role of roles)
      await people.grant(person.id, { role, unitId: person.unitId, from: '2026-01-01' })
  }
  const who = async (id: string) => (await people.withId(id)) as Person
  const review = openReview(room)
  const asking = { ...room, question: tierQuestion(room), answering: tierAnswering(room) }

  const verbs = {
    begin: beginReview(room),
    open: openTurn(room),
    press: pressApprover(room),
    close: closeApproval(room),
    pause: pauseApproval(room),
    handOver: handOver(asking),
    keep: awaitDecision(room),
    visit: openVisit(asking),
    withdraw: async (submissionId: string, reason = '数据有误') =>
      withdrawSubmission({ submissions, review, clock })({ submissionId, reason, by: await who('chen-yu') }),
    watch: () => runWatch(table, clock, { approval: resumeApproval(room) }),
  }

  return {
    ...{
      room,
      rows,
      table,
      bare,
      people,
      submissions,
      approvals,
      letters,
      started,
      end,
      woken,
      who,
      verbs,
      clock,
    },
    at: (moment: string) => void (now = new Date(moment)),
    later: (minutes: number) => void (now = new Date(now.getTime() + minutes * 60_000)),
    lettersTo: (id: string) => letters.filter(({ to }) => to === `${id}@jiangnan.example`),
    /** No longer holds the role, from today on. */
    async ends(id: string, role: Role) {
      const person = await who(id)
      const grant = person.grants.find((one) => one.role === role)!
      await people.grant(id, { ...grant, until: '2026-11-22' })
    },
    async submitted(): Promise<string> {
      const by = await who('chen-yu')
      const draft = await createSubmission(room)({
        ...{ content: aSubmission().content, by, requestKey: `request ${letters.length}`, office: false },
      })
      const agreed = { truth: true, unclassified: true } as const
      await submitSubmission(room)({ submissionId: draft.id, version: 1, edits: draft.edits, agreed, by })
      return draft.id
    },
    /** Submitted, and in review with the tier of that index open. */
    async inReview(): Promise<string> {
      const submissionId = await this.submitted()
      await verbs.begin({ submissionId, version: 1 })
      await verbs.open({ submissionId, version: 1, index: 0 })
      return submissionId
    },
    /** As the person would on the page, with link and code of the newest ask. */
    async decides(id: string, submissionId: string, index: number, choice: 'approve' | 'reject' = 'approve') {
      const asks = await approvals.asksOf(submissionId, 1, index)
      const ask = asks.find(({ personId }) => personId === id)!
      const token = tokenOf(tierAsks, key, ask)
      const turn = (await approvals.turn(submissionId, 1, index))!
      return decideQuestion(asking)({
        ...{ token, choice, answers: [], reason: choice === 'reject' ? '请补充来源' : undefined },
        nonce: pageNonce(key, linkHashOf(token), turn.contentHash, now),
        code: askCodeOf(tierAsks, key, ask),
      })
    },
    linkOf: async (id: string, submissionId: string, index: number) => {
      const asks = await approvals.asksOf(submissionId, 1, index)
      return tokenOf(
        tierAsks,
        key,
        asks.find(({ personId }) => personId === id)!,
      )
    },
    types: async (id: string) => (await submissions.ledger(id)).map(({ type }) => type),
  }
}

export type Company = Awaited<ReturnType<typeof givenCompany>>

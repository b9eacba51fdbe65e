import { waits } from '../../../lib/matter/waiting'
import { resumeRequest } from '../../../lib/request/wake'
import { fakeCallbacks, fakeMachine } from '../../kit/machine'
import type { Letter, Mail } from '../../../lib/channels/mail/mail'
import type { Person } from '../../../lib/people/person'
import { peopleStore } from '../../../lib/people/store'
import { actsLedger } from '../../../lib/security/ledger'
import { emptyChain } from '../../../lib/ledger/event'
import { companyCalendar } from '../../../lib/calendar/store'
import { derivedUuid } from '../../../lib/platform/ids'
import { answerRequest, deliverAnswer, reopenRequest } from '../../../lib/request/answer-request'
import { askMaterial } from '../../../lib/request/ask-material'
import { excuseRequest } from '../../../lib/request/excuse-request'
import { endExemption, exemptUnit, expectOfUnit } from '../../../lib/request/expect'
import { listRequests } from '../../../lib/request/list-requests'
import { pressLate } from '../../../lib/request/press-late'
import { closeRequest, lookAtRequest, tellUnit } from '../../../lib/request/run-request'
import { requestStore } from '../../../lib/request/store'
import { awaitAnswer } from '../../../lib/request/wake'
import { deliveredWrite, submissionStore, undeliveredWrite } from '../../../lib/submission/store'
import type { Submission } from '../../../lib/submission/submission'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'

const staff = [
  { id: 'xu-wen', name: '许雯', unitId: 'enterprise-management', role: 'editor' },
  { id: 'chen-yu', name: '陈瑜', unitId: 'marketing', role: 'officer' },
  { id: 'wang-lei', name: '王磊', unitId: 'marketing', role: 'unit-head' },
  { id: 'li-na', name: '李娜', unitId: 'safety', role: 'officer' },
  { id: 'sun-tao', name: '孙涛', unitId: 'safety', role: 'unit-head' },
] as const

const signed = (by: string, at: Date) => ({ by, name: by, at: at.toISOString(), wording: '2026-11' })

/** Requests and pressing on a table in memory, the real calendar, a clock that tests set, mails in a list. */
export async function givenRequests(start = '2026-11-24T02:00:00Z') {
  let at = Date.parse(start)
  const clock = { now: () => new Date(at) }
  const table = memoryTable()
  const people = peopleStore(table)
  const submissions = submissionStore(table, clock)
  const requests = requestStore(table, clock)
  const acts = actsLedger(table, clock)
  const letters: (Letter & { at: Date })[] = []
  const mail: Mail = {
    async send(letter) {
      if (!letters.some(({ messageId }) => messageId === letter.messageId))
        letters.push({ ...letter, at: clock.now() })
      return 'sent'
    },
  }
  const { machine, started, end } = fakeMachine()
  const { callbacks, woken } = fakeCallbacks()
  const room = {
    ...{ requests, submissions, people, acts, mail, clock, calendar: companyCalendar(table) },
    publicUrl: 'https://qf.example.cn',
    machine,
    waits: waits({ table, callbacks, clock }),
  }
  await people.saveUnit({ id: 'enterprise-management', name: '企业管理部', office: true })
  await people.saveUnit({ id: 'marketing', name: '市场部', office: false })
  await people.saveUnit({ id: 'safety', name: '安全部', office: false })
  for (const { role, ...one } of staff) {
    await people.save({ ...one, email: `${one.id}@jiangnan.example`, language: 'zh' })
    await people.grant(one.id, { role, unitId: one.unitId, from: '2026-01-01' })
  }
  const who = async (id: (typeof staff)[number]['id']) => (await people.withId(id)) as Person

  let made = 0
  /** A submission of a unit, submitted now or still a draft. */
  async function submission(unitId: string, officerId: string, submitted = true): Promise<Submission> {
    const draft = aSubmission({
      ...{ id: derivedUuid('test', String(++made)), unitId, officerId, chain: emptyChain, revision: 0 },
      state: submitted ? 'in-review' : 'draft',
      ...(submitted && { statement: signed(officerId, clock.now()) }),
    })
    const created = await submissions.create(draft, { by: officerId, type: 'SubmissionCreated', facts: {} })
    if (submitted) await table.transact([deliveredWrite(created, clock.now())])
    return created
  }

  return {
    ...{
      room,
      table,
      people,
      submissions,
      requests,
      acts,
      letters,
      started,
      end,
      woken,
      submission,
      who,
      clock,
    },
    verbs: {
      ask: askMaterial(room),
      answer: answerRequest(room),
      deliver: deliverAnswer(room),
      reopen: reopenRequest(room),
      excuse: excuseRequest(room),
      resume: resumeRequest(room),
      expect: expectOfUnit(room),
      exempt: exemptUnit(room),
      endExemption: endExemption(room),
      list: listRequests(room),
      press: pressLate(room),
      tell: tellUnit(room),
      look: lookAtRequest(room),
      wait: awaitAnswer(room),
      close: closeRequest(room),
    },
    setClock: (iso: string) => void (at = Date.parse(iso)),
    withdrawn: (id: string) => table.transact([undeliveredWrite(id)]),
  }
}

export type GivenRequests = Awaited<ReturnType<typeof givenRequests>>

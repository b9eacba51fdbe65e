import * as z from 'zod'
import { compose, messageIdOf } from '../../../lib/channels/mail/compose'
import { watchWrite } from '../../../lib/matter/watch'
import type { Person } from '../../../lib/people/person'
import { deadlineOf } from '../../../lib/policy/working-days'
import { beijingDate } from '../../../lib/policy/working-days'
import { Refusal } from '../../../lib/platform/refusal'
import { ConditionFailed, type Write } from '../../../lib/platform/table'
import type { AskKind } from '../../../lib/question/ask'
import { freshAsk, mailAsk } from '../../../lib/question/mail-ask'
import { candidatesFor, type Answering, type Mailed, type Question } from '../../../lib/question/question'
import { askWrites } from '../../../lib/question/store'
import { Wait, waitUntil } from '../../../lib/question/wait'
import type { Company } from '../../kit/company'

const At = z.object({ id: z.string() })
type At = z.infer<typeof At>
const Fields = At.extend({ deadline: z.string().optional() })
type Fields = z.infer<typeof Fields>

const Leave = At.extend({
  what: z.string(),
  by: z.string(),
  state: z.string(),
  wait: Wait,
  revision: z.number(),
})
type Leave = z.infer<typeof Leave>

const pk = (id: string) => `LEAVE#${id}`
const kind: AskKind<At, Fields> = {
  about: 'leave',
  seals: { link: 'leave-link', code: 'leave-code' },
  At,
  Fields,
  parts: ({ id }) => [id],
  home: ({ id }) => ({ pk: pk(id), prefix: 'ASK#' }),
  list: (personId) => `ASKED#${personId}#LEAVES`,
  watchWrite: ({ id }, now) => watchWrite(pk(id), { kind: 'request', id }, now),
}

/** A question of no room of the house: somebody asks for a day off, and a head of the unit or a reviewer answers. */
export function givenLeave(company: Company) {
  const { table, room, letters } = company
  const read = async (id: string) => {
    const row = await table.get({ pk: pk(id), sk: 'HEAD' })
    return row && Leave.parse(row)
  }
  const write = (before: Leave | undefined, after: Leave): Write => ({
    put: { ...after, pk: pk(after.id), sk: 'HEAD', revision: (before?.revision ?? 0) + 1 },
    when: before
      ? {
          expression: '#revision = :seen',
          names: { '#revision': 'revision' },
          values: { ':seen': before.revision },
        }
      : { expression: 'attribute_not_exists(pk)' },
  })
  const move = async (seen: Leave, change: Partial<Leave>, writes: Write[]) => {
    const before = await read(seen.id)
    if (before?.state !== 'asked') return 'closed' as const
    if (before.revision !== seen.revision) throw new ConditionFailed(undefined)
    await table.transact([write(before, { ...before, ...change }), ...writes])
    return 'saved' as const
  }
  const letter = (name: string, leave: Leave, person: Person, mailed?: Mailed, count = 0) =>
    compose({
      ...{ to: person.email, name: person.name, language: person.language },
      messageId: messageIdOf(name, person.email, leave.id, mailed?.round ?? 0, count),
      subject: { zh: `${name}：${leave.what}`, en: name },
      blocks: mailed
        ? [
            { link: mailed.link, label: { zh: '看', en: 'see' } },
            { code: mailed.code, label: { zh: '验证码', en: 'code' } },
          ]
        : [{ say: { zh: '请督促', en: 'press' } }],
    })
  const question: Question<At, Fields, Leave> = {
    kind,
    find: ({ id }) => read(id),
    fields: ({ id, wait }) => ({ id, deadline: wait.deadline }),
    waitOf: ({ state, wait }) => (state === 'asked' ? wait : undefined),
    title: ({ what }) => what,
    page: ({ id }) => `/leaves/${id}`,
    thread: ({ id }) => `leave.${id}`,
    ofThread: async (thread) => (thread.startsWith('leave.') ? { id: thread.slice(6) } : undefined),
    seats: () => [{ role: 'unit-head', unitId: 'marketing' }, { role: 'office-reviewer' }],
    conflict:
      async ({ by }) =>
      ({ person }) => {
        const message = { zh: '不得自批', en: 'not your own' }
        return person.id === by ? { rule: 'leave.own', message, remedy: message } : null
      },
    letters: {
      ask: (leave, mailed) => letter('ask', leave, mailed.person, mailed),
      remind: (leave, mailed, count) => letter('remind', leave, mailed.person, mailed, count),
      overdue: (leave, presser) => letter('overdue', leave, presser),
    },
    pressers: async () => [await company.who('xu-wen')],
    handOver: (leave, _, writes) => move(leave, {}, writes),
    async pressed(leave, passed) {
      const current = await read(leave.id)
      if (current) await move(current, { wait: { ...current.wait, passed } }, [])
    },
    async expire(leave, _, writes) {
      await move(leave, { state: 'expired' }, writes)
    },
  }
  const answering: Answering<Fields, Leave> = {
    requireOpen({ state }) {
      if (state !== 'asked')
        throw new Refusal('AlreadyDecided', { zh: '已处理', en: 'done' }, { facts: { kind: state } })
    },
    hashOf: ({ what }) => what,
    async record({ matter }, answer, settle) {
      if ((await move(matter, { state: answer.kind }, await settle())) === 'closed')
        throw new Refusal('AlreadyDecided', { zh: '已处理', en: 'done' })
    },
    show: async ({ matter, person }, form) => ({
      page: `${matter.what} ${person.name} ${form.problem?.said.zh ?? ''} nonce="${form.nonce}"`,
    }),
    answered: ({ matter }) => ({ title: matter.what, about: kind.about }),
  }
  const asking = { ...room, question, answering }
  return {
    ...{ asking, read },
    /** Somebody's wish, and everybody who may answer it asked. */
    async asked(id: string, by: string) {
      const now = company.clock.now()
      const calendar = await room.calendar()
      const wait = waitUntil(deadlineOf(now, 'unit-head', calendar.isWorkingDay), now, calendar)
      const leave: Leave = { id, what: '请假', by, state: 'asked', wait, revision: 1 }
      const candidates = await candidatesFor(asking, leave, beijingDate(now))
      const asks = await Promise.all(candidates.map((candidate) => freshAsk(asking)(leave, candidate)))
      await table.transact([write(undefined, leave), ...asks.flatMap((ask) => askWrites(kind, ask))])
      for (const ask of asks) await mailAsk(asking)(leave, ask)
      return { id }
    },
    mailTo(id: string) {
      const { text } = letters.findLast((one) => one.to.startsWith(id) && one.text.includes('/d/'))!
      return { token: /\/d\/([\w-]{43})/.exec(text)![1]!, code: /验证码：(\d{6})/.exec(text)![1]! }
    },
  }
}

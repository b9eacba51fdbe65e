import { waits } from '../../../lib/matter/waiting'
import { fakeCallbacks, fakeMachine } from '../../kit/machine'
import type { WechatPush } from '../../../lib/channels/wechat/callback/event'
import type { Letter, Mail } from '../../../lib/channels/mail/mail'
import type { Outcome } from '../../../lib/channels/wechat/outcome'
import { answerComplaint, sendMessage } from '../../../lib/complaint/answer'
import {
  assignComplaint,
  enterComplaint,
  followUpComplaint,
  markComplaint,
} from '../../../lib/complaint/handle'
import { readChat } from '../../../lib/complaint/read-chat'
import { receiveMessage } from '../../../lib/complaint/receive-message'
import {
  acknowledge,
  lookAtComplaint,
  renewRun,
  type AtComplaint,
  type AtRun,
} from '../../../lib/complaint/run-complaint'
import { listChats, listComplaints, showComplaint } from '../../../lib/complaint/show'
import { chatIdOf, complaintStore } from '../../../lib/complaint/store'
import type { Person } from '../../../lib/people/person'
import { peopleStore } from '../../../lib/people/store'
import { companyCalendar } from '../../../lib/calendar/store'
import { fieldCipher } from '../../../lib/platform/field-cipher'
import type { Table } from '../../../lib/platform/table'
import { memoryTable, type Rows } from '../../kit/memory-table'

const staff = [
  { id: 'xu-wen', name: '许雯', unitId: 'enterprise-management', role: 'editor' },
  { id: 'chen-yu', name: '陈瑜', unitId: 'marketing', role: 'officer' },
  { id: 'wang-lei', name: '王磊', unitId: 'marketing', role: 'unit-head' },
  { id: 'li-na', name: '李娜', unitId: 'safety', role: 'officer' },
  { id: 'zhou-heng', name: '周衡', unitId: 'enterprise-management', role: 'department-head' },
  { id: 'zheng-min', name: '郑敏', unitId: 'safety', role: 'company-leader' },
] as const

export const account = 'wx-test'
export const openId = 'oCustomer00000000000000001'
export const chatId = chatIdOf(account, openId)

/** The complaint desk on a table in memory, with a WeChat that answers as told and a clock that tests move. */
export async function givenComplaints(
  start = '2026-11-24T02:00:00Z',
  onTable: (table: Table) => Table = (table) => table,
) {
  let at = Date.parse(start)
  const clock = { now: () => new Date(at) }
  const rows: Rows = new Map()
  const table = onTable(memoryTable(rows))
  const people = peopleStore(table)
  const keys = { current: 'k1', keys: { k1: Buffer.alloc(32, 1).toString('base64') } }
  const cipher = fieldCipher(async () => keys)
  const complaints = complaintStore(table, clock, cipher)
  const letters: Letter[] = []
  /** subjects as they were handed to the mail server, which forgets no repeat */
  const mailed: string[] = []
  const mail: Mail = {
    async send(letter) {
      mailed.push(`${letter.to.split('@')[0]} ${letter.subject}`)
      if (!letters.some(({ messageId }) => messageId === letter.messageId)) letters.push(letter)
      return 'sent'
    },
  }
  const sent: { openId: string; text: string }[] = []
  /** what WeChat says next; `dies` ends the process after it was asked */
  const answers: (Outcome<object> | 'dies')[] = []
  const { machine, started, end } = fakeMachine()
  const { callbacks, woken } = fakeCallbacks()
  const room = {
    ...{ complaints, cipher, people, mail, clock, calendar: companyCalendar(table), account },
    publicUrl: 'https://qf.example.cn',
    wechat: {
      async answerReader(message: { openId: string; text: string }): Promise<Outcome<object>> {
        sent.push(message)
        const outcome = answers.shift() ?? { kind: 'done', value: {} }
        if (outcome === 'dies') throw new Error('the process ended')
        return outcome
      },
    },
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
  let pushes = 0
  const base = () => ({
    from: openId,
    account: 'gh_1',
    createdAt: clock.now(),
    dedupeKey: `push ${++pushes}`,
  })

  return {
    ...{
      table,
      room,
      complaints,
      cipher,
      keys,
      letters,
      mailed,
      sent,
      answers,
      started,
      end,
      woken,
      rows,
      clock,
    },
    who: async (id: (typeof staff)[number]['id']) => (await people.withId(id)) as Person,
    text: (words: string): WechatPush => ({ ...base(), kind: 'text', msgId: String(pushes), text: words }),
    event: (event: string, fields: Record<string, unknown> = {}): WechatPush => ({
      ...{ ...base(), kind: 'other', msgType: 'event', event, fields },
    }),
    verbs: {
      receive: receiveMessage(room),
      enter: enterComplaint(room),
      mark: markComplaint(room),
      assign: assignComplaint(room),
      answer: answerComplaint(room),
      followUp: followUpComplaint(room),
      acknowledge: acknowledge(room),
      /** of a run that has just begun, unless told otherwise */
      look: (at: AtComplaint & Partial<AtRun>) =>
        lookAtComplaint(room)({ run: 1, startedAt: clock.now().toISOString(), ...at }),
      renew: renewRun(room),
      list: listComplaints(room),
      chats: listChats(room),
      show: showComplaint(room),
      send: sendMessage(room),
      read: readChat(room),
    },
    move: (ms: number) => void (at += ms),
    setClock: (iso: string) => void (at = Date.parse(iso)),
    /** every value that lies in the table, as one text */
    stored: () => JSON.stringify([...rows.values()].map((partition) => [...partition.values()])),
  }
}

export type GivenComplaints = Awaited<ReturnType<typeof givenComplaints>>

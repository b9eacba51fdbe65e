import type { Letter } from '../../../lib/channels/mail/mail'
import type { Notice, Told } from '../../../lib/channels/messenger/messenger'
import type { WaySecret } from '../../../lib/channels/messenger/way'
import { calendarOf } from '../../../lib/calendar/calendar'
import { shippedList } from '../../../lib/calendar/store'
import { keepWays } from '../../../lib/messenger/keep-ways'
import { noticesOf } from '../../../lib/messenger/notices'
import { messengerStore } from '../../../lib/messenger/store'
import { noteTold, tellByMessenger } from '../../../lib/messenger/tell'
import type { Person } from '../../../lib/people/person'
import { dailyCounts } from '../../../lib/platform/daily-count'
import { randomIds } from '../../../lib/platform/ids'
import { actsLedger } from '../../../lib/security/ledger'
import { givenOutbox, letterTo } from '../outbox/given-outbox'

const hour = 3_600_000
const admin = { id: 'song-an', name: '宋安' } as Person
const webhook = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx'

/** An outbox with a company of two, whose messenger answers as told. */
function given() {
  const outbox = givenOutbox()
  const { table, clock, cipher } = outbox
  const messengers = messengerStore(table, cipher)
  const told: { way: WaySecret; notice: Notice; to: string | undefined }[] = []
  const platform = { answer: (): Told => ({ kind: 'sent' }) }
  const people = {
    withEmail: async (email: string) =>
      email === 'li@a.example' ? ({ id: 'li-na', email } as Person) : undefined,
  }
  const room = { messengers, people, clock, calendar: async () => calendarOf(shippedList()) }
  outbox.messenger.noticesOf = noticesOf(room)
  outbox.messenger.noteTold = noteTold(room)
  outbox.messenger.tell = tellByMessenger({
    ...room,
    counts: dailyCounts(table),
    notify: async (way, notice, to) => {
      const answer = platform.answer()
      if (answer.kind === 'sent') told.push({ way, notice, to })
      return answer
    },
  })
  const ways = keepWays({
    ...{ messengers, table, clock, ids: randomIds, mail: outbox.outbox },
    acts: actsLedger(table, clock),
  })
  const run = () => outbox.worker.due()
  return { ...outbox, messengers, told, platform, ways, run }
}
const about = (to: string, more: Partial<Letter> = {}) =>
  letterTo(to, { messageId: `ask.s1.0.${to === 'li@a.example' ? 'aaaaaaaaaaaa' : 'bbbbbbbbbbbb'}`, ...more })

it('a group hears once of what several are mailed about: the subject and a page, no code and no link that decides', async () => {
  const it = given()
  await it.ways.add({ name: '宣传群', webhook }, admin)
  for (const to of ['li@a.example', 'wang@a.example'])
    await it.outbox.send(about(to, { text: '验证码：482913 https://x/d/secret' }))
  await it.run()
  await it.run()
  expect(it.arrived).toHaveLength(2)
  expect(it.told).toEqual([
    {
      way: { kind: 'wecom-robot', key: '693a91f6-7xxx' },
      notice: { title: '【签发】请审批', link: 'https://site.invalid/portal/today', label: '查看 Open' },
      to: undefined,
    },
  ])
  await it.run()
  expect(it.told).toHaveLength(1)
})

it('a person hears in their own 企业微信 once they have named it, and of their sign-in codes nowhere', async () => {
  const it = given()
  await it.ways.add({ name: '应用', app: { corpId: 'ww1', agentId: 1, secret: 's' } }, admin)
  await it.outbox.send(about('li@a.example'))
  await it.run()
  await it.run()
  expect(it.told).toEqual([])
  await it.ways.choose('LiNa', { id: 'li-na' } as Person)
  await it.outbox.send(about('li@a.example', { messageId: 'loan.l1.aaaaaaaaaaaa', page: '/portal/loans/l1' }))
  await it.outbox.send(about('wang@a.example', { messageId: 'loan.l1.bbbbbbbbbbbb' }))
  await it.outbox.send(about('li@a.example', { messageId: 'sign-in.1.aaaaaaaaaaaa' }))
  await it.run()
  await it.run()
  expect(it.told.map(({ notice, to }) => [notice.title, notice.link, to])).toEqual([
    ['【签发】测试消息 / [Qianfa] test message', 'https://site.invalid/portal/today', 'LiNa'],
    ['【签发】请审批', 'https://site.invalid/portal/loans/l1', 'LiNa'],
  ])
  await it.ways.choose('', { id: 'li-na' } as Person)
  expect(await it.messengers.choiceOf('li-na')).toBeUndefined()
})

it('groups hear of articles and editions, not of complaints, loans or people', async () => {
  const it = given()
  await it.ways.add({ name: '宣传群', webhook }, admin)
  const threads = ['complaint.k1', 'loan.l1', 'proposal.p1', 'account.weibo', 'edition.2026-11-30']
  for (const thread of threads)
    await it.outbox.send(about('li@a.example', { thread, messageId: `${thread}.x.aaaaaaaaaaaa` }))
  await it.run()
  await it.run()
  expect(it.told).toHaveLength(1)
})

it('outside working hours notices wait for the next, what is urgent does not, and the mail goes at once', async () => {
  const it = given()
  await it.ways.add({ name: '宣传群', webhook }, admin)
  it.pass(11 * hour) // nine in the evening
  await it.outbox.send(about('li@a.example'))
  await it.outbox.send(
    about('li@a.example', { messageId: 'ask.s2.0.aaaaaaaaaaaa', subject: '紧急', urgent: true }),
  )
  await it.run()
  await it.run()
  expect(it.arrived).toHaveLength(2)
  expect(it.told.map(({ notice }) => notice.title)).toEqual(['紧急'])
  it.pass(12 * hour)
  await it.run()
  expect(it.told.map(({ notice }) => notice.title)).toEqual(['紧急', '【签发】请审批'])
})

it('reminders of a day are one notice, as they are one letter', async () => {
  const it = given()
  await it.ways.add({ name: '应用', app: { corpId: 'ww1', agentId: 1, secret: 's' } }, admin)
  await it.messengers.choose('li-na', 'LiNa')
  for (const n of [1, 2, 3])
    await it.outbox.send(
      about('li@a.example', {
        messageId: `reminder.s${n}.aaaaaaaaaaaa`,
        reminder: { name: '李娜', language: 'zh', subject: { zh: `催办${n}`, en: `${n}` }, blocks: [] },
      }),
    )
  it.pass(hour)
  await it.gather()
  await it.run()
  await it.run()
  expect(it.told.map(({ notice }) => notice.title)).toEqual(['【签发】2026-11-30 待办提醒 3 项'])
})

it('a robot that refuses ends nothing: the mail is sent, the list says what it said, until it takes one again', async () => {
  const it = given()
  await it.ways.add({ name: '宣传群', webhook }, admin)
  it.platform.answer = () => ({ kind: 'refused', said: '93000 invalid webhook url' })
  await it.outbox.send(about('li@a.example'))
  await it.run()
  await it.run()
  expect(it.arrived).toHaveLength(1)
  expect(await it.messengers.ways()).toMatchObject([{ trouble: { said: '93000 invalid webhook url' } }])
  it.platform.answer = () => ({ kind: 'sent' })
  const [way] = await it.messengers.ways()
  await it.ways.tryOut(way!.id, admin)
  await it.run()
  const [after] = await it.messengers.ways()
  expect(after).toMatchObject({ sentAt: expect.any(String) })
  expect(after?.trouble).toBeUndefined()
})

it('where notices cannot be written, the mail is sent all the same', async () => {
  const it = given()
  it.messenger.noticesOf = () => Promise.reject(new Error('the table is away'))
  await it.outbox.send(about('li@a.example'))
  await it.run()
  expect(it.arrived).toHaveLength(1)
})

it('sends no more a minute than the platform takes; the rest follows', async () => {
  const it = given()
  await it.ways.add({ name: '宣传群', webhook }, admin)
  for (let n = 0; n < 30; n++)
    await it.outbox.send(about('li@a.example', { messageId: `ask.s${n}.aaaaaaaaaaaa` }))
  await it.run()
  await it.run()
  expect(it.told).toHaveLength(18)
  it.pass(60_000)
  await it.run()
  expect(it.told).toHaveLength(30)
})

it('a company has twenty robots and applications at most', async () => {
  const it = given()
  for (let n = 0; n < 20; n++) await it.ways.add({ name: `群${n}`, webhook }, admin)
  await expect(it.ways.add({ name: '又一个', webhook }, admin)).rejects.toMatchObject({ code: 'WrongState' })
})

it('no secret of a robot lies open in the table or is shown, and adding and removing one is on record', async () => {
  const it = given()
  const way = await it.ways.add({ name: '宣传群', webhook }, admin)
  const everything = () => JSON.stringify([...it.rows.values()].map((rows) => [...rows.values()]))
  expect(everything()).not.toContain('693a91f6-7xxx')
  expect(JSON.stringify(await it.messengers.ways())).not.toContain('sealed')
  await expect(
    it.ways.add({ name: '别处', webhook: 'https://evil.example/hook' }, admin),
  ).rejects.toMatchObject({
    code: 'InvalidRequest',
  })
  await it.outbox.send(about('li@a.example'))
  await it.ways.remove(way.id, admin)
  await it.run()
  await it.run()
  expect(it.told).toEqual([])
  expect(everything()).toContain('MessengerAdded')
  expect(everything()).toContain('MessengerRemoved')
})

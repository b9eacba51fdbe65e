import { firstBreak } from '../../../lib/ledger/event'
import { awaitPerson, resumeComplaint } from '../../../lib/complaint/wake'
import { isComplaint, isPhoneNumber, windowOf } from '../../../lib/policy/complaint-rule'
import { chatId, givenComplaints, openId, type GivenComplaints } from './given-complaints'

let desk: GivenComplaints
beforeEach(async () => {
  desk = await givenComplaints()
})

const hour = 3_600_000
const words = '你们的阀门漏水，我要投诉！电话 13812345678'

/** A complaint that came by message, acknowledged and with its unit. */
async function assigned(needsApproval = false) {
  await desk.verbs.receive(desk.text(words))
  const [complaint] = (await desk.complaints.newest()).items
  const complaintId = complaint!.id
  await desk.verbs.acknowledge({ complaintId })
  const by = await desk.who('xu-wen')
  await desk.verbs.assign({ complaintId, unitId: 'marketing', needsApproval, by })
  return complaintId
}
const answer = async (
  complaintId: string,
  who: 'chen-yu' | 'wang-lei' | 'xu-wen' | 'li-na' = 'chen-yu',
  text = '已派人上门',
) => desk.verbs.answer({ complaintId, text, how: 'wechat', by: await desk.who(who) })

describe('taking a complaint (受理)', () => {
  it('recognises it by word, takes it once, and acknowledges it once', async () => {
    const push = desk.text(words)
    await desk.verbs.receive(push)
    await desk.verbs.receive(push)
    await desk.verbs.receive(desk.text('还有，没人接电话，太差了'))
    const found = (await desk.complaints.newest()).items
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      state: 'registered',
      source: 'wechat',
      number: expect.stringMatching(/^K20261124-/),
    })
    expect(await desk.complaints.messages(chatId)).toHaveLength(2)
    await desk.verbs.acknowledge({ complaintId: found[0]!.id })
    await desk.verbs.acknowledge({ complaintId: found[0]!.id })
    expect(desk.sent).toMatchObject([{ openId, text: expect.stringContaining(found[0]!.number) }])
    expect(firstBreak(await desk.complaints.ledger(found[0]!.id))).toBeUndefined()
  })

  it.each([
    ['我要投诉', true],
    ['你們 質量', false],
    ['阀门质量问题', true],
    ['ＣＯＭＰＬＡＩＮＴ about a valve', true],
    ['请问几点上班', false],
  ])('takes %p for a complaint: %p', (text, is) => expect(isComplaint(text)).toBe(is))

  it('by the menu too; other words stay a conversation until the editor’s hand makes it one', async () => {
    await desk.verbs.receive(desk.event('CLICK', { EventKey: 'OTHER' }))
    await desk.verbs.receive(desk.text('请问几点上班'))
    expect((await desk.complaints.newest()).items).toEqual([])
    const editor = await desk.who('xu-wen')
    expect((await desk.verbs.chats(editor)).chats).toMatchObject([{ id: chatId }])
    const first = await desk.verbs.mark({ chatId, by: editor })
    expect((await desk.verbs.mark({ chatId, by: editor })).id).toBe(first.id)
    const other = await givenComplaints()
    await other.verbs.receive(other.event('CLICK', { EventKey: 'COMPLAINT' }))
    expect((await other.complaints.newest()).items).toHaveLength(1)
  })

  it('from the phone by hand, once per wish', async () => {
    const by = await desk.who('xu-wen')
    const wish = {
      source: 'phone' as const,
      name: '张三',
      phone: '13900001111',
      words: '没人接电话',
      by,
      requestKey: 'one-wish',
    }
    const first = await desk.verbs.enter(wish)
    expect((await desk.verbs.enter(wish)).id).toBe(first.id)
    expect((await desk.verbs.show(first.id, by)).customer).toEqual({
      name: '张三',
      phone: '13900001111',
      words: '没人接电话',
    })
    await desk.verbs.acknowledge({ complaintId: first.id })
    expect(desk.sent).toEqual([])
  })
})

it.each([
  ['13812345678', true],
  ['１３８ １２３４ ５６７８', true],
  ['+86 138-1234-5678', true],
  ['0755-26778888', true],
  ['(021) 62345678 转 102', true],
  ['400-820-8820', true],
  ['+852 2345 6789', true],
  ['138123456789', false],
  ['1381234567', false],
  ['26778888', false],
  ['没有', false],
])('calls %s a number that can be called: %s', (phone, callable) => {
  expect(isPhoneNumber(phone)).toBe(callable)
})

it('refuses a number with a digit too many by its length, and keeps nothing', async () => {
  const by = await desk.who('xu-wen')
  const wish = { source: 'phone' as const, phone: '138123456789', words: '没人接', by, requestKey: 'k' }
  await expect(desk.verbs.enter(wish)).rejects.toMatchObject({
    code: 'InvalidRequest',
    said: { zh: expect.stringContaining('12 位') },
  })
  expect((await desk.complaints.newest()).items).toEqual([])
})

describe('what WeChat’s window was opened by', () => {
  const tap = () => desk.verbs.receive(desk.event('CLICK', { EventKey: 'COMPLAINT' }))
  const window = async () => windowOf((await desk.complaints.chat(chatId))!, desk.clock.now())
  const send = (key: string) => desk.verbs.send({ chatId, key, text: key, by: 'xu-wen' })

  it('a tap on the menu opens three messages and a minute, which a message turns into five and 48 hours', async () => {
    await tap()
    expect(await window()).toMatchObject({ left: 3, open: true, until: '2026-11-24T02:01:00.000Z' })
    for (const key of ['a', 'b', 'c']) await send(key)
    await expect(send('d')).rejects.toMatchObject({
      code: 'WrongState',
      message: expect.stringContaining('tap on the menu'),
    })
    desk.move(61_000)
    await tap()
    expect(await window()).toMatchObject({ left: 3, open: true })
    desk.move(60_000)
    await expect(send('e')).rejects.toMatchObject({ facts: { left: 3, open: false, trigger: 'menu' } })
    await desk.verbs.receive(desk.text('在吗'))
    expect(await window()).toMatchObject({ left: 5, open: true, trigger: 'message' })
    expect(desk.sent).toHaveLength(3)
  })

  it('a tap neither shortens nor renews the open window of a message', async () => {
    await desk.verbs.receive(desk.text(words))
    const { until } = await window()
    await send('a')
    desk.move(hour)
    await tap()
    expect(await window()).toEqual({ left: 4, open: true, until, trigger: 'message' })
    desk.move(47 * hour)
    await tap()
    expect(await window()).toMatchObject({ left: 3, open: true, trigger: 'menu' })
  })

  it.each([
    ['image', '[图片]'],
    ['voice', '[语音]'],
    ['location', '[位置]'],
    ['newer', '[其他消息]'],
  ])(
    '%s is a message too: a sealed line in the conversation, and the window opens again',
    async (msgType, line) => {
      await desk.verbs.receive(desk.text(words))
      desk.move(49 * hour)
      const fields = { PicUrl: 'http://mmbiz.qpic.cn/1', Location_X: '31.2304' }
      await desk.verbs.receive({ ...desk.event(''), ...{ kind: 'other', msgType, event: undefined, fields } })
      expect((await desk.complaints.messages(chatId)).at(-1)).toMatchObject({ from: 'customer', text: line })
      expect(await window()).toMatchObject({ left: 5, open: true })
      expect(desk.stored()).not.toMatch(/图片|语音|位置|qpic|31\.2304/)
      expect((await desk.complaints.newest()).items).toHaveLength(1)
    },
  )
})

describe('answering (答复)', () => {
  const stateOf = async (text: string) =>
    (await desk.complaints.messages(chatId)).find((message) => message.text === text)?.state

  it('goes out over WeChat by the unit, and the days of calling back are working days', async () => {
    const complaintId = await assigned()
    const answered = await answer(complaintId)
    expect(answered).toMatchObject({ state: 'answered', answeredHow: 'wechat' })
    expect(answered.followUps.map(({ dueOn }) => dueOn)).toEqual(['2026-11-27', '2026-12-15'])
    expect(desk.sent.map(({ text }) => text).at(-1)).toBe('已派人上门')
    await answer(complaintId).catch(() => undefined)
    expect(desk.sent).toHaveLength(2)
  })

  it('refuses the sixth message in 48 hours and any after 48 hours before WeChat is asked', async () => {
    const complaintId = await assigned()
    for (let n = 2; n <= 5; n++)
      await desk.verbs.send({ chatId, key: `k${n}`, text: `第 ${n} 条`, by: 'xu-wen' })
    expect(desk.sent).toHaveLength(5)
    await expect(answer(complaintId)).rejects.toMatchObject({ code: 'WrongState', facts: { left: 0 } })
    expect(desk.sent).toHaveLength(5)
    await desk.verbs.receive(desk.text('还在等'))
    desk.move(48 * hour)
    await expect(answer(complaintId)).rejects.toMatchObject({
      code: 'WrongState',
      facts: { left: 5, open: false },
    })
    expect(desk.sent).toHaveLength(5)
    const told = await desk.verbs.answer({
      complaintId,
      text: '电话里说明',
      how: 'phone',
      by: await desk.who('chen-yu'),
    })
    expect(told).toMatchObject({ state: 'answered', answeredHow: 'phone' })
  })

  it('counts two messages at the same moment as two, also for the last place', async () => {
    await assigned()
    for (let n = 2; n <= 4; n++) await desk.verbs.send({ chatId, key: `k${n}`, text: 'x', by: 'xu-wen' })
    const both = await Promise.allSettled(
      ['a', 'b'].map((key) => desk.verbs.send({ chatId, key, text: key, by: 'xu-wen' })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(desk.sent).toHaveLength(5)
  })

  it('leaves an unknown outcome unknown and sends those words no second time', async () => {
    const complaintId = await assigned()
    desk.answers.push({ kind: 'unknown', cause: 'timeout', detail: '' } as never)
    await expect(answer(complaintId)).rejects.toMatchObject({ code: 'SendUnknown' })
    await expect(answer(complaintId)).rejects.toMatchObject({ code: 'SendUnknown' })
    expect(desk.sent).toHaveLength(2)
    expect((await desk.complaints.withId(complaintId)).state).toBe('assigned')
  })

  it('by two people at the same moment reaches the customer once, and the other is told who answers', async () => {
    const complaintId = await assigned()
    const both = await Promise.allSettled([
      answer(complaintId, 'chen-yu', '已派人上门'),
      answer(complaintId, 'wang-lei', '明天派人上门'),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'WrongState', facts: { by: expect.any(String) } },
    })
    expect(desk.sent).toHaveLength(2)
    expect(await desk.complaints.withId(complaintId)).toMatchObject({ state: 'answered' })
    expect((await desk.complaints.withId(complaintId)).answering).toBeUndefined()
  })

  it('pressed twice is sent once', async () => {
    const complaintId = await assigned()
    await Promise.allSettled([answer(complaintId), answer(complaintId)])
    expect(desk.sent).toHaveLength(2)
    expect(await stateOf('已派人上门')).toBe('sent')
  })

  it('that died on its way is unknown after a minute, and the next one may go out', async () => {
    const complaintId = await assigned()
    desk.answers.push('dies')
    await expect(answer(complaintId)).rejects.toThrow('the process ended')
    await expect(answer(complaintId, 'wang-lei', '明天派人')).rejects.toMatchObject({ code: 'WrongState' })
    desk.move(61_000)
    await answer(complaintId, 'wang-lei', '明天派人')
    expect([await stateOf('已派人上门'), await stateOf('明天派人')]).toEqual(['unknown', 'sent'])
  })

  it('that died after WeChat had it is not overtaken by other words; the same words are recorded and not sent again', async () => {
    const complaintId = await assigned()
    const { change } = desk.complaints
    desk.complaints.change = async (id, decide) => {
      if ((await stateOf('已派人上门')) === 'sent') throw new Error('the process ended')
      return change(id, decide)
    }
    await expect(answer(complaintId)).rejects.toThrow('the process ended')
    desk.complaints.change = change
    desk.move(61_000)
    await expect(answer(complaintId, 'wang-lei', '明天派人')).rejects.toMatchObject({
      code: 'WrongState',
      message: expect.stringContaining('not recorded'),
    })
    expect(await answer(complaintId)).toMatchObject({ state: 'answered' })
    expect(desk.sent).toHaveLength(2)
  })

  it('waits for the unit head where that was asked for', async () => {
    const complaintId = await assigned(true)
    expect((await answer(complaintId)).state).toBe('drafted')
    expect(desk.sent).toHaveLength(1)
    expect((await answer(complaintId, 'wang-lei', '已派人上门，并致歉')).state).toBe('answered')
    expect(desk.sent.at(-1)?.text).toBe('已派人上门，并致歉')
  })

  it('drafted for a head who is not there is given to another unit, and the draft is gone', async () => {
    const complaintId = await assigned(true)
    await answer(complaintId)
    const by = await desk.who('xu-wen')
    const given = await desk.verbs.assign({ complaintId, unitId: 'safety', needsApproval: false, by })
    expect(given).toMatchObject({ state: 'assigned', unitId: 'safety' })
    expect(given.sealedAnswer).toBeUndefined()
    expect(await answer(complaintId, 'li-na', '明天上门')).toMatchObject({ state: 'answered' })
    expect(desk.sent.map(({ text }) => text)).not.toContain('已派人上门')
  })

  it('is the assigned unit’s and the editor’s alone; another unit does not even see it', async () => {
    const complaintId = await assigned()
    await expect(answer(complaintId, 'li-na')).rejects.toMatchObject({ code: 'NotFound' })
    await expect(desk.verbs.show(complaintId, await desk.who('li-na'))).rejects.toMatchObject({
      code: 'NotFound',
    })
    expect((await desk.verbs.list(await desk.who('li-na'))).complaints).toEqual([])
    expect((await desk.verbs.list(await desk.who('chen-yu'))).complaints).toHaveLength(1)
  })
})

describe('calling back (回访)', () => {
  const call = async (complaintId: string, outcome: 'satisfied' | 'unsatisfied' | 'partly') =>
    desk.verbs.followUp({ complaintId, outcome, note: '电话回访', by: await desk.who('chen-yu') })

  it('told twice of the same day it counts once, and not for the next; another day is refused', async () => {
    const complaintId = await assigned()
    const { followUps } = await answer(complaintId)
    const by = await desk.who('chen-yu')
    const tell = (dueOn: string) =>
      desk.verbs.followUp({ complaintId, dueOn, outcome: 'satisfied', note: '', by })
    await expect(tell(followUps[1]!.dueOn)).rejects.toMatchObject({ code: 'WrongState' })
    await tell(followUps[0]!.dueOn)
    expect(await tell(followUps[0]!.dueOn)).toMatchObject({ state: 'answered' })
    expect((await tell(followUps[1]!.dueOn)).state).toBe('closed')
    expect((await tell(followUps[1]!.dueOn)).state).toBe('closed')
  })

  it('twice and content, it closes and frees the conversation for the next complaint', async () => {
    const complaintId = await assigned()
    await answer(complaintId)
    expect((await call(complaintId, 'satisfied')).state).toBe('answered')
    const closed = await call(complaintId, 'partly')
    expect(closed.state).toBe('closed')
    expect(closed.followUps.map(({ outcome }) => outcome)).toEqual(['satisfied', 'partly'])
    const shown = await desk.verbs.show(complaintId, await desk.who('xu-wen'))
    expect(shown.complaint.followUps[0]?.note).toBe('电话回访')
    expect(desk.stored()).not.toContain('电话回访')
    await desk.verbs.receive(desk.text('又坏了，投诉'))
    expect((await desk.complaints.newest()).items).toHaveLength(2)
  })

  it('bad, it opens again with a new date, and is answered again', async () => {
    const complaintId = await assigned()
    await answer(complaintId)
    const reopened = await call(complaintId, 'unsatisfied')
    expect(reopened).toMatchObject({ state: 'assigned', reopened: 1, dueOn: '2026-12-01' })
    expect((await answer(complaintId, 'chen-yu', '已更换阀门')).followUps).toHaveLength(3)
  })
})

describe('the machine', () => {
  const look = (complaintId: string) => desk.verbs.look({ complaintId })

  it('hands over to the next run after half a year, which is one however often it is asked for', async () => {
    const complaintId = await assigned()
    const startedAt = desk.clock.now().toISOString()
    desk.move(180 * 24 * hour - 1)
    expect(await desk.verbs.look({ complaintId, startedAt })).toMatchObject({ next: 'look' })
    desk.move(1)
    expect(await desk.verbs.look({ complaintId, startedAt })).toMatchObject({ next: 'renew' })
    for (const _ of 'ab') await desk.verbs.renew({ complaintId, run: 1, startedAt })
    expect(new Set(desk.started)).toEqual(new Set([complaintId, `${complaintId}-2`]))
    expect(await desk.verbs.look({ complaintId, run: 2 })).toMatchObject({ next: 'look' })
  })
  const subjects = () =>
    desk.letters.map(({ to, subject }) => `${to.split('@')[0]} ${subject.replace(/：.*/, '')}`)

  it('tells and presses whom each wait concerns, once a working day, without a word of the customer’s', async () => {
    await desk.verbs.receive(desk.text(words))
    const complaintId = (await desk.complaints.newest()).items[0]!.id
    const first = await look(complaintId)
    expect(subjects()).toEqual(['xu-wen 【签发】新客诉，请分派'])
    expect(first).toEqual({ next: 'look', waitSeconds: 4 * 3600, seen: 2 })
    desk.move(4 * hour)
    await look(complaintId)
    await look(complaintId)
    expect(subjects().filter((one) => one.includes('请分派客诉'))).toHaveLength(1)
    await desk.verbs.assign({
      complaintId,
      unitId: 'marketing',
      needsApproval: false,
      by: await desk.who('xu-wen'),
    })
    await look(complaintId)
    expect(subjects()).toEqual(
      expect.arrayContaining(['chen-yu 【签发】客诉请办理', 'wang-lei 【签发】客诉请办理']),
    )
    desk.setClock('2026-12-02T01:00:00Z')
    await look(complaintId)
    expect(
      subjects()
        .filter((one) => one.includes('已到期'))
        .map((one) => one.split(' ')[0])
        .sort(),
    ).toEqual(['chen-yu', 'wang-lei'])
    // The editor hears of it when the unit let a day pass, not at the same moment.
    desk.setClock('2026-12-03T01:00:00Z')
    await look(complaintId)
    expect(subjects()).toContain('xu-wen 【签发】客诉已到期，请答复')
    for (const { text, html, subject } of desk.letters)
      expect(`${text}${String(html)}${subject}`).not.toMatch(/漏水|13812345678|oCustomer/)
  })

  it('sees what a person did while letters went out: the wait ends at once, and holds when nobody did', async () => {
    const complaintId = await assigned()
    const wait = awaitPerson(desk.room)
    const step = await look(complaintId)
    await wait({ complaintId, seen: step.seen, taskToken: 'quiet', waitSeconds: 3600 })
    expect(desk.woken).not.toContain('quiet')
    await answer(complaintId)
    await wait({ complaintId, seen: step.seen, taskToken: 'late', waitSeconds: 3600 })
    expect(desk.woken).toContain('late')
  })

  it('is watched until the customer is forgotten: a machine that never began or died is followed by its next run', async () => {
    const complaintId = await assigned()
    const row = () => desk.rows.get(`COMPLAINT#${complaintId}`)?.get('WATCH')
    expect(row()).toMatchObject({ kind: 'complaint', id: complaintId })
    const resume = () => resumeComplaint(desk.room)({ kind: 'complaint', id: complaintId, tries: 0 })
    desk.started.length = 0
    await resume()
    desk.end(complaintId)
    await resume()
    expect(desk.started).toEqual([complaintId, `${complaintId}-2`])
    await desk.complaints.change(complaintId, (current) => ({
      next: { ...current, state: 'closed', erased: { at: current.registeredAt, why: 'retention' } },
      happened: { by: 'system', type: 'CustomerErased', facts: {} },
    }))
    expect(await resume()).toBeUndefined()
  })

  it('hands each letter to the mail server once: news once, one reminder a working day', async () => {
    const complaintId = await assigned()
    const to = (who: string, about: string) =>
      desk.mailed.filter((one) => one.startsWith(who) && one.includes(about)).length
    for (const _ of 'abc') await look(complaintId)
    expect(to('chen-yu', '客诉请办理')).toBe(1)
    // Due on Tuesday the first: pressed when Wednesday begins, not again before Thursday begins.
    for (const [at, pressed] of [
      ['2026-12-01T11:00:00Z', 0],
      ['2026-12-02T01:00:00Z', 1],
      ['2026-12-02T10:00:00Z', 1],
      ['2026-12-03T00:59:00Z', 1],
      ['2026-12-03T01:00:00Z', 2],
    ] as const) {
      desk.setClock(at)
      await look(complaintId)
      expect([at, to('chen-yu', '已到期')]).toEqual([at, pressed])
    }
    expect(to('chen-yu', '客诉请办理')).toBe(1)
  })

  it.each([
    ['nobody assigns', () => desk.verbs.receive(desk.text(words)), ['xu-wen']],
    ['nobody answers', () => assigned(), ['chen-yu', 'wang-lei', 'xu-wen']],
  ])(
    'a complaint that %s goes up to head and leader, a few letters each, and ends by name',
    async (_, begin, first) => {
      await begin()
      const { id } = (await desk.complaints.newest({ limit: 1 })).items[0]!
      const before = desk.mailed.length
      for (let looks = 0; looks < 40; looks++) {
        const step = await look(id)
        if ((await desk.complaints.withId(id)).state === 'closed') break
        desk.move((step.waitSeconds / 3600) * hour)
      }
      const complaint = await desk.complaints.withId(id)
      expect(complaint).toMatchObject({ state: 'closed', closedAs: 'unanswered' })
      expect((await desk.complaints.ledger(id)).at(-1)?.type).toBe('ComplaintUnanswered')
      const to = (who: string) => desk.mailed.slice(before).filter((one) => one.startsWith(who)).length
      // Five reminders, the news, the end, a warning before it is due and two before WeChat's window closes.
      for (const person of first) expect([person, to(person) <= 10]).toEqual([person, true])
      expect([to('zhou-heng'), to('zheng-min')]).toEqual([4, 3])
      // What the customer says next is another complaint.
      await desk.verbs.receive(desk.text(words))
      expect((await desk.complaints.newest()).items.length).toBeGreaterThan(1)
    },
  )

  it('reminds those who answer on the working day before it is due, and nobody else, once', async () => {
    const complaintId = await assigned()
    // Due on Tuesday the first of December.
    for (const [at, reminded] of [
      ['2026-11-30T00:29:00Z', 0],
      ['2026-11-30T01:00:00Z', 1],
      ['2026-11-30T09:00:00Z', 1],
    ] as const) {
      desk.setClock(at)
      for (const _ of 'ab') await look(complaintId)
      const soon = desk.mailed.filter((one) => one.includes('即将到期'))
      expect([at, soon.length, soon.every((one) => one.startsWith('chen-yu'))]).toEqual([at, reminded, true])
    }
  })

  it('warns of WeChat’s closing window 24 and 6 hours before, and not of one that is over', async () => {
    await desk.verbs.receive(desk.text(words))
    const { id } = (await desk.complaints.newest()).items[0]!
    await desk.verbs.assign({
      ...{ complaintId: id, unitId: 'marketing', needsApproval: false, by: await desk.who('xu-wen') },
    })
    const warned = () =>
      desk.mailed.filter((one) => one.includes('窗口即将关闭') && one.startsWith('chen-yu')).length
    const seen: [number, number][] = []
    for (const hours of [0, 23.9, 24.1, 30, 42.1, 47, 60]) {
      desk.setClock(new Date(Date.parse('2026-11-24T02:00:00Z') + hours * hour).toISOString())
      await look(id)
      seen.push([hours, warned()])
    }
    expect(seen).toEqual([
      [0, 0],
      [23.9, 0],
      [24.1, 1],
      [30, 1],
      [42.1, 2],
      [47, 2],
      [60, 2],
    ])
  })

  it('tells whoever has it that the customer wrote again, open or answered, once a day', async () => {
    await desk.verbs.receive(desk.text(words))
    const { id } = (await desk.complaints.newest()).items[0]!
    const by = await desk.who('xu-wen')
    await desk.verbs.assign({ complaintId: id, unitId: 'marketing', needsApproval: false, by })
    await look(id)
    const told = () =>
      desk.mailed.filter((one) => one.includes('补充了新情况')).map((one) => one.split(' ')[0])
    desk.move(hour)
    await desk.verbs.receive(desk.text('师傅没来'))
    await look(id)
    expect(told()).toEqual(['chen-yu', 'wang-lei'])
    desk.move(hour)
    await desk.verbs.receive(desk.text('还是没来'))
    await look(id)
    expect(told()).toHaveLength(2)
    await answer(id)
    desk.move(24 * hour)
    await desk.verbs.receive(desk.text('来了，没修好'))
    await look(id)
    expect(told().slice(2).sort()).toEqual(['chen-yu', 'xu-wen'])
    expect((await desk.complaints.ledger(id)).filter(({ type }) => type === 'CustomerAdded')).toHaveLength(3)
    // Another conversation did not begin.
    expect((await desk.complaints.newest()).items).toHaveLength(1)
  })

  it('speaks once for all rungs that passed while nobody looked', async () => {
    const complaintId = await assigned()
    // Due on the first of December; a week of working days later three rungs have passed.
    desk.setClock('2026-12-10T01:00:00Z')
    for (let looks = 0; looks < 5; looks++) await look(complaintId)
    const to = (who: string) =>
      desk.mailed.filter((one) => one.startsWith(who) && one.includes('已到期')).length
    expect([to('chen-yu'), to('zhou-heng')]).toEqual([1, 1])
  })

  it('says that a complaint is open again, not that it is new', async () => {
    const complaintId = await assigned()
    await answer(complaintId)
    await desk.verbs.followUp({
      ...{ complaintId, outcome: 'unsatisfied', note: '没解决', by: await desk.who('xu-wen') },
    })
    await look(complaintId)
    expect(subjects()).toContain('chen-yu 【签发】客诉重新办理，请再答复')
  })

  it('presses the head and the editor for a draft, counted from when it was written', async () => {
    const complaintId = await assigned(true)
    await answer(complaintId)
    await look(complaintId)
    desk.move(4 * hour)
    await look(complaintId)
    const pressed = desk.mailed.filter((one) => one.includes('待批') || one.includes('审定'))
    expect([...new Set(pressed.map((one) => one.split(' ')[0]))].sort()).toEqual(['wang-lei', 'xu-wen'])
  })
})

describe('the customer’s data', () => {
  it('lie sealed: neither words nor openid nor phone stand in the table', async () => {
    const complaintId = await assigned()
    await answer(complaintId)
    const by = await desk.who('xu-wen')
    await desk.verbs.enter({
      source: 'phone',
      name: '张三',
      phone: '13900001111',
      words: '没人接',
      by,
      requestKey: 'phone-one',
    })
    for (const secret of ['漏水', '13812345678', openId, '张三', '13900001111', '没人接', '已派人上门'])
      expect([secret, desk.stored().includes(secret)]).toEqual([secret, false])
  })

  it('opened with an old key after a new one came, and by nobody in another row', async () => {
    const complaintId = await assigned()
    Object.assign(desk.keys.keys, { k2: Buffer.alloc(32, 2).toString('base64') })
    desk.keys.current = 'k2'
    const by = await desk.who('xu-wen')
    expect((await desk.verbs.show(complaintId, by)).customer?.words).toBe(words)
    const sealed = await desk.cipher.seal('x', 'row one')
    expect(sealed).toMatch(/^k2\./)
    await expect(desk.cipher.open(sealed, 'row two')).rejects.toThrow()
    await expect(desk.cipher.open(`k9.${sealed.slice(3)}`, 'row one')).rejects.toThrow('no key k9')
  })

  it('say who read them and when', async () => {
    const complaintId = await assigned()
    await desk.verbs.show(complaintId, await desk.who('chen-yu'))
    desk.move(1_000)
    const { accesses } = await desk.verbs.show(complaintId, await desk.who('xu-wen'))
    expect(accesses.map(({ by }) => by)).toEqual(['chen-yu', 'xu-wen'])
  })

  it('are gone when the customer unsubscribes, and the figures stay', async () => {
    const complaintId = await assigned()
    await answer(complaintId)
    const by = await desk.who('chen-yu')
    for (const outcome of ['satisfied', 'satisfied'] as const)
      await desk.verbs.followUp({ complaintId, outcome, note: '客户说漏水已修好', by })
    await desk.verbs.receive(desk.text('又漏了，投诉'))
    const later = (await desk.complaints.newest()).items.find(({ id }) => id !== complaintId)!
    const event = desk.event('unsubscribe')
    await desk.verbs.receive(event)
    await desk.verbs.receive(event)
    const shown = await desk.verbs.show(complaintId, await desk.who('xu-wen'))
    expect(shown).toMatchObject({
      messages: [],
      complaint: { erased: { why: 'unsubscribed' }, state: 'closed' },
    })
    expect(shown.customer).toBeUndefined()
    expect(shown.answer).toBeUndefined()
    expect((await desk.complaints.withId(later.id)).erased?.why).toBe('unsubscribed')
    expect(desk.stored()).not.toContain('客户说漏水已修好')
    expect(await desk.complaints.messages(chatId)).toEqual([])
    expect((await desk.complaints.chat(chatId))?.sealedOpenId).toBeUndefined()
    expect(firstBreak(await desk.complaints.ledger(complaintId))).toBeUndefined()
  })

  it('are erased 180 days after the closing', async () => {
    const complaintId = await assigned()
    await answer(complaintId)
    const by = await desk.who('chen-yu')
    for (const outcome of ['satisfied', 'satisfied'] as const)
      await desk.verbs.followUp({ complaintId, outcome, note: '好', by })
    expect(await desk.verbs.look({ complaintId })).toMatchObject({ next: 'look', waitSeconds: 90 * 86_400 })
    desk.move(90 * 24 * hour)
    expect(await desk.verbs.look({ complaintId })).toMatchObject({ next: 'look', waitSeconds: 90 * 86_400 })
    desk.move(90 * 24 * hour)
    expect(await desk.verbs.look({ complaintId })).toMatchObject({ next: 'done' })
    expect((await desk.complaints.withId(complaintId)).erased?.why).toBe('retention')
  })

  it('are gone for good: who comes back is taken anew, and the old complaint is not answered over WeChat', async () => {
    const old = await assigned()
    const before = desk.text('还有一件事，投诉')
    desk.move(1_000)
    await desk.verbs.receive(desk.event('unsubscribe'))
    await expect(answer(old)).rejects.toMatchObject({
      code: 'WrongState',
      message: expect.stringContaining('unsubscribed'),
    })
    const [complaint] = (await desk.complaints.newest()).items
    expect(complaint).toMatchObject({ id: old, state: 'assigned' })
    expect(complaint?.answering).toBeUndefined()
    // Said before they left, delivered after.
    await desk.verbs.receive(before)
    expect(await desk.complaints.messages(chatId)).toEqual([])
    desk.move(hour)
    await desk.verbs.receive(desk.text('又漏水了，我要投诉'))
    const found = (await desk.complaints.newest()).items
    expect(found).toHaveLength(2)
    const again = found.find(({ id }) => id !== old)!
    expect((await desk.verbs.show(again.id, await desk.who('xu-wen'))).customer?.words).toBe(
      '又漏水了，我要投诉',
    )
    expect(await desk.complaints.chat(chatId)).toMatchObject({
      complaintId: again.id,
      complaintIds: [again.id],
    })
    await expect(answer(old)).rejects.toMatchObject({ message: expect.stringContaining('unsubscribed') })
    await desk.verbs.receive(desk.event('unsubscribe'))
    expect((await desk.complaints.withId(again.id)).erased?.why).toBe('unsubscribed')
  })

  it('leave no row in the list of conversations with an empty sort key, which DynamoDB refuses', async () => {
    await assigned()
    await desk.verbs.receive(desk.event('unsubscribe'))
    expect(desk.stored()).not.toContain('"gsi1sk":""')
    expect((await desk.complaints.chats()).items).toEqual([])
  })

  /** Answered and called back to the end. */
  async function closed(text = '已派人上门') {
    const complaintId = (await desk.complaints.newest()).items[0]!.id
    const by = await desk.who('xu-wen')
    await desk.verbs.assign({ complaintId, unitId: 'marketing', needsApproval: false, by })
    await answer(complaintId, 'xu-wen', text)
    for (const outcome of ['satisfied', 'satisfied'] as const)
      await desk.verbs.followUp({ complaintId, outcome, note: '好', by })
    return complaintId
  }
  const days = 24 * hour

  it('go after 180 days with the conversation: messages, openid and what was written after an erasure', async () => {
    await desk.verbs.receive(desk.text(words))
    const complaintId = await closed()
    desk.move(180 * days)
    expect(await desk.verbs.look({ complaintId })).toMatchObject({ next: 'done' })
    expect(await desk.complaints.messages(chatId)).toEqual([])
    expect(await desk.complaints.chat(chatId)).toBeUndefined()
    expect(await desk.verbs.look({ complaintId })).toMatchObject({ next: 'done' })
    expect(firstBreak(await desk.complaints.ledger(complaintId))).toBeUndefined()

    const other = (desk = await givenComplaints())
    await other.verbs.receive(other.text(words))
    await other.verbs.receive(other.event('unsubscribe'))
    const id = (await other.complaints.newest()).items[0]!.id
    const by = await other.who('xu-wen')
    await other.verbs.assign({ complaintId: id, unitId: 'marketing', needsApproval: false, by })
    await other.verbs.answer({ complaintId: id, text: '电话里说明', how: 'phone', by })
    for (const outcome of ['satisfied', 'satisfied'] as const)
      await other.verbs.followUp({ complaintId: id, outcome, note: '好', by })
    other.move(180 * days)
    await other.verbs.look({ complaintId: id })
    const left = await other.complaints.withId(id)
    expect(left).toMatchObject({ erased: { why: 'unsubscribed' } })
    expect([left.sealedAnswer, left.followUps.some(({ note }) => note)]).toEqual([undefined, false])
  })

  it('of a later complaint stay when an earlier one of the same conversation goes', async () => {
    await desk.verbs.receive(desk.text(words))
    const first = await closed()
    desk.move(30 * days)
    await desk.verbs.receive(desk.text('又坏了，投诉'))
    const second = (await desk.complaints.newest()).items[0]!.id
    desk.move(150 * days)
    await desk.verbs.look({ complaintId: first })
    expect((await desk.complaints.messages(chatId)).map(({ text }) => text)).toEqual(['又坏了，投诉'])
    const chat = await desk.complaints.chat(chatId)
    expect(chat).toMatchObject({ complaintId: second, complaintIds: [second] })
    expect(chat?.sealedOpenId).toBeDefined()
  })

  it('of a conversation that never was a complaint leave the table by themselves, counted from its last message', async () => {
    const rows = () => [...(desk.rows.get(`CHAT#${chatId}`)?.values() ?? [])]
    const dueAt = () => Math.ceil(desk.clock.now().getTime() / 1000) + 180 * 86_400
    await desk.verbs.receive(desk.text('请问几点上班'))
    expect(rows().map(({ sk, ttl }) => [sk.slice(0, 4), ttl])).toEqual(
      expect.arrayContaining([
        ['HEAD', dueAt()],
        ['MSG#', dueAt()],
      ]),
    )
    desk.move(10 * days)
    await desk.verbs.receive(desk.text('谢谢'))
    const head = () => rows().find(({ sk }) => sk === 'HEAD')
    expect(head()?.['ttl']).toBe(dueAt())
    await desk.verbs.receive(desk.text('我要投诉'))
    expect(head()).not.toHaveProperty('ttl')
  })

  it('read as a conversation are on record too, and not to be read once erased', async () => {
    const by = await desk.who('xu-wen')
    await expect(desk.verbs.read({ chatId, by })).rejects.toMatchObject({ code: 'NotFound' })
    await desk.verbs.receive(desk.text('请问几点上班'))
    expect(await desk.verbs.read({ chatId, by })).toMatchObject([{ text: '请问几点上班' }])
    expect(await desk.complaints.chatAccesses(chatId)).toMatchObject([{ by: 'xu-wen', name: '许雯' }])
    desk.move(1_000)
    const { id } = await desk.verbs.mark({ chatId, by })
    await desk.verbs.read({ chatId, by })
    desk.move(1_000)
    const { accesses } = await desk.verbs.show(id, by)
    expect(accesses.map(({ by: who }) => who)).toEqual(['xu-wen', 'xu-wen', 'xu-wen'])
    await desk.verbs.receive(desk.event('unsubscribe'))
    await expect(desk.verbs.read({ chatId, by })).rejects.toMatchObject({ code: 'NotFound' })
  })
})

it('shows the window as a budget', () => {
  const now = new Date('2026-11-24T02:00:00Z')
  const at = (hours: number) => new Date(now.getTime() - hours * hour).toISOString()
  expect(windowOf({ lastMessageAt: at(1), sentSince: 2 }, now)).toMatchObject({ left: 3, open: true })
  expect(windowOf({ lastMessageAt: at(47.9), sentSince: 5 }, now)).toMatchObject({ left: 0, open: false })
  expect(windowOf({ lastMessageAt: at(48), sentSince: 0 }, now)).toMatchObject({ left: 5, open: false })
  expect(windowOf({ sentSince: 0 }, now)).toEqual({ left: 0, open: false, trigger: 'message' })
  const tapped = (seconds: number, sentSince: number) =>
    windowOf({ lastMessageAt: at(seconds / 3600), trigger: 'menu', sentSince }, now)
  expect(tapped(59, 2)).toMatchObject({ left: 1, open: true, until: '2026-11-24T02:00:01.000Z' })
  expect(tapped(59, 3)).toMatchObject({ left: 0, open: false })
  expect(tapped(60, 0)).toMatchObject({ left: 3, open: false })
})

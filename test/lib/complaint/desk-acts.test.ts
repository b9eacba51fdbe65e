import JSZip from 'jszip'
import readExcelFile from 'read-excel-file/node'
import { caseFile } from '../../../lib/complaint/case-file'
import { eraseKept } from '../../../lib/complaint/erase'
import { labelComplaint } from '../../../lib/complaint/label'
import { noteComplaint } from '../../../lib/complaint/note'
import { preparedAnswers, savePreparedAnswers } from '../../../lib/complaint/prepared'
import { reopenComplaint } from '../../../lib/complaint/reopen'
import { urgeComplaint } from '../../../lib/complaint/urge'
import { randomIds } from '../../../lib/platform/ids'
import { lastDayInWindow } from '../../../lib/policy/complaint-due'
import { chatId, givenComplaints, type GivenComplaints } from './given-complaints'

let desk: GivenComplaints
let room: GivenComplaints['room'] & { ids: typeof randomIds; table: GivenComplaints['table'] }
beforeEach(async () => {
  desk = await givenComplaints()
  room = { ...desk.room, ids: randomIds, table: desk.table }
})

const unnamed = '机床买回来三天就坏了，我要投诉'
const withNumber = `${unnamed}，电话 13812345678`
const worksOnWeekdays = (date: string) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())

/** By WeChat, on Tuesday 24 November at 10:00 Beijing: the window closes on Thursday at 10:00. */
async function taken(words: string) {
  await desk.verbs.receive(desk.text(words))
  const [complaint] = (await desk.complaints.newest()).items
  return complaint!.id
}
const assign = async (complaintId: string, more: { dueOn?: string; otherwise?: boolean } = {}) =>
  desk.verbs.assign({
    ...{ complaintId, unitId: 'marketing', needsApproval: false, by: await desk.who('xu-wen') },
    ...more,
  })
const answered = async (words = withNumber) => {
  const id = await taken(words)
  await assign(id)
  await desk.verbs.answer({ complaintId: id, text: '已换新', how: 'wechat', by: await desk.who('chen-yu') })
  return id
}

describe('the last day at whose end an answer reaches WeChat’s window', () => {
  it.each([
    ['two working days on, the one before it closes', '2026-11-24T10:00', '2026-11-26T10:00', '2026-11-25'],
    ['with the margin to the minute', '2026-11-24T20:00', '2026-11-26T20:00', '2026-11-26'],
    ['a minute less than the margin is a day earlier', '2026-11-24T19:59', '2026-11-26T19:59', '2026-11-25'],
    ['a working day before a weekend', '2026-11-27T10:00', '2026-11-29T10:00', '2026-11-27'],
    ['a day off where no working day is left', '2026-11-27T19:00', '2026-11-29T19:00', '2026-11-28'],
    ['today when it closes tonight', '2026-11-25T12:00', '2026-11-25T18:30', '2026-11-25'],
    ['none once work has ended', '2026-11-25T18:05', '2026-11-25T19:00', undefined],
  ])('%s', (_, now, until, day) => {
    const at = (time: string) => new Date(`${time}:00+08:00`)
    expect(lastDayInWindow(at(until), at(now), worksOnWeekdays)).toBe(day)
  })
})

describe('the due date of a complaint that only WeChat can answer', () => {
  it('is within the window, with the reason on the page and in the letter', async () => {
    const id = await taken(unnamed)
    const by = await desk.who('xu-wen')
    const bound = { dueOn: '2026-11-25', until: '2026-11-26T02:00:00.000Z' }
    expect((await desk.verbs.show(id, by)).bound).toEqual(bound)
    expect(await assign(id)).toMatchObject({ dueOn: bound.dueOn, dueBound: bound.until })
    await desk.verbs.look({ complaintId: id })
    expect(JSON.stringify(desk.letters)).toContain('微信答复窗口 2026年11月26日（星期四）10:00 关闭')
  })

  it('is no later than the window though somebody says so, unless the customer can be answered otherwise', async () => {
    const id = await taken(unnamed)
    await expect(assign(id, { dueOn: '2026-11-26' })).rejects.toMatchObject({
      code: 'InvalidRequest',
      facts: { dueOn: '2026-11-26', latest: '2026-11-25' },
    })
    expect((await desk.complaints.withId(id)).state).toBe('registered')
    expect(await assign(id, { dueOn: '2026-11-26', otherwise: true })).toMatchObject({ dueOn: '2026-11-26' })
  })

  it('is by working days where a number is known, from whichever message, or the window is shut', async () => {
    expect(await assign(await taken(withNumber))).toMatchObject({ dueOn: '2026-12-01' })
    const other = await givenComplaints()
    desk = other
    const id = await taken(unnamed)
    desk.move(60_000)
    await desk.verbs.receive(desk.text('请打 13812345678'))
    expect(await assign(id)).toMatchObject({ dueOn: '2026-12-01' })
    desk = await givenComplaints()
    const late = await taken(unnamed)
    desk.move(49 * 3_600_000)
    const { dueOn, dueBound } = await assign(late)
    expect({ dueOn, dueBound }).toEqual({ dueOn: '2026-12-03', dueBound: undefined })
  })
})

describe('opening again', () => {
  const reopen = async (complaintId: string, more: { dueOn?: string } = {}) =>
    reopenComplaint(room)({
      ...{ complaintId, reason: '客户来电：又漏了', by: await desk.who('xu-wen') },
      ...more,
    })
  const called = async (complaintId: string, outcome: 'satisfied' | 'unsatisfied', note = '') =>
    desk.verbs.followUp({ complaintId, outcome, note, by: await desk.who('xu-wen') })

  it('of a closed one needs a reason, sets a new date, tells the unit, and takes the customer’s next words', async () => {
    const id = await answered()
    await called(id, 'satisfied')
    await called(id, 'satisfied')
    expect((await desk.complaints.withId(id)).state).toBe('closed')
    expect((await desk.complaints.chat(chatId))!.complaintId).toBeUndefined()
    await desk.verbs.look({ complaintId: id })
    desk.letters.length = 0
    const again = await reopen(id, { dueOn: '2026-11-30' })
    expect(again).toMatchObject({ state: 'assigned', dueOn: '2026-11-30', reopened: 1 })
    expect(again.closedAt).toBeUndefined()
    expect((await desk.complaints.chat(chatId))!.complaintId).toBe(id)
    const { notes } = await desk.verbs.show(id, await desk.who('chen-yu'))
    expect(notes).toMatchObject([{ text: '客户来电：又漏了', why: 'reopened', by: { name: '许雯' } }])
    await desk.verbs.look({ complaintId: id })
    expect(desk.letters.map(({ to }) => to.split('@')[0])).toEqual(['chen-yu', 'wang-lei'])
    expect(desk.letters[0]!.subject).toContain('客诉重新办理')
    expect(desk.stored()).not.toContain('又漏了')
  })

  it('is refused while it is open, and once the customer’s data are gone', async () => {
    const id = await taken(withNumber)
    await assign(id)
    await expect(reopen(id)).rejects.toMatchObject({ code: 'WrongState' })
    await desk.verbs.answer({ complaintId: id, text: '好', how: 'wechat', by: await desk.who('chen-yu') })
    await desk.verbs.receive(desk.event('unsubscribe'))
    await expect(reopen(id)).rejects.toMatchObject({
      code: 'WrongState',
      message: expect.stringContaining('erased'),
    })
  })

  it('by a customer who is not satisfied needs to say why, and takes the date it is given', async () => {
    const id = await answered()
    await expect(called(id, 'unsatisfied', ' ')).rejects.toMatchObject({ code: 'InvalidRequest' })
    expect((await desk.complaints.withId(id)).state).toBe('answered')
    const by = await desk.who('xu-wen')
    const given = {
      complaintId: id,
      outcome: 'unsatisfied' as const,
      note: '没人来',
      answerOn: '2026-11-26',
      by,
    }
    expect(await desk.verbs.followUp(given)).toMatchObject({ state: 'assigned', dueOn: '2026-11-26' })
  })
})

describe('a note', () => {
  it('is for colleagues, sealed, on record without its words, and erased with the customer’s data', async () => {
    const id = await answered()
    const by = await desk.who('chen-yu')
    await noteComplaint(room)({ complaintId: id, text: '客户约周五', by })
    expect((await desk.verbs.show(id, by)).notes).toMatchObject([
      { text: '客户约周五', by: { id: 'chen-yu' } },
    ])
    expect((await desk.complaints.ledger(id)).at(-1)).toMatchObject({ type: 'ComplaintNoted', facts: {} })
    expect(desk.stored()).not.toContain('周五')
    await eraseKept(room)(await desk.complaints.withId(id))
    expect(await desk.complaints.notes(id)).toEqual([])
    await expect(noteComplaint(room)({ complaintId: id, text: '再记', by })).rejects.toMatchObject({
      code: 'WrongState',
    })
  })

  it('of another unit’s people is refused', async () => {
    const id = await answered()
    const by = await desk.who('li-na')
    await expect(noteComplaint(room)({ complaintId: id, text: '路过', by })).rejects.toMatchObject({
      code: 'NotFound',
    })
  })
})

describe('urging by hand (催办)', () => {
  const urge = async (complaintId: string) =>
    urgeComplaint(room)({ complaintId, by: await desk.who('xu-wen') })

  it('mails whoever has it at once, once a day, on record', async () => {
    const id = await taken(withNumber)
    await expect(urge(id)).rejects.toMatchObject({ code: 'WrongState' })
    await assign(id)
    await desk.verbs.look({ complaintId: id })
    desk.letters.length = 0
    await urge(id)
    await expect(urge(id)).rejects.toMatchObject({
      code: 'WrongState',
      message: expect.stringContaining('today'),
    })
    await desk.verbs.look({ complaintId: id })
    await desk.verbs.look({ complaintId: id })
    expect(
      desk.letters.map(({ to, subject, reminder }) => [to.split('@')[0], subject.includes('催办'), reminder]),
    ).toEqual([
      ['chen-yu', true, undefined],
      ['wang-lei', true, undefined],
    ])
    expect((await desk.complaints.ledger(id)).map(({ type }) => type)).toContain('ComplaintUrged')
    desk.move(24 * 3_600_000)
    desk.letters.length = 0
    await urge(id)
    await desk.verbs.look({ complaintId: id })
    expect(desk.letters.filter(({ subject }) => subject.includes('催办'))).toHaveLength(2)
  })
})

describe('prepared answers', () => {
  const list = [{ title: '已受理', text: '您好，已安排专人处理。' }]

  it('are one list; whoever changes an older one is refused and changes nothing', async () => {
    const by = await desk.who('xu-wen')
    expect(await preparedAnswers(room)()).toEqual({ answers: [], revision: 0 })
    await savePreparedAnswers(room)({ answers: list, revision: 0, by })
    await expect(savePreparedAnswers(room)({ answers: [], revision: 0, by })).rejects.toMatchObject({
      code: 'WrongState',
    })
    expect(await preparedAnswers(room)()).toMatchObject({ answers: list, revision: 1, by: '许雯' })
    await savePreparedAnswers(room)({ answers: [], revision: 1, by })
    expect((await preparedAnswers(room)()).answers).toEqual([])
  })
})

it('the register of single cases has one line a complaint, nothing of the customer, and no living formula', async () => {
  const id = await answered()
  const by = await desk.who('xu-wen')
  await labelComplaint(room)({ complaintId: id, kind: 'quality', tags: ['=1+1'], by })
  await desk.verbs.followUp({ complaintId: id, outcome: 'partly', note: '还行', by })
  const { number } = await desk.complaints.withId(id)
  const { body } = await caseFile('2026-11', (await desk.complaints.newest()).items)
  const [sheet] = await readExcelFile(Buffer.from(body!, 'base64'))
  const [names, line, ...more] = sheet!.data
  expect(more).toEqual([])
  expect(Object.fromEntries(names!.map((name, at) => [name, line![at] ?? '']))).toEqual({
    ...{
      编号: number,
      来源: '微信',
      受理时间: '2026-11-24 10:00',
      种类: '产品质量',
      标签: '=1+1',
      办理单位: '市场部',
    },
    ...{
      状态: '已答复，待回访',
      答复期限: '2026-12-01',
      答复时间: '2026-11-24 10:00',
      答复人: '陈瑜',
      答复方式: '微信',
    },
    ...{ 逾期答复次数: 0, 回访: '2026-11-24 基本满意', 重新办理次数: 0, 办结时间: '' },
  })
  const parts = await JSZip.loadAsync(Buffer.from(body!, 'base64'))
  expect(await parts.file('xl/worksheets/sheet1.xml')!.async('string')).not.toContain('<f>')
})

import { gistOf } from '../../../lib/complaint/gist'
import { labelComplaint } from '../../../lib/complaint/label'
import { setAside } from '../../../lib/complaint/read-chat'
import { tellUnread } from '../../../lib/complaint/tell-unread'
import { chatId, givenComplaints, type GivenComplaints } from './given-complaints'

let desk: GivenComplaints
beforeEach(async () => {
  desk = await givenComplaints()
})

const words = '你们的阀门漏水，\n我要投诉！电话 13812345678'
const bought = '机床买回来三天就坏了'
const ids = ({ complaints }: { complaints: { id: string }[] }) => complaints.map(({ id }) => id)

async function entered(text: string, unitId?: string) {
  const by = await desk.who('xu-wen')
  const wish = { source: 'phone' as const, words: text, by, requestKey: text }
  const { id: complaintId } = await desk.verbs.enter(wish)
  if (unitId) await desk.verbs.assign({ complaintId, unitId, needsApproval: false, by })
  return complaintId
}

describe('the first words of a complaint', () => {
  it.each([
    [words, '你们的阀门漏水， 我要投诉！电话 138****5678'],
    ['长'.repeat(41), `${'长'.repeat(40)}…`],
    ['  短  ', '短'],
  ])('of %j are %j', (said, gist) => expect(gistOf(said)).toBe(gist))

  it('stand in the list of who may open it, and lie nowhere unsealed', async () => {
    await desk.verbs.receive(desk.text(words))
    const { complaints } = await desk.verbs.list(await desk.who('xu-wen'))
    expect(complaints).toMatchObject([
      { gist: gistOf(words), window: { open: true, left: 5, until: '2026-11-26T02:00:00.000Z', hours: 48 } },
    ])
    expect(desk.stored()).not.toContain('漏水')
  })

  it('read are on record with the complaint, once a person and day', async () => {
    const id = await entered('没人接电话', 'marketing')
    const officer = await desk.who('chen-yu')
    await desk.verbs.list(officer)
    await desk.verbs.list(officer)
    expect(await desk.complaints.accesses(id)).toMatchObject([{ by: 'chen-yu', gist: true }])
    desk.move(24 * 3_600_000)
    await desk.verbs.list(officer)
    const { accesses } = await desk.verbs.show(id, await desk.who('xu-wen'))
    expect(accesses.map(({ by, gist }) => [by, gist ?? false])).toEqual([
      ['chen-yu', true],
      ['chen-yu', true],
      ['xu-wen', false],
    ])
  })

  it('are not opened when their reading cannot be put on record', async () => {
    await entered('没人接电话')
    const { logGists } = desk.complaints
    desk.complaints.logGists = () => Promise.reject(new Error('the table does not answer'))
    await expect(desk.verbs.list(await desk.who('xu-wen'))).rejects.toThrow('does not answer')
    desk.complaints.logGists = logGists
  })

  it('are gone with what was erased', async () => {
    await desk.verbs.receive(desk.text(words))
    await desk.verbs.receive(desk.event('unsubscribe'))
    const { complaints } = await desk.verbs.list(await desk.who('xu-wen'))
    expect(complaints).toMatchObject([{ number: expect.any(String) }])
    expect(complaints[0]).not.toHaveProperty('gist')
  })
})

describe('complaints found', () => {
  it('by state, number, unit, kind, tag, who answered, lateness and day; never by the customer’s words', async () => {
    const late = await entered('阀门漏水', 'marketing')
    const open = await entered('没人接电话')
    const answered = await entered('送货晚了', 'safety')
    const by = await desk.who('xu-wen')
    await desk.verbs.answer({
      complaintId: answered,
      text: '已致歉',
      how: 'phone',
      by: await desk.who('li-na'),
    })
    await labelComplaint(desk.room)({ complaintId: late, kind: 'quality', tags: ['球阀', '球阀'], by })
    const found = async (asked: Parameters<typeof desk.verbs.list>[1]) =>
      ids(await desk.verbs.list(by, asked))
    expect(await found({ state: 'registered' })).toEqual([open])
    expect(await found({ state: 'answered' })).toEqual([answered])
    expect(await found({ state: 'open' })).toHaveLength(3)
    const { number } = await desk.complaints.withId(open)
    expect(await found({ q: number.toLowerCase() })).toEqual([open])
    expect(await found({ q: '市场' })).toEqual([late])
    expect(await found({ q: '产品质量' })).toEqual([late])
    expect(await found({ q: '球阀' })).toEqual([late])
    expect(await found({ q: '李娜' })).toEqual([answered])
    expect(await found({ q: '漏水' })).toEqual([])
    expect(await found({ kind: 'quality' })).toEqual([late])
    expect(await found({ unitId: 'safety' })).toEqual([answered])
    desk.setClock('2026-12-20T02:00:00Z')
    expect(await found({ late: 'yes' })).toEqual([late])
    expect(await found({ from: '2026-11-24', to: '2026-11-24' })).toHaveLength(3)
    expect(await found({ to: '2026-11-23' })).toEqual([])
    expect((await desk.complaints.withId(late)).tags).toEqual(['球阀'])
  })

  it('by a unit are its own, with the same terms', async () => {
    const own = await entered('阀门漏水', 'marketing')
    await entered('送货晚了', 'safety')
    const officer = await desk.who('chen-yu')
    expect(ids(await desk.verbs.list(officer, { state: 'assigned', from: '2026-11-24' }))).toEqual([own])
    expect(ids(await desk.verbs.list(officer, { q: '安全' }))).toEqual([])
  })
})

it('refuses kind and tags of a unit it was not assigned to', async () => {
  const id = await entered('阀门漏水', 'marketing')
  const by = await desk.who('li-na')
  await expect(labelComplaint(desk.room)({ complaintId: id, tags: ['x'], by })).rejects.toMatchObject({
    code: 'NotFound',
  })
})

describe('a message that no word of its own says to be a complaint', () => {
  const told = () => tellUnread(desk.room)()

  it('stands with its first words until it is read, and is reminded of once a day by a letter that says none of them', async () => {
    await desk.verbs.receive(desk.text(bought))
    const editor = await desk.who('xu-wen')
    expect((await desk.verbs.chats(editor)).chats).toMatchObject([{ id: chatId, unread: true, gist: bought }])
    expect(await desk.complaints.chatAccesses(chatId)).toMatchObject([{ by: 'xu-wen', gist: true }])
    expect(await told()).toEqual({ unread: 1 })
    await told()
    expect(desk.letters).toMatchObject([{ to: 'xu-wen@jiangnan.example', reminder: expect.anything() }])
    expect(JSON.stringify(desk.letters)).not.toContain('机床')
    await desk.verbs.read({ chatId, by: editor })
    expect((await desk.verbs.chats(editor)).chats).toMatchObject([{ unread: false }])
    expect(await told()).toEqual({ unread: 0 })
    desk.move(1_000)
    await desk.verbs.receive(desk.text('在吗'))
    expect((await desk.verbs.chats(editor)).chats).toMatchObject([{ unread: true, gist: '在吗' }])
  })

  it('is set aside without being opened, or becomes a complaint by one act', async () => {
    await desk.verbs.receive(desk.text('请问几点上班'))
    await setAside(desk.room)({ chatId })
    expect(await told()).toEqual({ unread: 0 })
    desk.move(1_000)
    await desk.verbs.receive(desk.text(bought))
    const editor = await desk.who('xu-wen')
    const { id } = await desk.verbs.mark({ chatId, by: editor })
    expect((await desk.verbs.list(editor)).complaints).toMatchObject([{ id, gist: bought }])
    expect(await told()).toEqual({ unread: 0 })
  })

  it('of nobody is not found', async () => {
    await expect(setAside(desk.room)({ chatId })).rejects.toMatchObject({ code: 'NotFound' })
  })
})

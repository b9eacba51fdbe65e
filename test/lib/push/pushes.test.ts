import type { Table } from '../../../lib/platform/table'
import { log } from '../../../lib/platform/log'
import { actOnDue, actOnKept } from '../../../lib/push/act-on-pushes'
import { receivePush } from '../../../lib/push/receive-push'
import { pushStore } from '../../../lib/push/store'
import { receiveMessage } from '../../../lib/complaint/receive-message'
import { account as wechat } from '../../local/wechat/given-twin'
import { testCipher } from '../../kit/cipher'
import { account, chatId, givenComplaints, openId } from '../complaint/given-complaints'
import { sealed } from '../edition/given-desk'

class Dead extends Error {}

/** A table at which a process dies before or after its nth write; counts those of all. */
function dying() {
  const plan = { writes: 0, dieAt: Infinity }
  const write = async <T>(perform: () => Promise<T>): Promise<T> => {
    if (++plan.writes === plan.dieAt) throw new Dead('before a write')
    const done = await perform()
    if (++plan.writes === plan.dieAt) throw new Dead('after a write')
    return done
  }
  const over = (table: Table): Table => ({
    ...table,
    put: (row, when) => write(() => table.put(row, when)),
    remove: (key, when) => write(() => table.remove(key, when)),
    transact: (writes) => write(() => table.transact(writes)),
  })
  return { plan, over }
}

/** WeChat's door and what acts behind it, over the room of complaints. */
async function givenPushes() {
  const death = dying()
  const desk = await givenComplaints(undefined, death.over)
  const { room, clock } = desk
  const pushes = pushStore(desk.table, account, testCipher)
  const acted: string[] = []
  const broken = new Set<string>()
  const take = receiveMessage(room)
  const needs = {
    pushes,
    clock,
    async act(push: Parameters<typeof take>[0]) {
      acted.push(push.dedupeKey)
      if (broken.has(push.dedupeKey)) throw new Error('it cannot be done')
      await take(push)
    },
  }
  const receive = receivePush({ pushes, clock })
  /** The fields of a push, said so many seconds ago. */
  const xml = (fields: string, ago = 0) =>
    `<xml><ToUserName>gh</ToUserName><FromUserName>${openId}</FromUserName>` +
    `<CreateTime>${Math.floor(clock.now().getTime() / 1000) - ago}</CreateTime>${fields}</xml>`
  return {
    ...{ desk, plan: death.plan, pushes, acted, broken, receive },
    text: (words: string, id: number, ago = 0) =>
      sealed(xml(`<MsgType>text</MsgType><Content>${words}</Content><MsgId>${id}</MsgId>`, ago), clock.now()),
    event: (name: string, ago = 0) =>
      sealed(xml(`<MsgType>event</MsgType><Event>${name}</Event>`, ago), clock.now()),
    other: (type: string, body: string) => sealed(xml(`<MsgType>${type}</MsgType>${body}`), clock.now()),
    stream: async () => actOnKept(needs)((await pushes.waiting(100)).map(({ id }) => id)),
    /** ids of what waits, as they were kept */
    ids: async () => (await pushes.waiting(100)).map(({ id }) => id),
    actOn: (ids: string[]) => actOnKept(needs)(ids),
    sweep: actOnDue(needs),
  }
}
type GivenPushes = Awaited<ReturnType<typeof givenPushes>>

let given: GivenPushes
beforeEach(async () => {
  given = await givenPushes()
})

/** The log's lines while `work` runs: message and facts. */
async function linesOf(work: () => Promise<unknown>): Promise<{ message: string; facts: object }[]> {
  const lines: { message: string; facts: object }[] = []
  const keep = (message: unknown, ...facts: unknown[]) =>
    void lines.push({ message: String(message), facts: facts[0] as object })
  const spies = (['info', 'warn', 'error'] as const).map((level) =>
    jest.spyOn(log, level).mockImplementation(keep),
  )
  try {
    await work()
    return lines
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

const complaintWords = '阀门漏水，我要投诉，电话 13800001111'
const newest = async () => (await given.desk.complaints.newest()).items

describe('the door', () => {
  it('keeps a push and does nothing else with it', async () => {
    expect(await given.receive(given.text(complaintWords, 1))).toBe(true)
    expect([...given.desk.rows.keys()].filter((pk) => /^(PUSH|CHAT|COMPLAINT)#/.test(pk))).toEqual([
      expect.stringMatching(new RegExp(`^PUSH#${account}#[0-9a-f]{64}$`)),
    ])
    expect([given.acted, given.desk.started]).toEqual([[], []])
    await given.stream()
    expect(await newest()).toHaveLength(1)
  })

  it.each([
    ['text', '<Content>阀门漏水</Content><MsgId>70</MsgId>'],
    ['image', '<PicUrl>http://mmbiz.qpic.cn/broken-valve</PicUrl><MediaId>m</MediaId><MsgId>71</MsgId>'],
    ['location', '<Location_X>31.2304</Location_X><Label>江南路 1 号</Label><MsgId>72</MsgId>'],
    ['event', '<Event>CLICK</Event><EventKey>COMPLAINT</EventKey>'],
  ])(
    'leaves of a follower’s %s only what it was and when to read, before and after',
    async (msgType, body) => {
      await given.receive(given.other(msgType, body))
      const [id = ''] = await given.ids()
      const open = async () => given.desk.table.get({ pk: `PUSH#${account}#${id}`, sk: 'HEAD' })
      const createdAt = given.desk.clock.now().toISOString()
      const event = msgType === 'event' ? { event: 'CLICK' } : {}
      const what = msgType === 'text' ? { kind: 'text' } : { kind: 'other', msgType, ...event }
      const push = { ...what, createdAt }
      expect(await open()).toMatchObject({ push, sealed: expect.stringMatching(/^k1\./) as string })
      const words = [openId, 'broken-valve', '31.2304', '江南路', '阀门', 'COMPLAINT"']
      expect(words.filter((word) => given.desk.stored().includes(word))).toEqual([])
      await given.stream()
      const after = await open()
      expect(after).toMatchObject({ push })
      expect(Object.keys(after ?? {}).sort()).toEqual(['actedAt', 'keptAt', 'pk', 'push', 'sk', 'ttl'])
    },
  )

  it('says in the log that a repeat is one, at this instance or another, and never a word of the push', async () => {
    const request = given.text(complaintWords, 1)
    const elsewhere = receivePush({
      pushes: pushStore(given.desk.table, account, testCipher),
      clock: given.desk.clock,
    })
    const lines = await linesOf(async () => {
      await Promise.all([given.receive(request), elsewhere(request)])
      await given.stream()
      await elsewhere(request)
      await given.stream()
    })
    const said = lines.map(({ message }) => message)
    expect(said.filter((one) => one.startsWith('push')).sort()).toEqual([
      'push kept',
      'push repeated',
      'push repeated',
    ])
    expect(given.acted).toHaveLength(1)
    const text = JSON.stringify(lines)
    for (const secret of [
      ...[wechat.token, wechat.encodingAesKey, wechat.appSecret, request.query.msg_signature],
      ...['阀门', '13800001111', openId],
    ])
      expect(text).not.toContain(secret)
  })

  type Request = ReturnType<GivenPushes['text']>
  it.each<[string, string, (push: Request) => void]>([
    ['a wrong signature', 'BadSignature', ({ query }) => (query.msg_signature = 'f'.repeat(40))],
    ['an old timestamp', 'OldTimestamp', () => given.desk.move(301_000)],
    ['a DTD', 'DtdRefused', (push) => (push.body = `<!DOCTYPE x [<!ENTITY e "e">]>${push.body}`)],
    ['no parameters', 'MissingParameter', (push) => (push.query = {} as Request['query'])],
  ])('keeps nothing of a push with %s and says %s in the log', async (_name, reason, forge) => {
    const request = given.text(complaintWords, 1)
    forge(request)
    const lines = await linesOf(async () => expect(await given.receive(request)).toBe(false))
    expect(lines).toEqual([
      { message: 'push refused', facts: { reason, detail: expect.any(String) as string } },
    ])
    expect(await given.ids()).toEqual([])
  })

  it('knows a push again that an earlier version acted on and kept', async () => {
    await given.receive(given.text(complaintWords, 1))
    const [id = ''] = await given.ids()
    const key = { pk: `PUSH#${account}#${id}`, sk: 'HEAD' }
    await given.desk.table.put({ ...key, push: { kind: 'text' }, ttl: 1 })
    await given.receive(given.text(complaintWords, 1))
    await given.actOn([id])
    expect([given.acted, await given.desk.table.get(key)]).toEqual([
      [],
      { ...key, push: { kind: 'text' }, ttl: 1 },
    ])
  })
})

describe('what acts on pushes', () => {
  it('makes good what the stream lost, once it should have told of it', async () => {
    await given.receive(given.text(complaintWords, 1))
    await given.sweep()
    expect(given.acted).toEqual([])
    given.desk.move(30_000)
    await given.sweep()
    expect(await newest()).toHaveLength(1)
    await given.sweep()
    expect(given.acted).toHaveLength(1)
  })

  it('lets no broken push stand in the way of others, tells of it, and tries it again', async () => {
    await given.receive(given.text('这一条做不了', 1))
    await given.receive(given.text(complaintWords, 2))
    given.broken.add('message 1')
    const lines = await linesOf(given.stream)
    expect(lines.map(({ message }) => message)).toContain('a push could not be acted on')
    expect(await newest()).toHaveLength(1)
    expect(await given.pushes.waiting(10)).toMatchObject([{ attempts: 1 }])
    for (const attempts of [2, 3]) {
      given.desk.move(15 * 60_000)
      await linesOf(given.sweep)
      expect(await given.pushes.waiting(10)).toMatchObject([{ attempts }])
    }
    given.broken.clear()
    given.desk.move(15 * 60_000)
    await given.sweep()
    expect(await given.ids()).toEqual([])
    expect((await given.desk.complaints.messages(chatId)).map(({ text }) => text)).toContain('这一条做不了')
  })

  it('puts off nothing that another hand has done meanwhile', async () => {
    await given.receive(given.text(complaintWords, 1))
    const [waiting] = await given.pushes.waiting(1)
    await given.stream()
    await given.pushes.save({ ...waiting!, attempts: 1 })
    expect(await given.ids()).toEqual([])
  })
})

/** What a customer and the office see in the end. */
async function seen() {
  const [messages, complaints, chat] = await Promise.all([
    given.desk.complaints.messages(chatId),
    newest(),
    given.desk.complaints.chat(chatId),
  ])
  const open = complaints.filter(({ erased }) => !erased)
  return {
    said: messages.map(({ text }) => text),
    complaints: open.map(({ sealed: words, number }) => [number, words !== undefined]),
    points: [chat?.complaintIds, chat?.complaintId].flat().every((id) => id === open[0]?.id),
    waiting: await given.ids(),
  }
}

describe('a crash', () => {
  it('before or after any write, at the door or behind it, loses nothing and does nothing twice', async () => {
    const bring = () => given.receive(given.text(complaintWords, 1))
    await bring()
    await given.stream()
    const whole = await seen()
    expect(whole).toMatchObject({ said: [complaintWords], points: true, waiting: [] })
    expect(whole.complaints).toHaveLength(1)
    const moments = given.plan.writes
    const begun = (await givenPushes()).plan.writes
    expect(moments - begun).toBeGreaterThanOrEqual(10)
    for (let dieAt = begun + 1; dieAt <= moments; dieAt++) {
      given = await givenPushes()
      given.plan.dieAt = dieAt
      const died: string[] = []
      const alive = (work: () => Promise<unknown>) =>
        work().catch((error: Error) => void died.push(error.message))
      await linesOf(async () => {
        // WeChat brings it again when it has no answer, the sweep comes for what was kept.
        await alive(bring)
        await alive(given.stream)
        if (given.plan.writes === dieAt && died.length > 0) await bring()
        given.desk.move(60_000)
        await given.sweep()
      })
      expect([dieAt, await seen()]).toEqual([dieAt, { ...whole, complaints: [[expect.any(String), true]] }])
      expect(new Set(given.desk.started).size).toBe(1)
    }
  })
})

function* orders<T>(things: T[]): Generator<T[]> {
  if (things.length < 2) return yield things
  for (const [at, one] of things.entries())
    for (const rest of orders(things.filter((_, other) => other !== at))) yield [one, ...rest]
}

it('in every order, each once or twice, what was said before leaving is gone and what was said after it stays', async () => {
  const all = [...orders([0, 1, 2, 3])]
  expect(all).toHaveLength(24)
  for (const order of all)
    for (const times of [1, 2]) {
      given = await givenPushes()
      const ids: string[] = []
      for (const request of [
        given.text('漏水了，我要投诉', 1, 40),
        given.text('还在漏', 2, 30),
        given.event('unsubscribe', 20),
        given.text('又漏了，我要投诉', 3, 10),
      ]) {
        await given.receive(request)
        ids.push((await given.ids()).find((id) => !ids.includes(id))!)
      }
      const kept = [...given.desk.rows]
        .filter(([pk]) => pk.startsWith('PUSH#'))
        .map(([pk, partition]) => [pk, new Map(partition)] as const)
      for (let time = 0; time < times; time++) {
        // As if the crash came before it was noted that they had been acted on.
        for (const [pk, partition] of kept) given.desk.rows.set(pk, new Map(partition))
        for (const at of order) await given.actOn([ids[at]!])
      }
      expect([order, times, await seen()]).toEqual([
        order,
        times,
        { said: ['又漏了，我要投诉'], complaints: [[expect.any(String), true]], points: true, waiting: [] },
      ])
      expect(given.desk.stored()).not.toContain(openId)
    }
})

import { attemptName } from '../../../lib/edition/edition'
import { date, givenDesk, sealed, type GivenDesk } from './given-desk'
import { runAttempt, settle, start } from './run-attempt'

jest.setTimeout(180_000)

let desk: GivenDesk
afterEach(() => desk.close())

const sendall = '/cgi-bin/message/mass/sendall'
const massSends = async () => (await desk.twin.state()).massSends
const subjects = () => [...desk.letters.values()].map((letter) => letter.subject)
const ledgerTypes = async () => (await desk.editions.ledger(date)).map(({ type }) => type)

async function started(kind: 'subscription' | 'service' = 'subscription') {
  desk = await givenDesk({ kind })
  const one = await desk.approved({ title: '头条' })
  const two = await desk.approved({ title: '次条' })
  await desk.verbs.compose({ date, submissionIds: [one.id, two.id], by: desk.editor })
  return { one, two, attempt: await start(desk) }
}

/** A finish event as WeChat would push it, for whatever msg_id. */
async function event(msgId: string, status: string, sent = 3, articles = 2) {
  const timestamp = String(Math.floor(desk.clock.now().getTime() / 1000))
  const urls = Array.from(
    { length: articles },
    (_, at) =>
      `<item><ArticleIdx>${at + 1}</ArticleIdx><ArticleUrl>http://mp.weixin.qq.com/s/x${at}</ArticleUrl></item>`,
  )
  const message = `<xml><ToUserName>gh</ToUserName><FromUserName>o</FromUserName><CreateTime>${timestamp}</CreateTime><MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event><MsgID>${msgId}</MsgID><Status>${status}</Status><TotalCount>5</TotalCount><FilterCount>4</FilterCount><SentCount>${sent}</SentCount><ErrorCount>${4 - sent}</ErrorCount><ArticleUrlResult><ResultList>${urls.join('')}</ResultList></ArticleUrlResult></xml>`
  return desk.verbs.receivePush(sealed(message, desk.clock.now()))
}

describe('a code that no sheet lists for certain', () => {
  test.each([268488001, 61450, 268487001, 268487002, 45110, 999999])(
    '%i after WeChat has acted is unknown, the day stays held, and the send is found out, also on a service account',
    async (errcode) => {
      const { attempt } = await started('service')
      await desk.twin.fault({ endpoint: sendall, how: 'errcode', errcode, when: 'after' })
      await runAttempt(desk, attempt, { until: 'result' })
      expect(await desk.edition()).toMatchObject({ state: 'unknown', outcome: { facts: { errcode } } })
      expect((await desk.editions.claimOf(date))?.owner).toContain(`-${attempt}`)
      await expect(desk.verbs.start({ date, by: desk.editor })).rejects.toMatchObject({
        code: 'DayAlreadyClaimed',
      })
      expect(await settle(desk, attempt, { next: 'wait', waitSeconds: 61 })).toBe('sent')
      expect(await massSends()).toHaveLength(1)
      expect(await desk.edition()).toMatchObject({ state: 'sent', strange: [] })
    },
  )

  test('asked again with no better answer, the success event settles it: the only one of its time, with as many articles', async () => {
    const { attempt } = await started('service')
    await desk.twin.fault({ endpoint: sendall, how: 'errcode', errcode: 268488001, when: 'after', times: 99 })
    await runAttempt(desk, attempt, { until: 'result' })
    expect(await settle(desk, attempt, { next: 'wait', waitSeconds: 61 })).toBe('sent')
    const [sent] = await massSends()
    expect(await desk.edition()).toMatchObject({
      state: 'sent',
      result: { msgId: String(sent?.msgId), articles: [{ index: 1 }, { index: 2 }] },
    })
    expect(await massSends()).toHaveLength(1)
  })

  test('an event of another send does not settle it: articles are counted, and a person decides', async () => {
    const { attempt } = await started()
    await desk.twin.fault({ endpoint: sendall, how: 'errcode', errcode: 268488001, times: 99 })
    await runAttempt(desk, attempt, { until: 'result' })
    await event('777', 'send success', 3, 1)
    desk.twin.clock.move(61_000)
    expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'wait' })
    expect((await desk.edition()).state).toBe('unknown')
  })
})

describe('an event that fits no send', () => {
  test('is an alarm, told, on record, and holds the day', async () => {
    const { attempt } = await started('service')
    await runAttempt(desk, attempt, { until: 'claim' })
    await event('888', 'send success')
    await event('888', 'send success')
    expect(await desk.editions.claimOf(date)).toMatchObject({ owner: 'event-888', name: '微信后台' })
    expect((await desk.edition()).strange).toMatchObject([{ msgId: '888', status: 'send success' }])
    expect(await ledgerTypes()).toContain('UnmatchedEvent')
    expect(subjects()).toContain(`【签发】群发结果与记录不符：${date}`)
    expect(await desk.verbs.claimDay({ date, attempt })).toEqual({ next: 'close' })
    expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'DayAlreadyClaimed' } })
    expect(await massSends()).toEqual([])
  })

  test('that says nothing went out is told and holds nothing', async () => {
    await started()
    await event('889', 'err(20008)', 0, 0)
    expect(await desk.editions.claimOf(date)).toBeUndefined()
    expect((await desk.edition()).strange).toMatchObject([{ msgId: '889', status: 'err(20008)' }])
  })
})

describe('what WeChat says afterwards', () => {
  test('sent, then deleted in the console (event lost, mass/get DELETE): told, shown and on record', async () => {
    const { one, attempt } = await started()
    await desk.twin.fault({ endpoint: 'finish-event', how: 'deleted' })
    expect(await runAttempt(desk, attempt)).toBe('sent')
    const edition = await desk.edition()
    expect(edition).toMatchObject({ state: 'sent', outcome: { code: 'DeletedAtWechat' } })
    expect(edition.result?.deletedAt).toBeDefined()
    expect((await desk.submissions.withId(one.id)).publications).toMatchObject([
      { channel: 'wechat', deletedAt: edition.result?.deletedAt },
    ])
    expect(subjects()).toContain(`【签发】已群发，随后被删除：${date} 期次`)
    expect(subjects().filter((subject) => subject.includes('群发成功'))).toEqual([])
    expect(
      (await desk.editions.ledger(date)).find(({ type }) => type === 'EditionSent')?.facts,
    ).toMatchObject({
      deleted: true,
    })
  })

  test('success with nobody reached is told and shown with the counts', async () => {
    const { attempt } = await started()
    await desk.twin.fault({ endpoint: 'finish-event', how: 'nobody' })
    expect(await runAttempt(desk, attempt)).toBe('sent')
    expect(await desk.edition()).toMatchObject({
      state: 'sent',
      outcome: { code: 'SentToNobody' },
      result: { counts: { sent: 0, failed: 3, total: 3 } },
    })
    expect(subjects()).toContain(`【签发】群发没有读者收到：${date} 期次`)
    expect(subjects().filter((subject) => subject.includes('群发成功'))).toEqual([])
  })

  test('the counts of an ordinary success are kept and told', async () => {
    const { attempt } = await started()
    expect(await runAttempt(desk, attempt)).toBe('sent')
    expect((await desk.edition()).result?.counts).toEqual({ total: 3, afterFilter: 3, sent: 3, failed: 0 })
    const told = [...desk.letters.values()].find(({ subject }) => subject.includes('群发成功'))
    expect(told?.text).toContain('送达 3 人')
  })

  test('counts that come after the send was known from its status reach the edition too', async () => {
    const { attempt } = await started()
    await desk.twin.fault({ endpoint: 'finish-event', how: 'nobody' })
    await runAttempt(desk, attempt, { until: 'result' })
    desk.twin.clock.move(61_000)
    await desk.verbs.settleSend({ date, attempt })
    desk.twin.clock.move(11 * 60_000)
    expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'sent' })
    await desk.verbs.recordSend({ date, attempt })
    const [sent] = await massSends()
    await event(String(sent?.msgId), 'send success', 0)
    expect(await desk.edition()).toMatchObject({ outcome: { code: 'SentToNobody' } })
  })

  test('a failure for what is recorded as sent is an alarm, shown, told and on record', async () => {
    const { attempt } = await started()
    expect(await runAttempt(desk, attempt)).toBe('sent')
    const { msgId } = (await desk.edition()).result!
    await event(msgId ?? '', 'err(20001)', 0, 0)
    await event(msgId ?? '', 'err(20001)', 0, 0)
    const edition = await desk.edition()
    expect(edition).toMatchObject({ state: 'sent', result: { msgId } })
    expect(edition.strange).toMatchObject([{ msgId, status: 'err(20001)', attempt, recorded: 'sent' }])
    expect((await ledgerTypes()).filter((type) => type === 'ContraryEvent')).toHaveLength(1)
    expect(subjects()).toContain(`【签发】群发结果与记录不符：${date}`)
    expect(await desk.editions.claimOf(date)).toBeDefined()
  })

  test('a success for what is recorded as failed holds the day again, and WeChat is asked until it is known', async () => {
    const { attempt } = await started('service')
    await desk.twin.fault({ endpoint: 'finish-event', how: 'err', errcode: 20008 })
    expect(await runAttempt(desk, attempt)).toBe('failed')
    expect(await desk.editions.claimOf(date)).toBeUndefined()
    const [taken] = await massSends()
    await event(String(taken?.msgId), 'send success')
    expect(await desk.edition()).toMatchObject({ state: 'unknown', outcome: { code: 'ContraryEvents' } })
    expect((await desk.editions.claimOf(date))?.owner).toContain(`-${attempt}`)
    await expect(desk.verbs.start({ date, by: desk.editor })).rejects.toMatchObject({
      code: 'DayAlreadyClaimed',
    })
    desk.end(attemptName(await desk.edition()))
    desk.twin.clock.move(60_000)
    await desk.verbs.watch()
    expect(desk.started).toContain(`${attemptName(await desk.edition())}-2`)
    expect(await desk.verbs.buildDraft({ date, attempt })).toMatchObject({ next: 'wait' })
    // WeChat's own status decides, not the first event.
    await desk.twin.fault({ endpoint: '/cgi-bin/message/mass/get', how: 'errcode', errcode: 61450 })
    expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'wait' })
    expect((await desk.edition()).state).toBe('unknown')
  })
})

test('a msg_id that comes with 89505 is kept and followed', async () => {
  const { attempt } = await started()
  await desk.twin.fault({ endpoint: sendall, how: 'errcode', errcode: 89505, tells: true })
  await runAttempt(desk, attempt, { until: 'result' })
  const [taken] = await massSends()
  expect(await desk.editions.send(await desk.edition(), attempt)).toMatchObject({
    state: 'waiting-administrator',
    msgId: String(taken?.msgId),
  })
  await desk.twin.change('administrator', { msgId: taken?.msgId, confirmed: true })
  expect(await settle(desk, attempt, { next: 'wait', waitSeconds: 300 })).toBe('sent')
})

test('a person who found that it was sent gets id, addresses and counts from the event that comes after', async () => {
  const { attempt } = await started()
  await desk.twin.fault({ endpoint: sendall, how: 'http-500', when: 'after', times: 99 })
  await runAttempt(desk, attempt, { until: 'result' })
  await desk.verbs.override({ date, attempt, outcome: 'sent', reason: '后台有记录', by: desk.editor })
  desk.twin.clock.move(3_000)
  await desk.deliverPushes()
  const [sent] = await massSends()
  expect(await desk.edition()).toMatchObject({
    state: 'sent',
    strange: [],
    result: { msgId: String(sent?.msgId), articles: [{ index: 1 }, { index: 2 }], counts: { sent: 3 } },
  })
})

test.each([
  [true, '允许转载', '按“转载”注明出处'],
  [false, '不允许转载', '向原作者取得许可'],
])(
  'a reprint names its article, the original and what may be done (may be reprinted: %s)',
  async (canReprint, may, remedy) => {
    const { attempt } = await started()
    await desk.twin.fault({ endpoint: 'finish-event', how: 'err', errcode: 30003, article: 2, canReprint })
    expect(await runAttempt(desk, attempt)).toBe('failed')
    const { outcome } = await desk.edition()
    expect(outcome).toMatchObject({
      code: 'JudgedReprint',
      details: [
        {
          rule: 'wechat.reprint',
          seen: 'http://mp.weixin.qq.com/s/original',
          message: { zh: expect.stringContaining('第 2 篇《次条》') as string },
          remedy: { zh: expect.stringContaining(remedy) as string },
        },
      ],
    })
    const told = [...desk.letters.values()].find(({ subject }) => subject.includes('群发未成功'))
    for (const words of ['第 2 篇《次条》', 'http://mp.weixin.qq.com/s/original', may])
      expect(told?.text).toContain(words)
  },
)

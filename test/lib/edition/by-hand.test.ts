import { showHand } from '../../../lib/edition/show-hand'
import { isRefusal } from '../../../lib/platform/refusal'
import { date, givenDesk, sealed, type GivenDesk } from './given-desk'
import { again, start } from './run-attempt'

jest.setTimeout(240_000)

const minute = 60_000
const hour = 60 * minute

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const subjects = () => [...desk.letters.values()].map(({ subject }) => subject)
const at = (attempt = 1) => ({ date, attempt })
const hand = () =>
  showHand({
    ...desk.desk,
    bucket: { presignRead: async ({ key, versionId }) => `https://files.example/${key}?v=${versionId}` },
  })({ date })

async function composed(videos = 1, byHand?: string) {
  const one = await desk.approved({ title: '有视频的一篇', body: '<h2>标题</h2><p>第一段</p>' }, 1, videos)
  await desk.verbs.compose({ date, submissionIds: [one.id], by: desk.editor })
  await desk.verbs.start({ date, by: desk.editor, ...(byHand && { byHand }) })
  return one
}

/** As the machine goes, each step again after a crash. */
async function handedOver(attempt = 1) {
  expect(await again(() => desk.verbs.buildDraft(at(attempt)))).toMatchObject({ next: 'hand' })
  expect(await again(() => desk.verbs.claimDay(at(attempt)))).toEqual({ next: 'hand' })
  return again(() => desk.verbs.handOver(at(attempt)))
}

/** The editor pastes what the page gives into the console and sends it; the addresses. */
async function sentByHand(change: (html: string) => string = (html) => html, videos = 1) {
  const { articles } = await hand()
  await desk.twin.change('manual-send', {
    articles: articles.map(({ title, author, sourceUrl, html }) => ({
      ...{ title, author, sourceUrl, html: change(html), videos },
    })),
  })
  return (await desk.twin.state()).handSends.at(-1)?.urls ?? []
}

const refused = async (act: Promise<unknown>) => {
  const error = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isRefusal(error)) throw error ?? new Error('it was not refused')
  return error
}

test('an edition with a video goes by hand: the day is claimed, the editor gets content and files, and nothing is called', async () => {
  const one = await composed()
  expect(await handedOver()).toMatchObject({ next: 'wait', waitSeconds: 2 * 3600 })
  const edition = await desk.edition()
  expect(edition).toMatchObject({ state: 'by-hand', byHand: [{ zh: expect.stringContaining('视频') }] })
  expect(await desk.editions.claimOf(date)).toMatchObject({
    owner: expect.stringMatching(/-1$/),
    by: 'xu-wen',
  })
  expect((await desk.submissions.withId(one.id)).state).toBe('sending')
  expect(subjects()).toEqual([expect.stringContaining('请人工群发')])
  const { articles } = await hand()
  expect(articles).toMatchObject([
    {
      title: '有视频的一篇',
      html: expect.stringContaining(`src="https://files.example/in/picture/${one.id}/1?v=v1"`),
      text: expect.stringContaining('标题\n第一段'),
      files: [{ kind: 'picture' }, { kind: 'video', fileName: '视频1.mp4' }],
    },
  ])
  const { drafts, massSends, previews } = await desk.twin.state()
  expect([drafts, massSends, previews]).toEqual([[], [], []])
})

test('the link behind 阅读原文 goes with the text: forgotten or another, it is a difference', async () => {
  const originalUrl = 'https://www.valve.example/1'
  const one = await desk.approved({ title: '转载的一篇', originalUrl })
  await desk.verbs.compose({ date, submissionIds: [one.id], by: desk.editor })
  await desk.verbs.start({ date, by: desk.editor, byHand: '要声明转载' })
  await handedOver()
  const { articles } = await hand()
  expect(articles).toMatchObject([{ sourceUrl: originalUrl }])
  const [{ title, author, html }] = articles as [(typeof articles)[0]]
  for (const sourceUrl of ['https://elsewhere.example/', '']) {
    await desk.twin.change('manual-send', { articles: [{ title, author, html, videos: 0, sourceUrl }] })
    const addresses = (await desk.twin.state()).handSends.at(-1)?.urls ?? []
    const error = await refused(desk.verbs.prove({ date, addresses, by: desk.editor }))
    expect(error.details.map(({ rule }) => rule)).toEqual(['wechat.read-back.link'])
  }
  const right = await sentByHand((same) => same, 0)
  expect(await desk.verbs.prove({ date, addresses: right, by: desk.editor })).toMatchObject({ state: 'sent' })
})

test('the editor may choose it with a reason, and no API send of that day is possible any more', async () => {
  await composed(0, '要声明原创')
  await handedOver()
  expect((await desk.edition()).byHand).toEqual([{ zh: '要声明原创', en: '要声明原创' }])
  expect((await refused(desk.verbs.start({ date, by: desk.editor }))).code).toBe('DayAlreadyClaimed')
  expect(await desk.verbs.massSend(at())).toMatchObject({ next: 'wait' })
  expect((await desk.twin.state()).massSends).toEqual([])
  expect((await refused(desk.verbs.cancel({ date, reason: '算了', by: desk.editor }))).code).toBe(
    'WrongState',
  )
})

test('the pasted address is read back and compared: as approved, readers have it, and the record says how that is known', async () => {
  const one = await composed()
  await handedOver()
  await desk.verbs.awaitResult({ ...at(), taskToken: 'hand', waitSeconds: 3600 })
  const addresses = await sentByHand()
  const edition = await desk.verbs.prove({ date, addresses, by: desk.editor })
  expect(edition).toMatchObject({ state: 'sent', result: { articles: [{ index: 1, url: addresses[0] }] } })
  expect(edition.outcome).toBeUndefined()
  expect((await desk.editions.send(edition, 1))?.proof).toMatchObject({
    known: 'person',
    name: '许雯',
    readBack: 1,
  })
  expect(desk.woken).toEqual(['hand'])
  expect(await desk.verbs.settleSend(at())).toMatchObject({ next: 'sent' })
  const submission = await desk.submissions.withId(one.id)
  expect(submission).toMatchObject({
    state: 'published',
    publications: [{ channel: 'wechat', url: addresses[0] }],
  })
  expect(await desk.submissions.readBacks(one.id)).toMatchObject([
    { ref: addresses[0], content: { title: '有视频的一篇' } },
  ])
  const ledger = (await desk.editions.ledger(date)).map(({ type }) => type)
  expect(ledger).toEqual(
    expect.arrayContaining(['HandPrepared', 'DayClaimed', 'HandAsked', 'HandProven', 'SendRecorded']),
  )
  expect(await desk.verbs.prove({ date, addresses, by: desk.editor })).toMatchObject({ state: 'sent' })
})

test('another article is refused with what differs; one that has to stay is taken with a reason, on record', async () => {
  await composed()
  await handedOver()
  const addresses = await sentByHand((html) => html.replace('第一段', '另一段'), 0)
  const refusal = await refused(desk.verbs.prove({ date, addresses, by: desk.editor }))
  expect(refusal.code).toBe('ContentChanged')
  expect(refusal.facts['differences']).toMatchObject([
    {
      index: 1,
      what: 'words',
      before: expect.stringContaining('第一'),
      after: expect.stringContaining('另一'),
    },
    { index: 1, what: 'video', before: '1', after: '0' },
  ])
  expect(refusal.details[0]?.message.zh).toContain('另一')
  expect((await desk.edition()).state).toBe('by-hand')
  const edition = await desk.verbs.prove({ date, addresses, reason: '领导当场改定', by: desk.editor })
  expect(edition.state).toBe('sent')
  expect((await desk.editions.send(edition, 1))?.proof?.reason).toBe('领导当场改定')
})

test('no proof: another site, too few addresses, a preview, a page that is gone', async () => {
  await composed()
  await handedOver()
  const prove = (...addresses: string[]) => refused(desk.verbs.prove({ date, addresses, by: desk.editor }))
  expect((await prove('https://example.com/s/abc')).code).toBe('InvalidRequest')
  const [sent = ''] = await sentByHand()
  expect((await prove(sent, sent)).code).toBe('InvalidRequest')
  expect((await prove(`${desk.twin.url}/s/99/1`)).code).toBe('NotConfirmed')
  const { mediaId } = await aDraft()
  expect((await prove(`${desk.twin.url}/s/draft/${mediaId}/1`)).facts['unread']).toMatchObject([
    { index: 1, why: expect.stringContaining('no published article') },
  ])
  expect((await desk.edition()).state).toBe('by-hand')

  async function aDraft() {
    const { articles } = await hand()
    const cover = await desk.client.addMaterial('image', {
      name: 'a.jpg',
      contentType: 'image/jpeg',
      bytes: [...desk.objects.values()][0]!,
    })
    if (cover.kind !== 'done') throw new Error('no cover')
    const made = await desk.client.addDraft([
      { title: articles[0]!.title, content: '<p>草稿</p>', coverMediaId: cover.value.mediaId },
    ])
    if (made.kind !== 'done') throw new Error('no draft')
    return made.value
  }
})

test('sent on another day it needs a reason, and that day has had its send', async () => {
  await composed()
  await handedOver()
  desk.twin.clock.move(15 * hour)
  const addresses = await sentByHand()
  const refusal = await refused(desk.verbs.prove({ date, addresses, by: desk.editor }))
  expect(refusal.facts['differences']).toMatchObject([{ what: 'day', before: date, after: '2026-11-24' }])
  await desk.verbs.prove({ date, addresses, reason: '过了零点才发出', by: desk.editor })
  expect(await desk.editions.claimOf('2026-11-24')).toMatchObject({ title: '有视频的一篇' })
})

test('reminders, then the head too; at the deadline silence is unknown, told, and the day stays held', async () => {
  await composed()
  let { waitSeconds } = await handedOver()
  for (let look = 1; look <= 3; look++) {
    desk.twin.clock.move(waitSeconds * 1000)
    const looked = await desk.verbs.settleSend(at())
    expect(looked.next).toBe('wait')
    waitSeconds = looked.waitSeconds
  }
  const to = (count: number) =>
    [...desk.letters.values()]
      .filter(({ subject }) => subject.includes(`催办（${count}）`))
      .map((one) => one.to)
  expect(to(1)).toEqual(['xu-wen@jiangnan.example'])
  expect(to(2)).toEqual(['xu-wen@jiangnan.example', 'he-jun@jiangnan.example'])
  desk.twin.clock.move(waitSeconds * 1000)
  await desk.verbs.settleSend(at())
  expect(await desk.edition()).toMatchObject({ state: 'unknown', outcome: { code: 'HandExpired' } })
  expect(subjects().filter((one) => one.includes('人工群发没有回音'))).toHaveLength(1)
  expect(await desk.editions.claimOf(date)).toBeDefined()
  desk.twin.clock.move(6 * hour)
  await desk.verbs.settleSend(at())
  expect((await desk.editions.ledger(date)).filter(({ type }) => type === 'HandExpired')).toHaveLength(1)

  const denied = await desk.verbs.override({
    ...{ date, attempt: 1, outcome: 'not-sent', reason: '后台没有发表记录', by: desk.editor },
  })
  expect(denied).toMatchObject({ state: 'failed', outcome: { code: 'FoundNotSent' } })
  expect(await desk.editions.claimOf(date)).toBeUndefined()
  expect(await desk.verbs.settleSend(at())).toMatchObject({ next: 'close' })
})

test('what nobody pasted but WeChat lists word for word is found; after the deadline it is still proven', async () => {
  await composed()
  const { waitSeconds } = await handedOver()
  const [url] = await sentByHand()
  desk.twin.clock.move(waitSeconds * 1000)
  expect(await desk.verbs.settleSend(at())).toMatchObject({ next: 'sent' })
  const edition = await desk.edition()
  expect(edition).toMatchObject({ state: 'sent', result: { articles: [{ url }] } })
  expect((await desk.editions.send(edition, 1))?.proof).toMatchObject({ known: 'list' })
})

test('a finish event that names the articles is proof when their pages are as approved, and none when they are not', async () => {
  await composed()
  await handedOver()
  const event = (msgId: string, [url = '']: string[]) => {
    const now = desk.clock.now()
    const time = Math.floor(now.getTime() / 1000)
    const item = `<item><ArticleIdx>1</ArticleIdx><ArticleUrl>${url}</ArticleUrl></item>`
    const message = `<xml><ToUserName>gh</ToUserName><FromUserName>o</FromUserName><CreateTime>${time}</CreateTime><MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event><MsgID>${msgId}</MsgID><Status>send success</Status><TotalCount>5</TotalCount><FilterCount>4</FilterCount><SentCount>3</SentCount><ErrorCount>1</ErrorCount><ArticleUrlResult><ResultList>${item}</ResultList></ArticleUrlResult></xml>`
    return desk.verbs.receivePush(sealed(message, now))
  }
  await desk.verbs.awaitResult({ ...at(), taskToken: 'hand', waitSeconds: 3600 })
  await event('77', await sentByHand((html) => html.replace('第一段', '另一段')))
  expect(desk.woken).toEqual(['hand'])
  expect(await desk.verbs.settleSend(at())).toMatchObject({ next: 'wait' })
  expect(await desk.edition()).toMatchObject({ state: 'by-hand', strange: [] })

  await desk.close()
  desk = await givenDesk()
  await composed()
  await handedOver()
  await event('78', await sentByHand())
  await desk.twin.fault({ endpoint: '/cgi-bin/freepublish/batchget', how: 'errcode', errcode: 48001 })
  expect(await desk.verbs.settleSend(at())).toMatchObject({ next: 'sent' })
  const edition = await desk.edition()
  expect(edition).toMatchObject({ state: 'sent', result: { msgId: '78', counts: { sent: 3 } } })
  expect((await desk.editions.send(edition, 1))?.proof).toMatchObject({ known: 'event', readBack: 1 })
})

test('not sent, said so before the deadline: the day is free, and the next attempt may go by hand again', async () => {
  await composed()
  await handedOver()
  await desk.verbs.override({ date, attempt: 1, outcome: 'not-sent', reason: '改用接口', by: desk.editor })
  expect((await desk.edition()).state).toBe('failed')
  expect(await start(desk)).toBe(2)
  expect(await handedOver(2)).toMatchObject({ next: 'wait' })
})

test('a process that dies after any effect leaves one claim, one handing over and one record', async () => {
  await composed()
  desk.plan.dieAfter(Infinity)
  const before = desk.plan.count()
  await handedOver()
  const addresses = await sentByHand()
  const prove = () => again(() => desk.verbs.prove({ date, addresses, by: desk.editor }))
  await prove()
  const effects = desk.plan.count() - before
  expect(effects).toBeGreaterThan(6)
  for (let effect = 1; effect <= effects; effect++) {
    await desk.close()
    desk = await givenDesk()
    await composed()
    desk.plan.dieAfter(effect)
    await handedOver()
    const pasted = await sentByHand()
    await again(() => desk.verbs.prove({ date, addresses: pasted, by: desk.editor }))
    const ledger = (await desk.editions.ledger(date)).map(({ type }) => type)
    for (const once of ['DayClaimed', 'HandAsked', 'HandProven', 'SendRecorded'])
      expect([effect, once, ledger.filter((type) => type === once).length]).toEqual([effect, once, 1])
    expect((await desk.edition()).state).toBe('sent')
    expect(subjects().filter((one) => one.includes('请人工群发'))).toHaveLength(1)
  }
})

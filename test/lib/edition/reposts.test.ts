import { date, givenDesk, type GivenDesk } from './given-desk'
import { runAttempt, settle, start } from './run-attempt'

jest.setTimeout(180_000)

let desk: GivenDesk
afterEach(() => desk.close())

const sendall = '/cgi-bin/message/mass/sendall'
const url = 'https://www.valve.example/2026/11/original.html'
const repost = {
  permittedBy: '《阀门》杂志社',
  permission: '邮件同意转载，注明出处',
  permittedOn: '2026-11-20',
}

/** A lead of our own and a second article, which is a repost where it says so. */
async function started(second: Parameters<GivenDesk['approved']>[0]) {
  desk = await givenDesk()
  const one = await desk.approved({ title: '头条' })
  const two = await desk.approved({ title: '次条', source: '《阀门》2026年第11期', ...second })
  await desk.verbs.compose({ date, submissionIds: [one.id, two.id], by: desk.editor })
  return { attempt: await start(desk) }
}
const original = (canReprint: boolean, content?: string) =>
  desk.twin.change('original', {
    title: '次条',
    url: 'http://mp.weixin.qq.com/s/theirs',
    canReprint,
    content,
  })
const sends = async () => (await desk.twin.state()).massSends
const facts = async (type: string) =>
  (await desk.editions.ledger(date)).find((event) => event.type === type)?.facts

test('a permitted repost: its source line, 阅读原文, and only then WeChat is told to go on', async () => {
  const { attempt } = await started({ originalUrl: url, repost })
  await original(true)
  expect(await runAttempt(desk, attempt)).toBe('sent')
  const [sent] = await sends()
  expect(sent).toMatchObject({
    ignoresReprint: true,
    articles: [{ contentSourceUrl: '' }, { contentSourceUrl: url }],
  })
  expect(sent?.articles[1]?.content).toContain(
    '转载自：《阀门》2026年第11期（经《阀门》杂志社许可）　供稿：市场部',
  )
  expect(sent?.articles[1]?.content).toContain(`原文：${url}`)
  expect(sent?.articles[1]?.content).not.toContain(repost.permission)
  expect(await desk.edition()).toMatchObject({
    state: 'sent',
    outcome: {
      code: 'SentAsReprint',
      details: [
        {
          seen: 'http://mp.weixin.qq.com/s/theirs',
          message: { zh: expect.stringContaining('《次条》') as string },
        },
      ],
    },
    result: { reprints: [{ index: 2, canReprint: true, replaced: false }] },
  })
  expect(await facts('EditionSent')).toMatchObject({
    reprints: [{ index: 2, originalUrl: 'http://mp.weixin.qq.com/s/theirs' }],
  })
})

test('where WeChat puts the original in its place, the editor is told that readers have another text', async () => {
  const { attempt } = await started({ originalUrl: url, repost })
  await original(true, '<p>原文的字</p>')
  expect(await runAttempt(desk, attempt)).toBe('sent')
  expect((await sends())[0]?.articles[1]?.content).toBe('<p>原文的字</p>')
  const [detail] = (await desk.edition()).outcome?.details ?? []
  expect(detail).toMatchObject({
    message: { zh: expect.stringContaining('读者看到的是原文的内容') as string },
    remedy: { zh: expect.stringContaining('申请撤下') as string },
  })
})

test('a link behind 阅读原文 alone is no repost: judged one it is stopped, named and on record', async () => {
  const { attempt } = await started({ originalUrl: url })
  await original(true)
  expect(await runAttempt(desk, attempt)).toBe('failed')
  expect((await sends())[0]).toMatchObject({
    ignoresReprint: false,
    articles: [{}, { contentSourceUrl: url }],
  })
  expect(await desk.edition()).toMatchObject({
    outcome: {
      code: 'JudgedReprint',
      details: [
        {
          seen: 'http://mp.weixin.qq.com/s/theirs',
          message: { zh: expect.stringContaining('第 2 篇《次条》') as string },
          remedy: { zh: expect.stringContaining('退回由信息员注明“转载”') as string },
        },
      ],
    },
  })
  expect(await facts('SendFailed')).toMatchObject({ reprints: [{ index: 2, canReprint: true }] })
})

test('a repost that its original forbids at WeChat: the permission stands, so the author is to let the account in', async () => {
  const { attempt } = await started({ originalUrl: url, repost })
  await original(false)
  expect(await runAttempt(desk, attempt)).toBe('failed')
  const { outcome } = await desk.edition()
  expect(outcome).toMatchObject({
    code: 'OriginalityRefused',
    details: [{ remedy: { zh: expect.stringContaining('转载白名单') as string } }],
  })
  const told = [...desk.letters.values()].find(({ subject }) => subject.includes('群发未成功'))
  expect(told?.text).toContain('转载白名单')
})

test('a lost call is repeated as it was made: the same word about reprints', async () => {
  const { attempt } = await started({ originalUrl: url, repost })
  await original(true)
  await desk.twin.fault({ endpoint: sendall, how: 'timeout', when: 'before' })
  await runAttempt(desk, attempt, { until: 'result' })
  expect(await sends()).toEqual([])
  expect(await settle(desk, attempt, { next: 'wait', waitSeconds: 61 })).toBe('sent')
  expect(await sends()).toMatchObject([{ ignoresReprint: true }])
})

test('the event comes after the send was known from its status: reprints are still told', async () => {
  const { attempt } = await started({ originalUrl: url, repost })
  await original(true)
  await desk.twin.fault({ endpoint: 'finish-event', how: 'late', ms: 3_600_000 })
  expect(await runAttempt(desk, attempt)).toBe('sent')
  expect((await desk.edition()).outcome).toBeUndefined()
  desk.twin.clock.move(3_700_000)
  await desk.deliverPushes()
  expect((await desk.edition()).outcome).toMatchObject({ code: 'SentAsReprint' })
  expect(await facts('AddressesLearnt')).toMatchObject({ reprints: [{ index: 2 }] })
})

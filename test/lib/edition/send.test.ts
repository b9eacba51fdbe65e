import { signatureOf } from '../../../lib/channels/wechat/callback/signature'
import { account } from '../../local/wechat/given-twin'
import { date, givenDesk, type GivenDesk } from './given-desk'
import { runAttempt, start } from './run-attempt'

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const compose = async (...ids: string[]) => desk.verbs.compose({ date, submissionIds: ids, by: desk.editor })

test('an approved edition reaches readers once, with its pictures, source and unit, and is on record', async () => {
  const first = await desk.approved({ title: '头条' }, 2)
  const second = await desk.approved({ title: '次条' })
  await compose(first.id, second.id)
  expect(await runAttempt(desk, await start(desk))).toBe('sent')

  const { massSends, previews } = await desk.twin.state()
  expect(massSends.map((send) => [send.status, send.articles.map((article) => article.title)])).toEqual([
    ['success', ['头条', '次条']],
  ])
  expect(previews).toHaveLength(1)
  const content = massSends[0]?.articles[0]?.content ?? ''
  expect(content.match(/mmbiz\.qpic\.cn|\/mmbiz\//g)).toHaveLength(2)
  expect(content).toContain('来源：市场部')
  const edition = await desk.edition()
  expect(edition).toMatchObject({ state: 'sent', attempt: 1, result: { msgId: String(massSends[0]?.msgId) } })
  expect(edition.result?.articles.map((article) => article.index)).toEqual([1, 2])
  const published = await desk.submissions.withId(first.id)
  expect(published.state).toBe('published')
  const { msgId, articles } = edition.result!
  expect(published.publications).toMatchObject([{ channel: 'wechat', id: msgId, url: articles[0]?.url }])
  const ledger = await desk.submissions.ledger(first.id)
  expect(ledger.at(-1)).toMatchObject({
    type: 'SubmissionPublished',
    facts: { channel: 'wechat', url: edition.result?.articles[0]?.url },
  })
  expect([...desk.letters.values()].map((letter) => letter.subject)).toEqual(
    expect.arrayContaining([expect.stringContaining('群发成功')]),
  )
})

/** Sent as WeChat's status says; the finish event with the addresses is still on its way. */
async function sentWithoutAddresses() {
  const one = await desk.approved()
  const two = await desk.approved()
  await compose(one.id, two.id)
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'result' })
  desk.twin.clock.move(3_000)
  let looked = await desk.verbs.settleSend({ date, attempt })
  expect(looked).toMatchObject({ next: 'wait' })
  desk.twin.clock.move(11 * 60_000)
  looked = await desk.verbs.settleSend({ date, attempt })
  expect(looked).toMatchObject({ next: 'sent' })
  return { one, two, attempt }
}

/** WeChat brings the event only now, signed at this moment. */
async function deliverLate() {
  for (const push of desk.twin.callback.pushes) {
    const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(push.body)?.[1] ?? ''
    const timestamp = String(Math.floor(desk.clock.now().getTime() / 1000))
    const query = { encrypt_type: 'aes', timestamp, nonce: '7' }
    const believed = await desk.verbs.receivePush({
      query: { ...query, msg_signature: signatureOf(account.token, timestamp, '7', encrypted) },
      body: push.body,
      account: { ...account, encodingAesKeys: [account.encodingAesKey] },
    })
    expect(believed).toBe(true)
  }
}

const expectAddresses = async (ids: string[]) => {
  const { result } = await desk.edition()
  expect(result?.articles.map(({ index }) => index)).toEqual([1, 2])
  for (const [at, id] of ids.entries()) {
    const { publications } = await desk.submissions.withId(id)
    expect(publications).toMatchObject([
      { channel: 'wechat', id: result?.msgId, url: result?.articles[at]?.url },
    ])
    const learnt = (await desk.submissions.ledger(id)).filter(({ type }) => type === 'AddressLearnt')
    expect(learnt).toMatchObject([{ facts: { url: result?.articles[at]?.url } }])
  }
}

test('addresses that come after the send was recorded reach edition, articles and archive, once', async () => {
  const { one, two, attempt } = await sentWithoutAddresses()
  await desk.verbs.recordSend({ date, attempt })
  expect((await desk.submissions.withId(one.id)).publications[0]?.url).toBeUndefined()
  await deliverLate()
  await expectAddresses([one.id, two.id])
  const [owed] = await desk.submissions.archiveDue(new Date(desk.clock.now().getTime() + 3_600_000), 1)
  expect(owed?.head.publications[0]?.url).toBeDefined()
  await deliverLate()
  await expectAddresses([one.id, two.id])
})

test('addresses that come while the send is being recorded are not lost', async () => {
  const { one, two, attempt } = await sentWithoutAddresses()
  const change = desk.desk.submissions.change
  let came = false
  desk.desk.submissions.change = async (...given) => {
    if (!came) {
      came = true
      await deliverLate()
    }
    return change(...given)
  }
  await desk.verbs.recordSend({ date, attempt })
  await expectAddresses([one.id, two.id])
})

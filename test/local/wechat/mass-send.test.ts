import { account, brief, done, type GivenTwin, givenDraft, givenTwin, tester } from './given-twin'

let twin: GivenTwin
beforeEach(async () => {
  twin = await givenTwin()
})
afterEach(() => twin.close())

const hour = 3_600_000
const everyone = { to: 'everyone' as const }

test('the same clientmsgid is 45066 within a minute, then 45065 with the msg_id, and free after 24 hours', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat)
  const { msgId } = done(await wechat.massSend({ mediaId, clientMsgId: 'one', ...everyone }))
  const again = () => wechat.massSend({ mediaId, clientMsgId: 'one', ...everyone })
  twin.clock.move(59_000)
  expect(brief(await again())).toBe(45066)
  twin.clock.move(59_000)
  expect(brief(await again())).toBe(45066)
  twin.clock.move(60_000)
  expect(await again()).toMatchObject({ refusal: { errcode: 45065, msgId } })
  twin.clock.move(24 * hour)
  // The draft was used up by the send, so the freed key meets a missing draft.
  expect(brief(await again())).toBe(40007)
  expect((await twin.state()).massSends.length).toBe(1)
})

test('50 calls with one clientmsgid at the same moment make one mass send', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat)
  const calls = Array.from({ length: 50 }, () =>
    wechat.massSend({ mediaId, clientMsgId: 'one', ...everyone }),
  )
  const outcomes = (await Promise.all(calls)).map(brief)
  expect(outcomes.filter((one) => one === 'done').length).toBe(1)
  expect(outcomes.filter((one) => one === 45066).length).toBe(49)
  expect((await twin.state()).massSends.length).toBe(1)
})

test('a clientmsgid may have 32 bytes and no more', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat)
  expect(brief(await wechat.massSend({ mediaId, clientMsgId: 'a'.repeat(33), ...everyone }))).toBe(45067)
  done(await wechat.massSend({ mediaId, clientMsgId: 'a'.repeat(32), ...everyone }))
})

test('a subscription account sends once a Beijing day', async () => {
  const wechat = twin.client()
  const [first, second] = [await givenDraft(wechat, ['甲']), await givenDraft(wechat, ['乙'])]
  done(await wechat.massSend({ mediaId: first.mediaId, clientMsgId: '1', ...everyone }))
  const other = () => wechat.massSend({ mediaId: second.mediaId, clientMsgId: '2', ...everyone })
  expect(brief(await other())).toBe(45028)
  // 10:00 in Beijing plus 13:59 is the last minute of the day.
  twin.clock.move(13 * hour + 59 * 60_000)
  expect(brief(await other())).toBe(45028)
  twin.clock.move(60_000)
  expect(brief(await other())).toBe('done')
})

test('a send made by hand in the console uses the day up, and a failed one gives it back', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat)
  await twin.fault({ endpoint: 'finish-event', how: 'err', errcode: 20001 })
  const { msgId } = done(await wechat.massSend({ mediaId, clientMsgId: '1', ...everyone }))
  twin.clock.move(3000)
  expect(done(await wechat.massSendStatus(msgId)).status).toBe('SEND_FAIL')
  await twin.change('manual-send')
  twin.clock.move(60_000)
  expect(brief(await wechat.massSend({ mediaId, clientMsgId: '2', ...everyone }))).toBe(45028)
  twin.clock.move(24 * hour)
  done(await wechat.massSend({ mediaId, clientMsgId: '2', ...everyone }))
})

test('a service account sends four times a month', async () => {
  await twin.close()
  twin = await givenTwin({ account: { ...account, kind: 'service' } })
  const wechat = twin.client()
  const outcomes: unknown[] = []
  for (const clientMsgId of ['1', '2', '3', '4', '5']) {
    const { mediaId } = await givenDraft(wechat)
    outcomes.push(brief(await wechat.massSend({ mediaId, clientMsgId, ...everyone })))
  }
  expect(outcomes).toEqual(['done', 'done', 'done', 'done', 45028])
  twin.clock.move(8 * 24 * hour)
  const { mediaId } = await givenDraft(wechat)
  done(await wechat.massSend({ mediaId, clientMsgId: '5', ...everyone }))
})

test('a draft stays while its send is under way or failed, and is gone once it is sent', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat)
  done(await wechat.massSend({ mediaId, clientMsgId: '1', ...everyone }))
  done(await wechat.getDraft(mediaId))
  expect(brief(await wechat.massSend({ mediaId, clientMsgId: '2', ...everyone }))).toBe(42010)
  twin.clock.move(3000)
  expect(brief(await wechat.getDraft(mediaId))).toBe(40007)
  expect(brief(await wechat.testSend({ mediaId, to: tester }))).toBe(40007)
})

test('refuses the 61st call of mass endpoints in a minute', async () => {
  const wechat = twin.client()
  const outcomes: unknown[] = []
  for (let at = 0; at < 61; at++) outcomes.push(brief(await wechat.massSendStatus('1')))
  expect(new Set(outcomes.slice(0, 60))).toEqual(new Set([40059]))
  expect(outcomes[60]).toBe(45011)
  twin.clock.move(60_000)
  expect(brief(await wechat.massSendStatus('1'))).toBe(40059)
})

test('refuses an unknown tag, and kinds of message it does not hold by name', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat)
  expect(brief(await wechat.massSend({ mediaId, clientMsgId: '1', to: { tagId: 99 } }))).toBe(40152)
  const token = await (
    await fetch(`${twin.url}/cgi-bin/stable_token`, {
      method: 'POST',
      body: JSON.stringify({
        grant_type: 'client_credential',
        appid: 'wx0123456789abcdef',
        secret: 'secret-of-the-account',
      }),
    })
  ).json()
  const answer = await fetch(
    `${twin.url}/cgi-bin/message/mass/sendall?access_token=${(token as { access_token: string }).access_token}`,
    {
      method: 'POST',
      body: JSON.stringify({ filter: { is_to_all: true }, msgtype: 'text', text: { content: 'x' } }),
    },
  )
  expect(await answer.json()).toMatchObject({
    errcode: 40008,
    errmsg: expect.stringContaining('not text') as string,
  })
})

describe('administrator confirmation', () => {
  const begun = async () => {
    const wechat = twin.client()
    const { mediaId } = await givenDraft(wechat)
    await twin.change('administrator-mode', { on: true })
    const outcome = await wechat.massSend({ mediaId, clientMsgId: 'one', ...everyone })
    expect(outcome).toMatchObject({ refusal: { errcode: 89505, class: 'administrator' } })
    const [send] = (await twin.state()).massSends
    return { wechat, msgId: String(send?.msgId) }
  }
  const status = async () => (await twin.state()).massSends.map((send) => [send.status, send.result])

  test('confirmed, it is sent', async () => {
    const { wechat, msgId } = await begun()
    expect(brief(await wechat.massSendStatus(msgId))).toBe(89504)
    await twin.change('administrator', { msgId, confirmed: true })
    twin.clock.move(3000)
    expect(await status()).toEqual([['success', 'send success']])
  })

  test('refused, it fails with err(40001)', async () => {
    const { msgId } = await begun()
    await twin.change('administrator', { msgId, confirmed: false })
    expect(await status()).toEqual([['fail', 'err(40001)']])
  })

  test('silent for 30 minutes, it fails with err(40002)', async () => {
    await begun()
    twin.clock.move(29 * 60_000)
    expect(await status()).toEqual([['waiting-administrator', undefined]])
    twin.clock.move(60_000)
    expect(await status()).toEqual([['fail', 'err(40002)']])
  })

  test('the waiting send is found by its clientmsgid, and holds the day', async () => {
    const { wechat, msgId } = await begun()
    const { mediaId } = await givenDraft(wechat)
    expect(brief(await wechat.massSend({ mediaId, clientMsgId: 'two', ...everyone }))).toBe(45028)
    twin.clock.move(60_000)
    const again = await wechat.massSend({ mediaId, clientMsgId: 'one', ...everyone })
    expect(again).toMatchObject({ refusal: { errcode: 45065, msgId } })
  })

  test('a forced 89505 begins a confirmation for one call', async () => {
    const wechat = twin.client()
    const { mediaId } = await givenDraft(wechat)
    await twin.fault({ endpoint: '/cgi-bin/message/mass/sendall', how: 'errcode', errcode: 89505 })
    expect(brief(await wechat.massSend({ mediaId, clientMsgId: 'one', ...everyone }))).toBe(89505)
    expect(await status()).toEqual([['waiting-administrator', undefined]])
  })
})

describe('test sends', () => {
  test('reach followers only, and use up neither draft nor quota', async () => {
    const wechat = twin.client()
    const { mediaId } = await givenDraft(wechat)
    const to = (receiver: { openId: string } | { wechatId: string }) =>
      wechat.testSend({ mediaId, to: receiver })
    expect(brief(await to({ wechatId: 'stranger_sun' }))).toBe(43004)
    expect(brief(await to({ wechatId: 'nobody' }))).toBe(40132)
    expect(brief(await to({ openId: 'oNobody' }))).toBe(40003)
    done(await to(tester))
    done(await wechat.massSend({ mediaId, clientMsgId: '1', ...everyone }))
    expect((await twin.state()).previews).toMatchObject([
      { openId: tester.openId, articles: [{ title: '签发系统上线' }] },
    ])
  })

  test('100 a day', async () => {
    const wechat = twin.client()
    const { mediaId } = await givenDraft(wechat)
    const outcomes = new Map<unknown, number>()
    for (let at = 0; at < 101; at++) {
      if (at % 50 === 0) twin.clock.move(60_000)
      const outcome = brief(await wechat.testSend({ mediaId, to: tester }))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    expect([...outcomes]).toEqual([
      ['done', 100],
      [45009, 1],
    ])
    twin.clock.move(24 * hour)
    expect(brief(await wechat.testSend({ mediaId, to: tester }))).toBe('done')
  })
})

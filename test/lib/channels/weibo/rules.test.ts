import { callLimits, spendCall, type CallCount } from '../../../../lib/channels/weibo/call-budget'
import { weiboAccounts, type WeiboAccounts } from '../../../../lib/channels/weibo/account-store'
import { mayHavePosted, weiboRefusal } from '../../../../lib/channels/weibo/error-codes'
import { readWeiboTime, shortId } from '../../../../lib/channels/weibo/post-wire'
import { sameText } from '../../../../lib/channels/weibo/same-text'
import { openToken, sealToken } from '../../../../lib/channels/weibo/sealed-token'
import { tableCallBudget } from '../../../../lib/channels/weibo/table-call-budget'
import { memoryTable, type Rows } from '../../../kit/memory-table'

describe('a post as Weibo writes it', () => {
  it.each([
    // The pair that every public description of the algorithm shows.
    ['3501756485200075', 'z0JH2lOMb'],
    ['3504803600502730123', '97i1vFgbsef'],
    // A group of seven that begins with zeros is filled to four signs.
    ['30000001', '30001'],
  ])('%s has the address %s', (id, short) => expect(shortId(id)).toBe(short))

  it('reads its time with the offset, and nothing else', () => {
    expect(readWeiboTime('Wed Oct 24 23:49:17 +0800 2012')).toBe('2012-10-24T15:49:17.000Z')
    expect(readWeiboTime('Mon Jan 01 00:00:00 +0000 2024')).toBe('2024-01-01T00:00:00.000Z')
    for (const wrong of [
      '2012-10-24',
      'Wed Okt 24 23:49:17 +0800 2012',
      'Wed Oct 44 23:49:17 +0800 2012',
      '',
    ])
      expect(readWeiboTime(wrong)).toBeUndefined()
  })
})

describe('error codes', () => {
  it('10017 has two meanings, told apart by words: one for the writer, one for the administrator', () => {
    expect(weiboRefusal(10017, 'text not find domain!').class).toBe('permanent')
    expect(weiboRefusal(10017, 'appkey not bind domain!').class).toBe('administrator')
    expect(weiboRefusal(10017, 'param value invalid').class).toBe('permanent')
  })

  it('every code of the sheet has a class of its own choosing', () => {
    const sheet: Record<string, number[]> = {
      retry: [10001, 10002, 10003, 10009, 10010, 10011, 20014, 21331],
      quota: [10022, 10023, 10024, 20016],
      authorise: [10006, 10013, 20003, 20033, 21301, 21314, 21315, 21316, 21317, 21327, 21330, 21332],
      administrator: [
        10004, 10005, 10014, 20015, 20022, 20031, 21321, 21322, 21323, 21324, 21325, 21326, 21328, 21329,
      ],
      repeated: [20017, 20019, 20111],
      permanent: [
        10007, 10008, 10012, 10016, 10018, 10020, 10021, 20005, 20006, 20007, 20008, 20012, 20018, 20020,
        20021, 20101, 20112,
      ],
    }
    for (const [of, codes] of Object.entries(sheet))
      for (const code of codes) {
        const { class: found, advice } = weiboRefusal(code, '')
        expect([code, found]).toEqual([code, of])
        expect(advice.zh).not.toContain('未登记')
      }
  })

  it('only failures inside Weibo leave it open whether a post was made', () => {
    expect([10001, 10003, 10011].map(mayHavePosted)).toEqual([true, true, true])
    expect([10009, 10023, 20012, 20019, 21327].some(mayHavePosted)).toBe(false)
  })
})

describe('the count of calls', () => {
  const { callsADay, keptForPosts, postsAnHour } = callLimits

  it('posts 30 times an hour, again in the next', () => {
    let count: CallCount | undefined
    for (let at = 0; at < postsAnHour; at++) {
      const spent = spendCall(count, 'post', 9)
      if (!spent.allowed) throw new Error(`refused at ${at}`)
      count = spent.count
    }
    expect(spendCall(count, 'post', 9)).toEqual({ allowed: false, over: 'hour' })
    expect(spendCall(count, 'look', 9)).toMatchObject({ allowed: true })
    expect(spendCall(count, 'post', 10)).toEqual({ allowed: true, count: { calls: 31, hour: 10, posts: 1 } })
  })

  it('stops looking before it stops posting', () => {
    const nearly = { calls: callsADay - keptForPosts, hour: 9, posts: 0 }
    expect(spendCall(nearly, 'look', 9)).toEqual({ allowed: false, over: 'day' })
    expect(spendCall(nearly, 'post', 9)).toMatchObject({ allowed: true })
    expect(spendCall({ ...nearly, calls: callsADay }, 'post', 9)).toEqual({ allowed: false, over: 'day' })
  })

  it('is one count for all instances, anew each Beijing day', async () => {
    const rows: Rows = new Map()
    // 23:30 in Beijing.
    let now = new Date('2026-11-23T15:30:00Z')
    const clock = { now: () => now }
    const [one, other] = [
      tableCallBudget(memoryTable(rows), clock),
      tableCallBudget(memoryTable(rows), clock),
    ]
    const spent = await Promise.all(
      Array.from({ length: 40 }, (_, at) => (at % 2 ? one : other).spend('post')),
    )
    expect(spent.filter((answer) => answer === 'allowed')).toHaveLength(postsAnHour)
    expect(spent.filter((answer) => answer === 'hour')).toHaveLength(10)
    now = new Date('2026-11-23T16:00:00Z')
    expect(await one.spend('post')).toBe('allowed')
    expect([...(rows.get('WEIBO')?.values() ?? [])].map(({ sk, calls }) => [sk, calls])).toEqual([
      ['CALLS#2026-11-23', 30],
      ['CALLS#2026-11-24', 1],
    ])
  })
})

describe('the token in the table', () => {
  const secret = { appKey: '1', appSecret: 'app-secret', accessToken: '2.00first' }
  const given = { accessToken: '2.00second', uid: '42', expiresAt: '2026-12-23T02:00:00.000Z' }
  const at = new Date('2026-11-23T02:00:00Z')
  let rows: Rows
  let accounts: WeiboAccounts
  beforeEach(() => {
    rows = new Map()
    accounts = weiboAccounts(memoryTable(rows), async () => secret)
  })

  it('is the one of the secret until someone authorises, then theirs', async () => {
    expect(await accounts.accessToken()).toBe('2.00first')
    expect(await accounts.account()).toBeUndefined()
    await accounts.authorise(given, 'p-1', at)
    expect(await accounts.accessToken()).toBe('2.00second')
    expect(await accounts.account()).toMatchObject({ uid: '42', authorisedBy: 'p-1', warned: [] })
  })

  it('cannot be read from a copy of the table, and not at all once the secret of the app has changed', async () => {
    await accounts.authorise(given, 'p-1', at)
    expect(JSON.stringify([...(rows.get('WEIBO')?.values() ?? [])])).not.toContain('2.00second')
    const later = weiboAccounts(memoryTable(rows), async () => ({ ...secret, appSecret: 'another' }))
    expect(await later.accessToken()).toBeUndefined()
  })

  it('an authorisation in between makes what a check saw worthless', async () => {
    await accounts.note(undefined, { uid: '42', warned: ['7'] })
    const seen = await accounts.account()
    await accounts.authorise(given, 'p-1', at)
    expect(await accounts.note(seen, { ...seen, warned: ['7', '3'] })).toBe(false)
    expect(await accounts.account()).toMatchObject({ warned: [], expiresAt: given.expiresAt })
    expect(await accounts.note(await accounts.account(), { uid: '42', warned: ['7'] })).toBe(true)
    expect(await accounts.accessToken()).toBe('2.00second')
  })

  it('opens only what was sealed whole', () => {
    const sealed = sealToken('2.00x', 's')
    expect(openToken(sealed, 's')).toBe('2.00x')
    expect(sealToken('2.00x', 's')).not.toBe(sealed)
    expect(openToken(`${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`, 's')).toBeUndefined()
    expect(openToken(sealed.slice(0, -4), 's')).toBeUndefined()
    expect(openToken('', 's')).toBeUndefined()
  })
})

describe('a text found again', () => {
  const sent = '首批智能阀门<通过>验收 & 投用 https://qf.example.cn/w/abc?x=1'
  it.each([
    ['as it was sent', sent, true],
    ['with the link shortened', '首批智能阀门<通过>验收 & 投用 http://t.cn/A6xyz12', true],
    ['with signs escaped', '首批智能阀门&lt;通过&gt;验收 &amp; 投用 http://t.cn/A6xyz12', true],
    ['with another word', '首批智能阀门<通过>验收 & 停用 http://t.cn/A6xyz12', false],
    ['cut short', '首批智能阀门<通过>验收...全文： http://m.weibo.cn/1/2', false],
  ])('%s', (_, shown, same) => expect(sameText(sent, shown)).toBe(same))

  it('keeps the Chinese words that follow a link without a space', () => {
    expect(sameText('见https://a.example/b，详情', '见http://t.cn/x，详情')).toBe(true)
    expect(sameText('见https://a.example/b详情', '见http://t.cn/x另说')).toBe(false)
  })
})

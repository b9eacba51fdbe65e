import { sameText } from '../../../lib/channels/weibo/same-text'
import type { PostPicture } from '../../../lib/channels/weibo/weibo'
import { lengthOf } from '../../../local/weibo/text'
import { brief, company, done, givenWeibo, type GivenWeibo } from './given-weibo'

let given: GivenWeibo
beforeEach(async () => {
  given = await givenWeibo()
})
afterEach(() => given.close())

const link = 'https://news.example.cn/a/1'
const share = (text: string) => ({ text, ip: '211.156.0.1' })
const jpeg = (bytes: number): PostPicture => {
  const picture = new Uint8Array(bytes)
  picture.set([0xff, 0xd8, 0xff])
  return { name: 'a.jpg', contentType: 'image/jpeg', bytes: picture }
}

describe('sharing on the twin', () => {
  it('stands in the timeline, newest first, links shortened, and on the page of readers', async () => {
    const weibo = given.client()
    const first = done(await weibo.share(share(`首批阀门投用 ${link}`)))
    const second = done(await weibo.share({ ...share(`管网验收 ${link}?b=2`), picture: jpeg(500) }))
    const { posts } = done(await weibo.timeline())
    expect(posts).toEqual([second, first])
    expect(BigInt(second.id) > BigInt(first.id)).toBe(true)
    expect(first.text).toMatch(/^首批阀门投用 http:\/\/t\.cn\/\w+$/)
    expect(sameText(`首批阀门投用 ${link}`, first.text)).toBe(true)
    expect(first.createdAt).toBe('2026-11-23T02:00:00.000Z')
    expect([first.hasPicture, second.hasPicture]).toEqual([false, true])
    const page = await (await fetch(`${given.url}/`)).text()
    expect(page.indexOf('管网验收') < page.indexOf('首批阀门投用')).toBe(true)
    expect(page).toContain(`href="${link}"`)
    const own = await fetch(first.url.replace('https://weibo.com', given.url))
    expect([own.status, (await own.text()).includes('首批阀门投用')]).toEqual([200, true])
    expect(given.twin().state().posts[1]).toMatchObject({ ip: '211.156.0.1', by: 'app', files: [{}] })
  })

  it.each([
    ['20008 permanent', share('  ')],
    ['20012 permanent', share('中'.repeat(131) + link)],
    ['10017 permanent', share(`#投用# ${link}`)],
    ['10017 permanent', share('没有链接')],
    ['10017 permanent', share('别家的链接 https://badexample.cn/a')],
    ['10016 permanent', { ...share(`无地址 ${link}`), ip: '' }],
    ['20006 permanent', { ...share(`大图 ${link}`), picture: jpeg(5 * 1_048_576) }],
    [
      '20005 permanent',
      { ...share(`假图 ${link}`), picture: { ...jpeg(9), bytes: new TextEncoder().encode('RIFFxxxxWEBP') } },
    ],
  ])('%s for what Weibo does not take, and nothing stands', async (expected, wanted) => {
    expect(brief(await given.client().share(wanted))).toBe(expected)
    expect(given.twin().state().posts).toEqual([])
  })

  it('takes 140 by the count of Sina, a link being ten', async () => {
    expect(brief(await given.client().share(share('中'.repeat(130) + link)))).toBe('done')
  })

  it('without a safe domain it is the app that has to change, not the text', async () => {
    given.twin().change({ what: 'safe-domains', hosts: [] })
    expect(brief(await given.client().share(share(`a ${link}`)))).toBe('10017 administrator')
  })

  it('refuses what stands already: the same as 20019, alike as 20017, until it is gone', async () => {
    const weibo = given.client()
    const { id } = done(await weibo.share(share(`阀门投用 ${link}`)))
    expect(brief(await weibo.share(share(`阀门投用 ${link}`)))).toBe('20019 repeated')
    expect(brief(await weibo.share(share(`阀门，投用！${link}?c`)))).toBe('20017 repeated')
    given.move(31 * 60_000)
    expect(brief(await weibo.share(share(`阀门投用 ${link}`)))).toBe('20019 repeated')
    given.twin().change({ what: 'delete-post', id })
    expect(brief(await weibo.share(share(`阀门投用 ${link}`)))).toBe('done')
  })

  it('31 posts an hour and 101 calls a day are one too many; the hour and the Beijing day bring them back', async () => {
    const weibo = given.client()
    for (let n = 0; n < 30; n++) done(await weibo.share(share(`第${n}条 ${link}`)))
    expect(brief(await weibo.share(share(`多一条 ${link}`)))).toBe('10024 quota')
    given.move(3_600_000)
    done(await weibo.share(share(`下一小时 ${link}`)))
    for (let n = 0; n < 68; n++) done(await weibo.timeline(1))
    expect(brief(await weibo.timeline(1))).toBe('10023 quota')
    given.move(13 * 3_600_000)
    expect(brief(await weibo.timeline(1))).toBe('done')
    const status = await (
      await fetch(`${given.url}/2/account/rate_limit_status.json?access_token=2.00firstTokenOfTheCompany`)
    ).json()
    expect(status).toMatchObject({
      user_limit: 100,
      remaining_user_hits: 99,
      reset_time: '2026-11-24 01:00:00',
    })
  })
})

describe('faults', () => {
  const path = '/2/statuses/share.json'
  const wanted = share(`阀门投用 ${link}`)
  const hasty = () => given.client({ timeoutMs: 250 })

  it.each([
    [{ how: 'timeout', when: 'before' }, 'unknown timeout', 0],
    [{ how: 'timeout', when: 'after' }, 'unknown timeout', 1],
    [{ how: 'disconnect', when: 'before' }, 'unknown connection', 0],
    [{ how: 'disconnect', when: 'after' }, 'unknown connection', 1],
    [{ how: 'http-502', when: 'before' }, 'unknown http-status', 0],
    [{ how: 'http-502', when: 'after' }, 'unknown http-status', 1],
    [{ how: 'error', when: 'after', code: 10001 }, 'unknown system-error', 1],
    [{ how: 'error', when: 'before', code: 20031 }, '20031 administrator', 0],
    [{ how: 'token-revoked', when: 'before' }, '21316 authorise', 0],
  ] as const)('%j is %s and leaves %d post', async (fault, expected, posts) => {
    given.twin().fault({ endpoint: path, ...fault })
    // Only a call that is never answered has to end soon; a busy machine may take its time over the others.
    const client = fault.how === 'timeout' ? hasty() : given.client()
    expect(brief(await client.share(wanted))).toBe(expected)
    expect(given.twin().state().posts).toHaveLength(posts)
    expect(given.twin().state().faults).toEqual([])
  })

  it('20032: posted, not seen for 90 seconds, then in the timeline', async () => {
    given.twin().fault({ endpoint: path, how: 'delayed' })
    expect(brief(await given.client().share(wanted))).toBe('unknown delayed')
    expect(done(await given.client().timeline()).posts).toEqual([])
    expect(brief(await given.client().share(wanted))).toBe('20019 repeated')
    given.move(90_000)
    expect(done(await given.client().timeline()).posts).toHaveLength(1)
  })

  it('a text that is refused is not delayed, and the fault is spent', async () => {
    given.twin().fault({ endpoint: path, how: 'delayed' })
    expect(brief(await given.client().share(share('没有链接')))).toBe('10017 permanent')
    expect(given.twin().state().posts).toEqual([])
  })

  it('are set by the page too, and by HTTP; nonsense is refused with words', async () => {
    const fields = {
      what: 'faults',
      endpoint: path,
      how: 'error',
      when: 'before',
      code: '20022',
      ms: '0',
      times: '2',
    }
    const set = await fetch(`${given.url}/_twin/form`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
    expect(set.status).toBe(303)
    expect(await (await fetch(`${given.url}/_twin`)).text()).toContain('error · before · 20022 · × 2')
    expect(brief(await given.client().share(wanted))).toBe('20022 administrator')
    const wrong = await fetch(`${given.url}/_twin/faults`, {
      method: 'POST',
      body: '{"endpoint":"*","how":"delayed"}',
    })
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('only share.json')])
  })

  it('remembers everything after a kill', async () => {
    done(await given.client().share(wanted))
    given.restart()
    expect(done(await given.client().timeline()).posts).toHaveLength(1)
    given.twin().fault({ endpoint: path, how: 'http-502' })
    given.restart()
    expect(brief(await given.client().share(share(`第二条 ${link}`)))).toBe('unknown http-status')
  })
})

it('what no document settles may be either way: the client tells the same', async () => {
  const outcomes = async () => {
    const weibo = given.client()
    const topic = brief(await weibo.share(share(`#投用# ${link}`)))
    for (let n = 0; n < 30; n++) done(await weibo.share(share(`第${n}条 ${link}`)))
    const hour = brief(await weibo.share(share(`多一条 ${link}`)))
    const token = brief(await given.client({ accessToken: async () => '2.00nobody' }).timeline())
    return [topic, hour, token]
  }
  expect(await outcomes()).toEqual(['10017 permanent', '10024 quota', '21332 authorise'])
  given.twin().change({ what: 'assume', tokenStatus: 400, topicCode: 20018, hourCode: 20016 })
  given.move(86_400_000)
  for (const { id } of given.twin().state().posts) given.twin().change({ what: 'delete-post', id })
  expect(await outcomes()).toEqual(['20018 permanent', '20016 quota', '21332 authorise'])
  const bad = await fetch(`${given.url}/2/statuses/user_timeline.json?access_token=2.00nobody`)
  expect(bad.status).toBe(400)
})

describe('the other interfaces', () => {
  it('update and upload are closed to an ordinary app, an unknown path and a wrong method have their codes', async () => {
    const ask = async (path: string, method: string) => {
      const response = await fetch(`${given.url}${path}?access_token=2.00firstTokenOfTheCompany`, { method })
      const body = (await response.json()) as { error_code: number; request: string }
      return [response.status, body.error_code, body.request]
    }
    expect(await ask('/2/statuses/update.json', 'POST')).toEqual([403, 10014, '/2/statuses/update.json'])
    expect(await ask('/2/statuses/none.json', 'GET')).toEqual([404, 10020, '/2/statuses/none.json'])
    expect(await ask('/2/statuses/share.json', 'GET')).toEqual([405, 10021, '/2/statuses/share.json'])
  })

  it('an address that is not on the list is 10004', async () => {
    given.twin().change({ what: 'safe-ips', hosts: ['203.0.113.9'] })
    expect(brief(await given.client().timeline())).toBe('10004 administrator')
  })

  it('by hand more is possible: a topic, several pictures; readers and the timeline see it, the page says its address', async () => {
    const form = new FormData()
    form.set('text', '#投用# 四张图')
    for (const name of ['a.png', 'b.png'])
      form.append('files', new Blob([Uint8Array.from([0x89, 0x50, 0x4e, 0x47])], { type: 'image/png' }), name)
    const posted = await fetch(`${given.url}/write`, { method: 'POST', body: form, redirect: 'manual' })
    expect(posted.status).toBe(303)
    const { posts } = done(await given.client().timeline())
    expect(posts).toMatchObject([{ text: '#投用# 四张图', hasPicture: true }])
    const page = await (await fetch(`${given.url}/`)).text()
    expect(page).toContain(posts[0]?.url)
    expect(page).toContain(`https://weibo.com/${company}/`)
    const [file] = /\/files\/[0-9a-f]+\.png/.exec(page) ?? []
    expect((await fetch(`${given.url}${file}`)).headers.get('content-type')).toBe('image/png')
  })

  it('shows text of others as text', async () => {
    given
      .twin()
      .change({ what: 'hand-post', text: '<script>alert(1)</script> #<b># https://x.example/"><i>' })
    const response = await fetch(`${given.url}/`)
    const page = await response.text()
    expect(page).not.toMatch(/<script>|<b>|<i>/)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

it.each([
  ['a', 1],
  ['ab', 1],
  ['你a', 2],
  ['中'.repeat(140), 140],
  ['x'.repeat(280), 140],
  ['你好 http://example.com/a', 13],
  ['é', 1],
  ['😀', 2],
  [`http://example.com/${'p'.repeat(150)}`, 25],
])('counts %s as the sheet does', (text, count) => expect(lengthOf(text)).toBe(count))

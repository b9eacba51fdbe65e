import type { Letter } from '../../../lib/channels/mail/mail'
import { weiboAccounts } from '../../../lib/channels/weibo/account-store'
import { actsLedger } from '../../../lib/security/ledger'
import type { Person } from '../../../lib/people/person'
import { peopleStore } from '../../../lib/people/store'
import { randomIds } from '../../../lib/platform/ids'
import { authorisationStore } from '../../../lib/weibo-post/authorisation-store'
import { carryOut } from '../../../lib/people/administer'
import { planAccount } from '../../../lib/weibo-post/change-account'
import { endAuthorisation } from '../../../lib/weibo-post/end-authorisation'
import { showAccount } from '../../../lib/weibo-post/show-account'
import { daysLeft, warnedAfter, warningDue, warningOf } from '../../../lib/weibo-post/token-warning'
import { watchToken } from '../../../lib/weibo-post/watch-token'
import { memoryTable } from '../../kit/memory-table'
import { app, company, firstToken, givenWeibo, owner, type GivenWeibo } from '../../local/weibo/given-weibo'

const day = 86_400_000

describe('what there is to warn of', () => {
  const now = new Date('2026-12-16T00:00:00Z')
  const ends = (expiresAt: string) => warningOf({ expiresAt }, now)

  it.each([
    // 16 December in Beijing; the end counts by its Beijing day.
    ['2026-12-24T16:30:00Z', undefined],
    ['2026-12-23T15:30:00Z', '7'],
    ['2026-12-23T16:30:00Z', undefined],
    ['2026-12-20T02:00:00Z', '7'],
    ['2026-12-19T02:00:00Z', '3'],
    ['2026-12-17T02:00:00Z', '1'],
    ['2026-12-16T02:00:00Z', '1'],
    ['2026-12-16T00:00:00Z', 'expired'],
  ])('an end at %s is %s', (expiresAt, warning) => expect(ends(expiresAt)).toBe(warning))

  it('what Weibo refuses is expired or revoked, whatever end was known', () => {
    const expiresAt = '2027-12-16T00:00:00Z'
    expect(warningOf({ expiresAt, refusedWith: 21327 }, now)).toBe('expired')
    expect(warningOf({ expiresAt, refusedWith: 21316 }, now)).toBe('revoked')
    expect(warningOf({}, now)).toBeUndefined()
    expect(daysLeft('2026-12-15T15:00:00Z', now)).toBe(-1)
  })

  it('each is due once, a graver one instead of the milder, and all begin anew when all is well', () => {
    const at3 = { expiresAt: '2026-12-19T02:00:00Z', warned: [] as string[] }
    expect(warningDue(at3, now)).toBe('3')
    expect(warningDue({ ...at3, warned: ['3'] }, now)).toBeUndefined()
    expect(warningDue({ ...at3, warned: ['7'] }, now)).toBe('3')
    expect(warningDue({ ...at3, warned: ['1'] }, now)).toBeUndefined()
    expect(warnedAfter({ ...at3, warned: ['7'] }, now)).toEqual(['7', '3'])
    expect(warnedAfter({ expiresAt: '2027-12-19T02:00:00Z', warned: ['7', '3'] }, now)).toEqual([])
  })
})

describe('the watch over the authorisation', () => {
  let given: GivenWeibo
  let at: number
  const move = (ms: number) => {
    at += ms
    given.move(ms)
  }
  beforeEach(async () => {
    given = await givenWeibo()
    at = Date.parse('2026-11-23T02:00:00Z')
  })
  afterEach(() => given.close())

  const person = (id: string, name: string) => ({
    ...{ id, name, email: `${id}@jiangnan.example`, unitId: 'office' },
    ...{ language: 'zh' as const, grants: [], substitutes: [] },
  })

  async function room(first: string | null = firstToken) {
    const table = memoryTable()
    const clock = { now: () => new Date(at) }
    const people = peopleStore(table)
    await people.saveUnit({ id: 'office', name: '企管部', office: true })
    for (const [id, name, roles] of [
      ['song', '宋安', ['admin', 'editor']],
      ['xu', '许雯', ['editor']],
      ['chen', '陈瑜', ['officer']],
    ] as const) {
      const { grants: _, substitutes: __, ...one } = person(id, name)
      await people.save(one)
      for (const role of roles) await people.grant(id, { role, unitId: 'office', from: '2026-01-01' })
    }
    const accounts = weiboAccounts(table, async () => ({
      ...{ appKey: app.appKey, appSecret: app.appSecret },
      ...(first !== null && { accessToken: first }),
    }))
    const letters = new Map<string, Letter>()
    const mail = {
      send: async (letter: Letter) => {
        letters.set(letter.messageId, letter)
        return 'sent' as const
      },
    }
    const weibo = given.client({ accessToken: accounts.accessToken, clock })
    const acts = actsLedger(table, clock)
    const authorisations = authorisationStore(table, clock, randomIds)
    return {
      ...{ accounts, letters, acts, authorisations, people },
      look: watchToken({ accounts, weibo, people, mail, clock, publicUrl: 'https://qf.example.cn' }),
      show: showAccount({ accounts, people, clock, callsToday: async () => 3 }),
      end: endAuthorisation({
        ...{ accounts, acts, authorisations, oauth: given.oauth(), clock },
        // As while a company is set up: nobody could confirm it.
        async propose(change, by) {
          await carryOut({ acts })(await planAccount({ weiboAccounts: accounts })({ ...change, by }))
          return 'authorised'
        },
      }),
      who: async (id: string) => (await people.withId(id)) as Person,
    }
  }

  /** What Weibo sends back after this user agreed, or refused. */
  async function agreed(state: string, uid?: string) {
    const fields = new URLSearchParams(new URL(await given.oauth().authorizeUrl(state)).search)
    if (uid) fields.set('uid', uid)
    const answer = await fetch(`${given.url}/oauth2/authorize`, {
      method: 'POST',
      body: fields,
      redirect: 'manual',
    })
    const back = new URL(answer.headers.get('location') ?? '').searchParams
    const errorCode = back.get('error_code')
    return {
      state: back.get('state') ?? '',
      code: back.get('code') ?? undefined,
      ...(errorCode && { errorCode: Number(errorCode) }),
    }
  }

  it('mails 7, 3 and 1 days before the end and at the end, each once, to editors and administrators', async () => {
    const { look, letters } = await room()
    const mailed: [number, string][] = []
    for (let n = 0; n <= 33; n++, move(day)) {
      const warning = await look()
      if (warning) mailed.push([n, warning])
    }
    expect(mailed).toEqual([
      [23, '7'],
      [27, '3'],
      [29, '1'],
      [30, 'expired'],
    ])
    const to = [...letters.values()].map((letter) => letter.to)
    expect(to).toHaveLength(8)
    expect([...new Set(to)].sort()).toEqual(['song@jiangnan.example', 'xu@jiangnan.example'])
    const [first] = letters.values()
    expect(first?.subject).toContain('7 天内到期')
    expect(first?.text).toContain(company)
    expect(first?.text).toContain('https://qf.example.cn/portal/accounts')
  })

  it('a withdrawn authorisation is mailed at the next look, once, and shown with what to do', async () => {
    const { look, letters, show } = await room()
    await look()
    expect(await show()).toMatchObject({
      authorised: true,
      uid: company,
      daysLeft: 30,
      calls: { used: 3, limit: 100 },
    })
    given.twin().change({ what: 'revoke-tokens' })
    expect([await look(), await look()]).toEqual(['revoked', undefined])
    expect(letters.size).toBe(2)
    const shown = await show()
    expect(shown.warning).toBe('revoked')
    expect(shown.advice?.zh).toContain('重新授权')
  })

  it('a look that Weibo does not answer changes nothing and warns of nothing', async () => {
    const { look, letters, accounts } = await room()
    await look()
    const before = await accounts.account()
    given.twin().fault({ endpoint: '/oauth2/get_token_info', how: 'http-502', times: 1 })
    move(day)
    expect(await look()).toBeUndefined()
    expect(letters.size).toBe(0)
    expect(await accounts.account()).toMatchObject({
      expiresAt: before?.expiresAt,
      checkedAt: before?.checkedAt,
    })
  })

  it('while Weibo is silent the end that is known is still warned of', async () => {
    const { look } = await room()
    await look()
    given.twin().fault({ endpoint: '/oauth2/get_token_info', how: 'http-502', times: 9 })
    move(27 * day)
    expect(await look()).toBe('3')
  })

  it('before anybody authorised there is nothing to watch', async () => {
    const { look, letters, show } = await room(null)
    expect(await look()).toBeUndefined()
    expect(letters.size).toBe(0)
    expect(await show()).toEqual({ authorised: false, calls: { used: 3, limit: 100 } })
  })

  it('authorising again puts the new token in place, records the act, and the warnings begin anew', async () => {
    const { look, letters, authorisations, end, who, accounts, acts, show } = await room()
    move(23 * day)
    await look()
    const state = await authorisations.begin('cookie')
    const returned = await agreed(state, company)
    expect(await end({ returned, session: 'cookie', by: await who('xu') })).toEqual({ outcome: 'authorised' })
    expect(await accounts.account()).toMatchObject({ uid: company, authorisedBy: 'xu', warned: [] })
    expect(await show()).toMatchObject({ daysLeft: 30, authorisedBy: '许雯' })
    const [act] = (await acts.page()).items
    expect(act).toMatchObject({ type: 'WeiboAuthorised', about: { id: company }, by: { id: 'xu' } })
    expect(JSON.stringify(act)).not.toContain('2.00')
    expect(await look()).toBeUndefined()
    move(23 * day)
    expect(await look()).toBe('7')
    expect(letters.size).toBe(4)
  })

  it('a state is for one session, once, for ten minutes; without it no code is traded', async () => {
    const { authorisations, end, who, accounts } = await room()
    const by = await who('song')
    const stale = { outcome: 'stale' }
    const returned = await agreed(await authorisations.begin('cookie'), company)
    expect(await end({ returned, session: 'somebody-else', by })).toEqual(stale)
    expect(await end({ returned: { ...returned, state: 'made-up' }, session: 'cookie', by })).toEqual(stale)
    expect(await end({ returned, session: 'cookie', by })).toEqual({ outcome: 'authorised' })
    expect(await end({ returned, session: 'cookie', by })).toEqual(stale)
    const late = await agreed(await authorisations.begin('cookie'), company)
    move(10 * 60_000)
    expect(await end({ returned: late, session: 'cookie', by })).toEqual(stale)
    expect((await accounts.account())?.revision).toBe(1)
  })

  it('only an administrator changes the account; a refusal, a used code and a silence have names', async () => {
    const { authorisations, end, who, look, accounts } = await room()
    await look()
    const attempt = async (id: string, uid?: string) =>
      end({ returned: await agreed(await authorisations.begin('c'), uid), session: 'c', by: await who(id) })
    expect(await attempt('xu', owner)).toEqual({ outcome: 'other-account' })
    expect((await accounts.account())?.uid).toBe(company)
    expect(await attempt('xu')).toEqual({ outcome: 'denied', code: 21330 })
    given.twin().fault({ endpoint: '/oauth2/access_token', how: 'error', code: 21325 })
    expect(await attempt('xu', company)).toEqual({ outcome: 'refused', code: 21325 })
    given.twin().fault({ endpoint: '/oauth2/access_token', how: 'http-502' })
    expect(await attempt('xu', company)).toEqual({ outcome: 'unknown' })
    expect(await attempt('song', owner)).toEqual({ outcome: 'authorised' })
    expect(await accounts.account()).toMatchObject({ uid: owner })
  })
})

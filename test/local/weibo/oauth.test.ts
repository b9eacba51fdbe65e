import {
  app,
  brief,
  company,
  done,
  firstToken,
  givenWeibo,
  owner,
  redirectUri,
  type GivenWeibo,
} from './given-weibo'

let given: GivenWeibo
beforeEach(async () => {
  given = await givenWeibo()
})
afterEach(() => given.close())

const day = 86_400_000

/** What the browser of the holder does: opens the page, chooses, and is sent back with these parameters. */
async function holderChooses(uid: string | undefined, state = 'st') {
  const address = new URL(await given.oauth().authorizeUrl(state))
  const page = await (await fetch(address)).text()
  expect(page).toContain('微博授权')
  const fields = new URLSearchParams(address.search)
  if (uid) fields.set('uid', uid)
  const response = await fetch(`${given.url}/oauth2/authorize`, {
    method: 'POST',
    body: fields,
    redirect: 'manual',
  })
  const target = new URL(response.headers.get('location') ?? '')
  expect(target.origin + target.pathname).toBe(redirectUri)
  return Object.fromEntries(target.searchParams)
}

it('the first token is the company’s for 30 days, then expired', async () => {
  expect(done(await given.client().tokenInfo())).toEqual({
    uid: company,
    expiresAt: '2026-12-23T02:00:00.000Z',
  })
  given.move(30 * day)
  expect(brief(await given.client().tokenInfo())).toBe('21327 authorise')
  expect(brief(await given.client().timeline())).toBe('21327 authorise')
})

it('the owner of the app authorises for five years, others for 30 days, one day before review', async () => {
  const lifeOf = async (uid: string) => {
    const { code = '' } = await holderChooses(uid)
    const { uid: got, expiresAt } = done(await given.oauth().exchange(code))
    expect(got).toBe(uid)
    return Math.round((Date.parse(expiresAt) - Date.parse('2026-11-23T02:00:00Z')) / day)
  }
  expect(await lifeOf(owner)).toBe(1825)
  expect(await lifeOf('2803301701')).toBe(30)
  given.twin().change({ what: 'reviewed', on: false })
  expect(await lifeOf(company)).toBe(1)
})

it('a code works once, for the right secret and redirect address, and for five minutes', async () => {
  const { code = '', state } = await holderChooses(company)
  expect(state).toBe('st')
  expect(brief(await given.oauth('wrong').exchange(code))).toBe('21324 administrator')
  expect(brief(await given.oauth().exchange(code))).toBe('done')
  expect(brief(await given.oauth().exchange(code))).toBe('21325 administrator')
  const { code: late = '' } = await holderChooses(company)
  given.move(5 * 60_000)
  expect(brief(await given.oauth().exchange(late))).toBe('21325 administrator')
})

it('authorising again prolongs the token there is; after a revocation there is another', async () => {
  given.move(10 * day)
  const again = done(await given.oauth().exchange((await holderChooses(company)).code ?? ''))
  expect(again).toEqual({ accessToken: firstToken, uid: company, expiresAt: '2027-01-02T02:00:00.000Z' })
  given.twin().change({ what: 'revoke-tokens' })
  expect(brief(await given.client().timeline())).toBe('21316 authorise')
  const other = done(await given.oauth().exchange((await holderChooses(company)).code ?? ''))
  expect(other.accessToken).not.toBe(firstToken)
  expect(brief(await given.client({ accessToken: async () => other.accessToken }).timeline())).toBe('done')
})

it('a refusal of the holder comes back as one', async () => {
  expect(await holderChooses(undefined)).toMatchObject({
    error: 'access_denied',
    error_code: '21330',
    state: 'st',
  })
})

it('an address that is not registered is never redirected to', async () => {
  const query = new URLSearchParams({
    client_id: app.appKey,
    response_type: 'code',
    redirect_uri: 'https://evil.example/',
  })
  for (const wanted of [
    fetch(`${given.url}/oauth2/authorize?${query.toString()}`, { redirect: 'manual' }),
    fetch(`${given.url}/oauth2/authorize`, { method: 'POST', body: query, redirect: 'manual' }),
  ]) {
    const response = await wanted
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
    expect(await response.text()).toContain('21322')
  }
})

it('an app that is not reviewed serves its owner and testers only', async () => {
  const { code = '' } = await holderChooses('2803301701')
  const { accessToken } = done(await given.oauth().exchange(code))
  given.twin().change({ what: 'reviewed', on: false })
  expect(brief(await given.client({ accessToken: async () => accessToken }).timeline())).toBe(
    '21321 administrator',
  )
  expect(brief(await given.client().timeline())).toBe('done')
})

it('answers errors of OAuth with its further fields, and revokes on request', async () => {
  const post = async (path: string, fields: Record<string, string>) => {
    const response = await fetch(`${given.url}${path}`, { method: 'POST', body: new URLSearchParams(fields) })
    return [response.status, await response.json()]
  }
  expect(await post('/oauth2/access_token', {})).toEqual([
    400,
    {
      error: 'miss client id or secret',
      error_code: 21323,
      request: '/oauth2/access_token',
      error_uri: '/oauth2/access_token',
      error_description: 'miss client id or secret',
    },
  ])
  expect(await post('/oauth2/revokeoauth2', { access_token: firstToken })).toEqual([200, { result: 'true' }])
  expect(brief(await given.client().tokenInfo())).toBe('21316 authorise')
  expect(brief(await given.client({ accessToken: async () => '2.00other' }).tokenInfo())).toBe(
    '21332 authorise',
  )
})

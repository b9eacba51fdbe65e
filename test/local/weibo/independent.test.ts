import SocialiteWeibo from 'node-socialite/dist/Providers/Weibo'
import { app, company, firstToken, givenWeibo, redirectUri, type GivenWeibo } from './given-weibo'

/** A Weibo sign-in that is not ours (docs/decisions/0010), at the twin's address instead of Weibo's. */
class AtTwin extends SocialiteWeibo {
  constructor(url: string) {
    super({ client_id: app.appKey, client_secret: app.appSecret, redirect_url: redirectUri })
    this._baseUrl = url
    // Weibo reads forms; left alone this client sends JSON.
    this.setHttpOptions({ headers: { 'content-type': 'application/x-www-form-urlencoded' } })
  }
  uidOf = (token: string) => this.getTokenPayload(token)
}

let given: GivenWeibo
beforeEach(async () => {
  given = await givenWeibo()
})
afterEach(() => given.close())

it('another client’s authorisation works against the twin from address to account', async () => {
  const client = new AtTwin(given.url)
  const address = new URL(client.withState('st').redirect())
  expect((await fetch(address)).status).toBe(200)
  const fields = new URLSearchParams(address.search)
  fields.set('uid', company)
  const chosen = await fetch(`${given.url}/oauth2/authorize`, {
    method: 'POST',
    body: fields,
    redirect: 'manual',
  })
  const back = new URL(chosen.headers.get('location') ?? '').searchParams
  expect(back.get('state')).toBe('st')
  const token = (await client.tokenFromCode(back.get('code') ?? '')) as Record<string, unknown>
  expect(token).toMatchObject({ access_token: firstToken, expires_in: 30 * 86_400 })
  expect(String(await client.uidOf(firstToken))).toBe(company)
  expect(await client.uidOf('2.00nobody')).toBe('')
})

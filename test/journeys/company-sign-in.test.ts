import { aStack, type Stack } from '../kit/cloud'
import { atProvider, backUrl, clientId, clientSecret, givenProvider } from '../lib/people/given-provider'

let stack: Stack
let provider: Awaited<ReturnType<typeof givenProvider>>

beforeAll(async () => {
  jest.spyOn(console, 'info').mockImplementation(() => undefined)
  provider = await givenProvider({
    editor: { email: 'xu.wen@jiangnan.example', verified: true },
    stranger: { email: 'stranger@jiangnan.example', verified: true },
  })
  stack = await aStack({
    publicUrl: new URL(backUrl).origin,
    env: { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: clientId, MAIL_SIGN_IN: 'off' },
    secrets: { 'oidc-client-secret': clientSecret },
  })
}, 300_000)
afterAll(async () => {
  await stack?.stop()
  await provider?.close()
})

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

/** From the sign-in page to the company's and back, as a browser goes. */
async function comesBackAs(login: string): Promise<Response> {
  const { url } = stack.cloud
  const page = await (await fetch(`${url}/sign-in`, { headers: { 'accept-language': 'en' } })).text()
  const there = /href="(\/sign-in\/company[^"]*)"/.exec(page)![1]!
  const leaving = await fetch(`${url}${there}`, { redirect: 'manual' })
  expect(leaving.status).toBe(303)
  const query = await atProvider(leaving.headers.get('location')!, login)
  return fetch(`${url}/sign-in/company/back?${new URLSearchParams(query).toString()}`, {
    ...{ redirect: 'manual', headers: { cookie: cookieOf(leaving) } },
  })
}

it('signs in by the company’s own sign-in alone, where no code is mailed, with the rights of the roles', async () => {
  const { url } = stack.cloud
  const back = await comesBackAs('editor')
  expect([back.status, back.headers.get('location')]).toEqual([303, '/portal'])
  const headers = { cookie: cookieOf(back) }
  const me = (await (await fetch(`${url}/api/me`, { headers })).json()) as { id: string; roles: string[] }
  expect(me).toMatchObject({ id: 'xu-wen', roles: expect.arrayContaining(['editor']) as unknown })
  const { sessions } = (await (await fetch(`${url}/api/me/sessions`, { headers })).json()) as {
    sessions: { how: string; lastSeenAt?: string }[]
  }
  expect(sessions).toMatchObject([{ how: 'company', lastSeenAt: expect.any(String) as string }])
  const asked = await fetch(`${url}/api/sign-in`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ email: 'xu.wen@jiangnan.example' }),
  })
  expect(asked.status).toBe(403)
  expect(stack.cloud.denials()).toEqual([])
}, 180_000)

it('tells whom it does not know so on the sign-in page, in the browser’s language, and signs nobody in', async () => {
  const back = await comesBackAs('stranger')
  expect(back.status).toBe(403)
  expect(await back.text()).toContain('您的公司账号不能登录本系统')
  expect(cookieOf(back)).not.toContain('qianfa_session')
}, 180_000)

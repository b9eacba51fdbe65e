import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** People as the company's own sign-in knows them, by login name; `verified` as the provider says it, if it does. */
export interface Known {
  email?: string
  verified?: unknown
}

export const clientId = 'qianfa'
export const clientSecret = 'a secret of the tests, long enough for a provider'
export const backUrl = 'https://qianfa.example/sign-in/company/back'

/** A real provider on a port of its own; its pages ask for a name and take any password. */
export async function givenProvider(people: Record<string, Known>, port = 0) {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  // It warns of keys that are for development.
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [backUrl],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_context, id) => {
      const { email, verified } = people[id] ?? {}
      return {
        accountId: id,
        claims: () => ({ sub: id, ...(email && { email }), email_verified: verified as boolean }),
      }
    },
    cookies: { keys: ['a key of the tests'] },
  })
  warn.mockRestore()
  provider.on('server_error', (_context, error) => console.error(error))
  const handle = provider.callback()
  server.on('request', (request, response) => void handle(request, response))
  return {
    issuer,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** A browser at the provider: it signs in by name, agrees, and comes back with what it was given; or turns away. */
export async function atProvider(
  start: string,
  login: string,
  { turnsAway = false } = {},
): Promise<Record<string, string>> {
  const jar = new Map<string, string>()
  let [url, form] = [start, undefined as URLSearchParams | undefined]
  for (let step = 0; step < 12; step++) {
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: form }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      jar.set(name, value)
    }
    form = undefined
    const to = answer.headers.get('location')
    if (to) {
      url = new URL(to, url).href
      if (url.startsWith(backUrl)) return Object.fromEntries(new URL(url).searchParams)
      continue
    }
    const page = await answer.text()
    if (turnsAway) {
      url = new URL(/href="([^"]*\/abort)"/.exec(page)![1]!, url).href
      continue
    }
    const [, action, prompt] = /action="([^"]+)"[\s\S]*?name="prompt" value="([^"]+)"/.exec(page) ?? []
    if (!action || !prompt) throw new Error(`no form at ${url}: ${answer.status} ${page.slice(0, 300)}`)
    url = new URL(action, url).href
    form = new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt })
  }
  throw new Error('the provider never sent the browser back')
}

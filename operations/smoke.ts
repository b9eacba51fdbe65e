import { failed, passed, type Check } from './check'

/** A door as somebody without any right finds it: what it must answer, and what must stand in the answer. */
interface Knock {
  path: string
  status: number
  /** stands in the body */
  holds: string
}

/** Each kind of door once: page, portal, API, link, callback. None of them changes anything. */
const knocks: Knock[] = [
  { path: '/sign-in', status: 200, holds: '<form' },
  { path: '/assets/style.css', status: 200, holds: '{' },
  { path: '/portal', status: 200, holds: '<script' },
  { path: '/api/setup', status: 200, holds: '{' },
  { path: '/api/me', status: 401, holds: 'NotSignedIn' },
  { path: `/d/${'A'.repeat(43)}`, status: 404, holds: '<html' },
  { path: '/wechat/callback', status: 403, holds: '' },
]
const timeoutMs = 15_000

async function knock(url: string, { path, status, holds }: Knock): Promise<Check> {
  const name = `GET ${path}`
  const answer = await fetch(`${url}${path}`, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
  const body = await answer.text()
  if (answer.status !== status)
    return failed(name, `answers ${answer.status}, not ${status}: ${body.slice(0, 200)}`)
  if (!body.includes(holds)) return failed(name, `answers without ${holds}`)
  if (!answer.headers.get('x-content-type-options'))
    return failed(name, 'answers without its security headers')
  return passed(name, `${status}`)
}

/** Over the real address, as people reach it; a door that does not answer is a failed check, never an exception. */
export const smokeTest = (url: string): Promise<Check[]> =>
  Promise.all(
    knocks.map((one) =>
      knock(url, one).catch((error: unknown) =>
        failed(`GET ${one.path}`, `no answer: ${(error as Error).cause ?? (error as Error).message}`),
      ),
    ),
  )

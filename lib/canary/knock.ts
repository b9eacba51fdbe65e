/** A door as somebody without any right finds it: what it must answer, and what must stand in the answer. */
interface Door {
  path: string
  status: number
  /** stands in the body */
  holds: string
}

/** Each kind of door once: page, portal, API, link, callback. None of them changes anything. */
const doors: Door[] = [
  { path: '/sign-in', status: 200, holds: '<form' },
  { path: '/assets/style.css', status: 200, holds: '{' },
  { path: '/portal', status: 200, holds: '<script' },
  { path: '/api/setup', status: 200, holds: '{' },
  { path: '/api/me', status: 401, holds: 'NotSignedIn' },
  { path: `/d/${'A'.repeat(43)}`, status: 404, holds: '<html' },
  { path: '/wechat/callback', status: 403, holds: '' },
]
const timeoutMs = 15_000

/** What came of one knock; `trouble` where it is not what it must be. */
export interface Knocked {
  path: string
  status?: number
  trouble?: string
}

async function knockAt(url: string, { path, status, holds }: Door): Promise<Knocked> {
  const answer = await fetch(`${url}${path}`, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
  const body = await answer.text()
  const trouble =
    answer.status !== status
      ? `answers ${answer.status}, not ${status}: ${body.slice(0, 200)}`
      : !body.includes(holds)
        ? `answers without ${holds}`
        : !answer.headers.get('x-content-type-options')
          ? 'answers without its security headers'
          : undefined
  return { path, status: answer.status, ...(trouble && { trouble }) }
}

/** Over the real address, as people reach it; a door that does not answer is in trouble, never an exception. */
export const knock = (url: string): Promise<Knocked[]> =>
  Promise.all(
    doors.map((door) =>
      knockAt(url, door).catch((error: unknown) => ({
        path: door.path,
        trouble: `no answer: ${(error as Error).cause ?? (error as Error).message}`,
      })),
    ),
  )

import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import type { MovableClock } from '../aws/access'
import { readBody } from '../http-api/read-body'
import { sendJson, sendPage } from './page'

/** `to`: an ISO 8601 moment; `by`: an ISO 8601 duration such as `PT2H` or `P1D`. */
const Move = z.union([z.strictObject({ to: z.string() }), z.strictObject({ by: z.string() })])

/** Milliseconds of an ISO 8601 duration in weeks to seconds: `P1W`, `P1DT12H`, `PT90S`. */
export function durationMs(text: string): number | undefined {
  const parts = /^P(?!$)(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text)
  if (!parts) return undefined
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0))
  return ((((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1000
}

const distance = (move: z.infer<typeof Move>, now: number): number | undefined => {
  const ms = 'to' in move ? Date.parse(move.to) - now : durationMs(move.by)
  return ms !== undefined && ms >= 0 ? ms : undefined
}

const beijing = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** GET shows the time, POST moves it forward; both as page and as JSON. */
export function clockPage(clock: MovableClock, move: (ms: number) => Promise<void>) {
  const now = () => ({ now: new Date(clock.now()).toISOString(), offsetMs: clock.now() - Date.now() })

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const wantsJson = !(request.headers.accept ?? '').includes('text/html')
    if (request.method === 'GET') {
      if (wantsJson) return sendJson(response, 200, now())
      const button = (by: string, label: string) =>
        `<form method="post" style="display:inline"><button name="by" value="${by}">${label}</button></form> `
      const buttons = [
        button('PT10M', '+10 min'),
        button('PT1H', '+1 h'),
        button('P1D', '+1 day'),
        button('P7D', '+7 days'),
      ]
      return sendPage(
        response,
        'Clock',
        `<p>It is <b>${beijing.format(clock.now())}</b> in Beijing.</p><p>${buttons.join('')}</p><p class="note">Time only moves forward: what happened stays in the past.</p>`,
      )
    }
    if (request.method !== 'POST') return sendJson(response, 405, { message: 'GET or POST' })
    const body = await readBody(request, 1_000)
    const given = (request.headers['content-type'] ?? '').includes('json')
      ? jsonIn(String(body))
      : Object.fromEntries(new URLSearchParams(String(body)))
    const read = Move.safeParse(given)
    const ms = read.success ? distance(read.data, clock.now()) : undefined
    if (ms === undefined)
      return sendJson(response, 400, {
        message: 'give {"to": ISO moment} or {"by": ISO duration}, not in the past',
      })
    await move(ms)
    if (wantsJson) return sendJson(response, 200, now())
    response.writeHead(303, { location: '/clock' })
    response.end()
  }
}

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // answered with 400 like any other shape
  }
}

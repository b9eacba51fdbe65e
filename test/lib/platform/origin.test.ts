import type { Context } from 'aws-lambda'
import { http, json, type DoorOptions, type HttpEvent } from '../../../lib/platform/http'
import { isFromElsewhere } from '../../../lib/platform/origin'

const own = 'https://qianfa.example'

test.each<[string, Record<string, string>, boolean]>([
  ['a program', {}, false],
  ['a page of ours', { origin: own, 'sec-fetch-site': 'same-origin' }, false],
  ['a page of ours in an older browser', { origin: own }, false],
  [
    'a form of a page of ours that keeps its address',
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
    false,
  ],
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, true],
  ['another site in an older browser', { origin: 'https://evil.example' }, true],
  [
    'a neighbour on the same site',
    { origin: 'https://a.qianfa.example', 'sec-fetch-site': 'same-site' },
    true,
  ],
  ['another site that keeps its address', { origin: 'null', 'sec-fetch-site': 'cross-site' }, true],
  ['another site that keeps its address, in an older browser', { origin: 'null' }, true],
  ['another port', { origin: `${own}:8443` }, true],
  ['another scheme', { origin: 'http://qianfa.example' }, true],
  ['a browser that says ours and means another', { origin: own, 'sec-fetch-site': 'cross-site' }, true],
])('a change sent by %s', (_who, headers, elsewhere) => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
    expect(isFromElsewhere({ method, headers }, own)).toBe(elsewhere)
  for (const method of ['GET', 'HEAD', 'OPTIONS'])
    expect(isFromElsewhere({ method, headers }, own)).toBe(false)
})

describe('a door', () => {
  const before = process.env['PUBLIC_URL']
  beforeAll(() => void (process.env['PUBLIC_URL'] = own))
  afterAll(() => {
    if (before === undefined) delete process.env['PUBLIC_URL']
    else process.env['PUBLIC_URL'] = before
  })

  const sent = async (
    change: { headers?: Record<string, string>; body?: string },
    options: DoorOptions = {},
  ) => {
    let seen: unknown = 'nothing'
    const event = {
      ...{ headers: {}, requestContext: { http: { method: 'POST', sourceIp: '127.0.0.1' } } },
      ...change,
    } as unknown as HttpEvent
    const door = http(async ({ body }) => ((seen = body), json(200, {})), options)
    const { statusCode } = await door(event, {} as Context)
    return { statusCode, seen }
  }

  it('does nothing for another site, before it looks at the body', async () => {
    const elsewhere = { headers: { origin: 'https://evil.example', 'content-type': 'application/json' } }
    expect(await sent({ ...elsewhere, body: '{' })).toEqual({ statusCode: 403, seen: 'nothing' })
    expect(await sent({ headers: { origin: 'null' } })).toEqual({ statusCode: 403, seen: 'nothing' })
    expect((await sent({ headers: { origin: 'null' } }, { formsAreSealed: true })).statusCode).toBe(200)
    expect((await sent({ headers: { origin: own } })).statusCode).toBe(200)
  })

  it('takes no body larger than it says, counted in bytes', async () => {
    expect((await sent({ body: '字'.repeat(10) }, { maxBytes: 30 })).statusCode).toBe(200)
    expect(await sent({ body: '字'.repeat(11) }, { maxBytes: 30 })).toEqual({
      statusCode: 413,
      seen: 'nothing',
    })
    expect((await sent({ body: 'a'.repeat(1_048_577) })).statusCode).toBe(413)
  })

  it('takes no JSON deeper than any request of ours; brackets in strings are none', async () => {
    const headers = { 'content-type': 'application/json' }
    const deep = (levels: number) => ({ headers, body: '['.repeat(levels) + ']'.repeat(levels) })
    expect((await sent(deep(32))).statusCode).toBe(200)
    expect(await sent(deep(33))).toEqual({ statusCode: 400, seen: 'nothing' })
    expect((await sent(deep(500_000))).statusCode).toBe(400)
    const said = { text: `${'['.repeat(100)}\\"${'{'.repeat(100)}` }
    expect((await sent({ headers, body: JSON.stringify(said) })).seen).toEqual(said)
  })
})

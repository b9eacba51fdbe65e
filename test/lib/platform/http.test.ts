import type { Context } from 'aws-lambda'
import * as z from 'zod'
import { http, json, type HttpEvent } from '../../../lib/platform/http'

const event = {
  headers: {},
  requestContext: { http: { method: 'GET', sourceIp: '127.0.0.1' } },
} as unknown as HttpEvent
const Answer = z.object({ id: z.string(), edits: z.number().default(0) })
const statusOf = async (body: unknown) =>
  (await http(async () => json(200, body), { answer: Answer })(event, {} as Context)).statusCode

describe('a door that says what it answers', () => {
  const stage = process.env['STAGE']
  afterEach(() => {
    if (stage === undefined) delete process.env['STAGE']
    else process.env['STAGE'] = stage
  })

  it('is held to it on one machine: nothing missing, nothing else, nothing more', async () => {
    process.env['STAGE'] = 'local'
    expect(await statusOf({ id: 'a', edits: 0 })).toBe(200)
    expect(await statusOf({ id: 'a' })).toBe(500)
    expect(await statusOf({ id: 1, edits: 0 })).toBe(500)
    expect(await statusOf({ id: 'a', edits: 0, secret: 'x' })).toBe(500)
  })

  it('never turns an answer into an error where people work', async () => {
    process.env['STAGE'] = 'prod'
    expect(await statusOf({ id: 1 })).toBe(200)
  })
})

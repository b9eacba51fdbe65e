import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { createClock } from '../../../local/cloud/clock'
import { createHttpApi } from '../../../local/http-api/http-api'
import { createLambda, type Lambda } from '../../../local/lambda/lambda'
import { createMetrics } from '../../../local/metrics'
import { packageService } from '../../../local/template/package-service'
import { readService } from '../../../local/template/read-service'
import { fixtureRoot, removeTemporaryDirs, serve, temporaryDir } from '../kit'

let lambda: Lambda
let served: ReturnType<typeof readService>
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  const { template, stack, code } = await packageService(fixtureRoot)
  const service = readService(template, stack, 'http://127.0.0.1:4000')
  served = service
  const clock = createClock()
  const metrics = createMetrics(clock)
  lambda = createLambda({
    functions: service.functions,
    code,
    identityOf: (role) => ({ name: role, accessKeyId: 'AKIA', secretAccessKey: 'secret' }),
    gatewayUrl: 'http://127.0.0.1:1',
    clock,
    metrics,
    logDir: temporaryDir(),
  })
  const api = createHttpApi({ routes: service.routes, lambda, clock, metrics, log: () => undefined })
  ;({ url, close } = await serve((request, response) => void api(request, response)))
}, 300_000)

afterAll(async () => {
  await close()
  await lambda.close()
  removeTemporaryDirs()
})

const seen = async (response: Response) =>
  ((await response.json()) as { event: APIGatewayProxyEventV2 }).event

describe('payload format 2.0', () => {
  it('gives path parameters, query, cookies and lower-case headers', async () => {
    const response = await fetch(`${url}/echo/a%2Fb%20c?x=1&x=2&name=%E7%AD%BE`, {
      headers: { Cookie: 'one=1; two=2', 'X-Thing': 'Yes' },
    })
    expect(response.status).toBe(201)
    const event = await seen(response)
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /echo/{id}',
      rawPath: '/echo/a%2Fb%20c',
      rawQueryString: 'x=1&x=2&name=%E7%AD%BE',
      queryStringParameters: { x: '1,2', name: '签' },
      pathParameters: { id: 'a/b c' },
      cookies: ['one=1', 'two=2'],
      headers: { 'x-thing': 'Yes' },
      isBase64Encoded: false,
      requestContext: { http: { method: 'GET', sourceIp: '127.0.0.1' }, stage: '$default' },
    })
    expect(event.headers).not.toHaveProperty('cookie')
    expect(event).not.toHaveProperty('body')
  })

  it('hands JSON over as text, and forms and bytes in base64', async () => {
    const post = (type: string, body: string | Uint8Array<ArrayBuffer>) =>
      fetch(`${url}/echo/1`, { method: 'POST', headers: { 'content-type': type }, body }).then(seen)
    expect(await post('application/json', '{"a":1}')).toMatchObject({
      body: '{"a":1}',
      isBase64Encoded: false,
    })
    expect(await post('application/x-www-form-urlencoded', 'a=1')).toMatchObject({
      body: Buffer.from('a=1').toString('base64'),
      isBase64Encoded: true,
    })
    expect(await post('image/jpeg', new Uint8Array([255, 216, 0]))).toMatchObject({
      body: '/9gA',
      isBase64Encoded: true,
    })
  })

  it('gives the rest of the path to a greedy parameter', async () => {
    expect(await seen(await fetch(`${url}/files/a/b/c.txt`))).toMatchObject({
      routeKey: 'GET /files/{proxy+}',
      pathParameters: { proxy: 'a/b/c.txt' },
    })
  })
})

describe('answers', () => {
  it('sets every cookie and decodes a body in base64', async () => {
    expect((await fetch(`${url}/echo/1`)).headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
    const picture = await fetch(`${url}/picture`)
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect([...new Uint8Array(await picture.arrayBuffer())]).toEqual([0x89, 0x50, 0, 255])
  })

  it('makes a 200 of a payload without status', async () => {
    const response = await fetch(`${url}/fail`)
    expect([response.status, await response.json()]).toEqual([200, { pid: expect.any(Number) }])
  })

  it('hides what a function threw behind 500 and a missing route behind 404', async () => {
    const thrown = await fetch(`${url}/fail?how=throw`)
    expect([thrown.status, await thrown.json()]).toEqual([500, { message: 'Internal Server Error' }])
    const head = await fetch(`${url}/picture`, { method: 'HEAD' })
    expect(head.status).toBe(404)
  })

  it('refuses a body above 10 MB', async () => {
    const response = await fetch(`${url}/echo/1`, {
      method: 'POST',
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    })
    expect(response.status).toBe(413)
  })
})

it('answers 429 at once, with the time to come back, where a request would wait half its time for its turn', async () => {
  const line = { waitMs: 0 }
  const crowded = { ...lambda, waitMs: () => line.waitMs }
  const clock = createClock()
  const routes = served.routes
  const api = createHttpApi({
    routes,
    lambda: crowded,
    clock,
    metrics: createMetrics(clock),
    log: () => undefined,
  })
  const door = await serve((request, response) => void api(request, response))
  expect((await fetch(`${door.url}/echo/1`)).status).toBe(201)
  line.waitMs = 15_001
  const turned = await fetch(`${door.url}/echo/1`)
  expect([turned.status, turned.headers.get('retry-after'), await turned.json()]).toEqual([
    429,
    '16',
    { message: 'Too Many Requests' },
  ])
  await door.close()
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { createHttpApi } from '../../local/http-api/http-api'
import type { Lambda } from '../../local/lambda/lambda'
import { createMetrics } from '../../local/metrics'
import { packageService } from '../../local/template/package-service'
import { readService } from '../../local/template/read-service'
import type { RouteModel } from '../../local/template/service'
import { root } from '../house/imports'
import { aClock, serve } from '../kit/aws-service'

const classes = parse(readFileSync(join(root, 'resources/throttles.yml'), 'utf8')) as Record<
  string,
  { rate: number; burst: number }
>
/** A route of each class; the whole list of who is in which is functions.yml's. */
const routeOf: Record<string, string> = {
  signIn: 'POST /api/sign-in',
  pages: 'POST /d/{token}',
  callback: 'POST /wechat/callback',
  reads: 'GET /api/submissions',
  writes: 'POST /api/submissions',
  uploads: 'POST /api/submissions/{submissionId}/media/{mediaId}/parts',
}

let routes: RouteModel[]
const clock = aClock(Date.parse('2026-11-24T02:00:00Z'))
let time = clock.now()
const standing = { ...clock, now: () => time }
let reached = 0
/** Functions that answer at once: what is counted is what gets through to them. */
const lambda = {
  waitMs: () => 0,
  invoke: () => {
    reached++
    return Promise.resolve({ payload: { statusCode: 204 } })
  },
} as unknown as Lambda
let api: Awaited<ReturnType<typeof serve>>
let url: string

beforeAll(async () => {
  const { template, stack } = await packageService(root)
  routes = readService(template, stack, 'http://127.0.0.1:4000').routes
  const metrics = createMetrics(standing)
  api = await serve(createHttpApi({ routes, lambda, clock: standing, metrics, log: () => undefined }))
  url = api.as({ accessKeyId: '', secretAccessKey: '' }).endpoint
}, 300_000)
afterAll(() => api.close())

async function knock(routeKey: string, times: number): Promise<{ through: number; refused: Response[] }> {
  const [method, path = ''] = routeKey.split(' ')
  const before = reached
  const refused: Response[] = []
  for (let time = 0; time < times; time++) {
    const response = await fetch(`${url}${path.replace(/\{\w+\+?\}/g, 'x')}`, { method })
    if (response.status === 429) refused.push(response)
    else await response.text()
  }
  return { through: reached - before, refused }
}

it('gives every route of the template the figures of a class, and every class has routes', () => {
  const figures = Object.values(classes).map(({ rate, burst }) => `${rate} ${burst}`)
  expect(routes.length).toBeGreaterThan(100)
  expect(routes.filter(({ throttle }) => !figures.includes(`${throttle?.rate} ${throttle?.burst}`))).toEqual(
    [],
  )
  for (const [name, { rate, burst }] of Object.entries(classes))
    expect(routes.find(({ routeKey }) => routeKey === routeOf[name])?.throttle).toEqual({ rate, burst })
  expect(Object.keys(routeOf).sort()).toEqual(Object.keys(classes).sort())
})

it.each(Object.keys(routeOf))(
  'of the class %s: as many at once as its burst, then so many a second, by the clock that may be moved',
  async (name) => {
    const { rate, burst } = classes[name]!
    const routeKey = routeOf[name]!
    const first = await knock(routeKey, burst + 3)
    expect(first.through).toBe(burst)
    expect(first.refused).toHaveLength(3)
    expect(await first.refused[0]!.json()).toEqual({ message: 'Too Many Requests' })
    time += 1000
    expect((await knock(routeKey, rate + 2)).through).toBe(rate)
    // An hour fills it to the brim and no further; an hour back takes nothing away and gives nothing.
    time += 3_600_000
    expect((await knock(routeKey, burst + 1)).through).toBe(burst)
    time -= 3_600_000
    expect((await knock(routeKey, 1)).through).toBe(0)
  },
  60_000,
)

it('one route’s crowd takes nothing from another’s', async () => {
  await knock(routeOf['callback']!, classes['callback']!.burst + 1)
  expect((await knock('GET /a/{postId}', 1)).through).toBe(1)
})

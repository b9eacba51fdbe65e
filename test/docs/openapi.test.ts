import { readFileSync } from 'node:fs'
import { openApiDocument, openApiFile } from '../../docs/openapi'

jest.setTimeout(300_000)

interface Document {
  paths: Record<
    string,
    Record<
      string,
      { operationId: string; responses: { '2XX': { content: Record<string, { schema: object }> } } }
    >
  >
}

let text: string
beforeAll(async () => {
  text = JSON.stringify(await openApiDocument())
})

it('docs/openapi.json is what the doors say today; if not: npm run openapi', () => {
  // A plain comparison: a difference of ten thousand lines helps nobody.
  const upToDate = text === JSON.stringify(JSON.parse(readFileSync(openApiFile, 'utf8')))
  expect(upToDate ? 'up to date' : 'docs/openapi.json is old: npm run openapi').toBe('up to date')
})

it('names each door once', () => {
  const { paths } = JSON.parse(text) as Document
  const ids = Object.values(paths).flatMap((verbs) =>
    Object.values(verbs).map(({ operationId }) => operationId),
  )
  expect(ids).toContain('putEditionsByDate')
  expect(new Set(ids).size).toBe(ids.length)
})

it('says what each door answers', () => {
  const { paths } = JSON.parse(text) as Document
  const free = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs)
      .filter(([, { responses }]) =>
        Object.values(responses['2XX'].content).some(
          ({ schema }) => JSON.stringify(schema) === '{"type":"object"}',
        ),
      )
      .map(([verb]) => `${verb} ${path}`),
  )
  expect(free).toEqual([])
})

/** Answers that hold a list which is no list of the API's: what one has, what fits on a calendar, or the whole company. */
const wholes = [
  '/api/me',
  '/api/me/substitute',
  '/api/me/sessions',
  // Ten passkeys at most.
  '/api/me/passkeys',
  '/api/people',
  '/api/policy',
  '/api/admin/company',
  // Some versions a year.
  '/api/points',
  '/api/setup',
  '/api/editions',
  '/api/admin/checks',
  '/api/weibo-account',
  '/api/wechat/quota',
  '/api/settings',
  // Fifty at most.
  '/api/prepared-answers',
  // First pages of several lists, each with its own route.
  '/api/today',
  '/api/check-up',
  // At most sixty an owner, of two owners.
  '/api/starts',
  // What the queues keep, by function and error.
  '/api/failed-work',
  '/api/messengers',
]

it('invariant 12: every list takes a cursor and a limit and answers where the next page begins', () => {
  const { paths } = JSON.parse(text) as Document
  const lists = Object.entries(paths).flatMap(([path, verbs]) => {
    const get = verbs['get'] as unknown as
      (Document['paths'][string][string] & { parameters?: { name: string; in: string }[] }) | undefined
    const schema = get?.responses['2XX'].content['application/json']?.schema as
      { properties?: Record<string, { type?: string }> } | undefined
    const properties = Object.entries(schema?.properties ?? {})
    const listed = properties.some(([, { type }]) => type === 'array')
    if (!get || !listed || path.includes('{') || wholes.includes(path)) return []
    const asked = (get.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name)
    return [{ path, asked, answers: properties.map(([name]) => name) }]
  })
  const known = [
    '/api/admin/acts',
    '/api/archive',
    '/api/chats',
    '/api/complaints',
    '/api/decisions',
    '/api/loans',
    '/api/pool',
    '/api/requests',
    '/api/submissions',
    '/api/weibo',
    '/api/weibo-queue',
    '/api/word-lists',
    '/api/holidays',
  ]
  expect(lists.map(({ path }) => path)).toEqual(expect.arrayContaining(known))
  for (const { path, asked, answers } of lists) {
    expect([path, ...asked]).toEqual(expect.arrayContaining(['cursor', 'limit']))
    expect([path, ...answers]).toContain('next')
  }
})

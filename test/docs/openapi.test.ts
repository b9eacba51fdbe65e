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

import type * as z from 'zod'
import { everyRoute } from '../../docs/openapi'
import { issueWords } from '../../lib/platform/issue-words'

jest.setTimeout(300_000)

interface Def {
  type: string
  shape?: Record<string, z.ZodType>
  [part: string]: unknown
}

/** Every schema within one, with the field it stands at. */
function* within(schema: z.ZodType, path: string[] = []): Generator<{ schema: z.ZodType; path: string[] }> {
  yield { schema, path }
  const def = schema._zod.def as unknown as Def
  for (const [field, one] of Object.entries(def.shape ?? {})) yield* within(one, [...path, field])
  for (const part of ['innerType', 'element', 'in', 'valueType', 'catchall'])
    if (def[part]) yield* within(def[part] as z.ZodType, path)
  for (const one of (def['options'] as z.ZodType[] | undefined) ?? []) yield* within(one, path)
}

const bad: unknown[] = [
  undefined,
  ...[
    null,
    5,
    -1,
    1.5,
    9e15,
    true,
    '',
    ' ',
    'A B!',
    'x\u202ey',
    '2026-13-45',
    '字'.repeat(6_000_000 / 1_000),
  ],
  [],
  ...[Array.from({ length: 6_000 }, () => 0), {}, { nobodyKnows: 1 }],
]

it('no sentence of a schema stands in what a door says, in either language', async () => {
  const routes = await everyRoute()
  const said = new Map<string, { zh: string; en: string }>()
  const kinds = new Set<string>()
  for (const { route, speaks } of routes)
    for (const { schema, path } of within(speaks.request))
      for (const value of bad) {
        const read = schema.safeParse(value)
        for (const issue of read.success ? [] : read.error.issues) {
          kinds.add(issue.code)
          const { message, remedy } = issueWords({ ...issue, path: [...path, ...issue.path] })
          said.set(`${route} ${path.join('.')} ${message.zh}`, message)
          said.set(`${route} ${path.join('.')} ${remedy.zh}`, remedy)
        }
      }
  expect(said.size).toBeGreaterThan(500)
  for (const code of ['invalid_type', 'invalid_format', 'too_big', 'too_small', 'invalid_value', 'custom'])
    expect([...kinds]).toContain(code)
  // What is left are names of fields and the values that a field may have.
  const own = /字段 [\w.]+|多出了 [\w、]+|只能是 .*/g
  const wrong = [...said].filter(
    ([, { zh, en }]) =>
      /[A-Za-z]{4,}|\^|\\/.test(zh.replaceAll(own, '')) ||
      !/[一-鿿]/.test(zh) ||
      /[一-鿿]|Invalid|must match|expected/.test(en.replaceAll(/can only be .*/g, '')),
  )
  expect(wrong).toEqual([])
})

it('a part of an address is no field: who follows a link that was cut reads that there is no such page', () => {
  const issue = {
    code: 'invalid_format' as const,
    format: 'uuid',
    path: ['path', 'submissionId'],
    message: '',
  }
  const { message, remedy } = issueWords(issue)
  expect(message).toEqual({
    zh: '网址不对：没有这一页',
    en: 'the address is not right: there is no such page',
  })
  expect(JSON.stringify([message, remedy])).not.toContain('submissionId')
})

import type { HttpAnswer } from '../../lib/platform/http'
import { openDoors, type Doors, type Knock } from '../kit/doors'
import { cookiesOf } from './callers'
import { knockOf, thingsOf } from './knock'
import { rights, type Caller } from './rights'
import { givenThings, now } from './things'

jest.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }))

let doors: Doors
let knocks: { route: string; knock: Knock; reads: boolean }[]

beforeAll(async () => {
  doors = await openDoors({ rows: new Map(), now })
  const { things, people } = await givenThings(doors)
  const cookies = await cookiesOf(people)
  // Whoever may, about something that is there, at every door of the template that takes a body.
  knocks = doors.declared
    .filter(({ route }) => !/^(GET|HEAD) /.test(route))
    .map(({ route }) => {
      const right = rights[route]!
      const caller: Caller = right.may === 'anybody' ? 'nobody' : right.may[0]!
      const thing = thingsOf(right, things)[0]!
      const knock = knockOf(route, { caller, thing, right }, { things, cookies })
      return { route, knock, reads: knock.body !== undefined }
    })
  doors.mark()
}, 120_000)

/** Status, and whether both languages say why; a page speaks the language of its browser, WeChat's door none. */
const saidBy = ({ statusCode, body = '', headers }: HttpAnswer) => {
  const isJson = String(headers?.['content-type']).startsWith('application/json')
  const said = isJson ? JSON.stringify((JSON.parse(body) as { error?: unknown }).error) : body
  return { statusCode, inBoth: /[一-鿿]/.test(said) && /[a-z]{3} [a-z]{2}/i.test(said) }
}

/** What every door answers to its knock with another body; what it changed is undone. */
async function answers(
  change: (knock: Knock) => Partial<Knock>,
  only = (_: (typeof knocks)[number]) => true,
) {
  const found: Record<string, unknown> = {}
  for (const one of knocks.filter(only)) {
    const answer = await doors.knock({ ...one.knock, ...change(one.knock) })
    const changed = doors.changed().filter((what) => !what.startsWith('SEEN#'))
    found[one.route] = { ...saidBy(answer!), changed }
    doors.undo()
  }
  return found
}
const expected = (routes: Record<string, unknown>, statusCode: number) =>
  Object.fromEntries(Object.keys(routes).map((route) => [route, { statusCode, inBoth: true, changed: [] }]))

it('a body that is too large is refused at every door, in both languages, and nothing changes', async () => {
  const found = await answers(() => ({ body: `{"x":"${'x'.repeat(10_000_000)}"}` }))
  expect(Object.keys(found).length).toBeGreaterThan(50)
  expect(found).toEqual(expected(found, 413))
})

it('JSON that is too deep is refused at every door', async () => {
  const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`
  const found = await answers(({ headers }) => ({
    body: deep,
    headers: { ...headers, 'content-type': 'application/json' },
  }))
  expect(found).toEqual(expected(found, 400))
})

it('a body of another content type is refused at every door that reads one', async () => {
  const found = await answers(
    ({ headers }) => ({ headers: { ...headers, 'content-type': 'text/plain' } }),
    ({ reads }) => reads,
  )
  expect(Object.keys(found).length).toBeGreaterThan(40)
  expect(found).toEqual(expected(found, 400))
})

import type { HttpAnswer } from '../../lib/platform/http'
import type { Rows } from '../kit/memory-table'
import { declaredDoors, openDoors, type Doors } from '../kit/doors'
import { cookiesOf } from './callers'
import { knockOf, thingsOf, type Cell } from './knock'
import { people, rights, strangers, type Caller, type Member } from './rights'
import { givenThings, marker, now, type Things } from './things'

jest.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }))

const members = Object.keys(people) as Member[]
const callers: Caller[] = [...members, ...strangers]
const isMember = (caller: Caller): caller is Member => caller in people

let doors: Doors
let things: Things
let cookies: Record<Caller, string>

beforeAll(async () => {
  const rows: Rows = new Map()
  doors = await openDoors({ rows, now })
  const given = await givenThings(doors)
  things = given.things
  cookies = await cookiesOf(given.people)
  doors.mark()
})

const codeOf = ({ body = '' }: HttpAnswer): string =>
  body.startsWith('{') ? ((JSON.parse(body) as { error?: { code: string } }).error?.code ?? '') : ''

type Verdict = 'yes' | 'again' | 'wrong state' | 'not allowed' | 'sign in'

const verdictOf = ({ caller, thing, right }: Cell): Verdict => {
  const again = right.again?.includes(thing.state) ?? false
  const states = (isMember(caller) && right.but?.[caller]) || right.in
  const fits = states === undefined || states.includes(thing.state)
  if (right.may !== 'anybody') {
    if (!isMember(caller)) return 'sign in'
    if (!right.may.includes(caller)) return 'not allowed'
  }
  return again ? 'again' : fits ? 'yes' : 'wrong state'
}

/** What an answer has to be for a verdict; empty when it is. */
function faultsIn(cell: Cell, verdict: Verdict, answer: HttpAnswer): string[] {
  const status = answer.statusCode ?? 0
  const { right, caller } = cell
  const changed = [
    // When a session was used is noted of whoever is signed in, whatever they are answered.
    ...doors.changed().filter((what) => !what.startsWith('SEEN#')),
    ...doors.deeds.map(({ what }) => what),
  ].filter(
    // What was begun is begun again under its name, and the request is kept with its answer: neither is anything more.
    (what) => verdict !== 'again' || !/^(ONCE#|start )/.test(what),
  )
  const said = `${status} ${codeOf(answer)}`
  const faults: string[] = []
  if (status >= 500) faults.push(`broke: ${said} ${answer.body}`)
  if (verdict === 'yes' && !right.wants && status >= 400)
    faults.push(`refused: ${said} ${answer.body?.slice(0, 300)}`)
  if (verdict === 'yes' && right.wants && (status < 400 || ![right.wants, ''].includes(codeOf(answer))))
    faults.push(`wants ${right.wants}, not ${said}`)
  if (verdict === 'again' && status >= 400) faults.push(`refused: ${said}`)
  if (verdict === 'sign in' && ![401, 403].includes(status)) faults.push(`not told to sign in: ${said}`)
  if (verdict === 'not allowed' && (status < 400 || status === 401)) faults.push(`let in: ${said}`)
  if (verdict === 'wrong state' && (status < 400 || status === 401))
    faults.push(`let in, in that state: ${said}`)
  if (verdict !== 'yes' && changed.length > 0) faults.push(`changed ${changed.join(', ')}`)
  const sees = right.sees ?? (right.may === 'anybody' ? members : right.may)
  const mayBeTold = verdict === 'yes' || verdict === 'again' || verdict === 'wrong state'
  const told = answer.body?.includes(marker) ?? false
  if (
    told &&
    !(mayBeTold && (right.may === 'anybody' ? sees.length > 0 : isMember(caller) && sees.includes(caller)))
  )
    faults.push(`told of it: ${said}`)
  return faults
}

it('decides about every door of the template, and about no other', () => {
  const declared = declaredDoors().map(({ route }) => route)
  expect(declared.filter((route) => !(route in rights))).toEqual([])
  expect(Object.keys(rights).filter((route) => !declared.includes(route))).toEqual([])
})

const cells: Record<Verdict, number> = {
  ...{ yes: 0, again: 0, 'wrong state': 0, 'not allowed': 0, 'sign in': 0 },
}

it.each(Object.keys(rights))('%s', async (route) => {
  const right = rights[route]!
  const faults: string[] = []
  const seen = new Map<Verdict, number>()
  for (const thing of thingsOf(right, things))
    for (const caller of callers) {
      const cell = { caller, thing, right }
      const verdict = verdictOf(cell)
      doors.deeds.length = 0
      const answer = await doors.knock(knockOf(route, cell, { things, cookies }))
      if (!answer) throw new Error(`no door took ${route}`)
      const found = faultsIn(cell, verdict, answer)
      faults.push(...found.map((fault) => `${caller}, ${thing.state} → ${verdict}: ${fault}`))
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1)
      doors.undo()
    }
  expect(faults).toEqual([])
  for (const [verdict, times] of seen) cells[verdict] += times
})

it('has met every verdict, in thousands of cells', () => {
  const all = Object.values(cells)
  expect(Math.min(...all)).toBeGreaterThan(20)
  expect(all.reduce((sum, times) => sum + times, 0)).toBeGreaterThan(7_000)
})

/** Whoever may do it, in whose browser a page of somebody else sends the request, cookie and all. */
it.each(Object.keys(rights).filter((route) => !/^(GET|HEAD) /.test(route)))(
  '%s takes nothing from another site’s page',
  async (route) => {
    const right = rights[route]!
    const [first] = right.may === 'anybody' ? [] : right.may
    const caller: Caller = first ?? 'nobody'
    const thing = thingsOf(right, things).find(({ state }) => right.in?.includes(state) ?? true)!
    const knock = knockOf(route, { caller, thing, right }, { things, cookies })
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'https://qianfa.example.evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'https://other.qianfa.example' },
    ]
    for (const headers of foreign) {
      const { origin: _, ...own } = knock.headers as Record<string, string>
      const answer = await doors.knock({ ...knock, headers: { ...own, ...headers } })
      expect([headers, answer?.statusCode, doors.changed(), doors.deeds]).toEqual([headers, 403, [], []])
    }
  },
)

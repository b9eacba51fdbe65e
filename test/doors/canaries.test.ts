import { log } from '../../lib/platform/log'
import { openDoors, secrets, type Doors } from '../kit/doors'
import type { Rows } from '../kit/memory-table'
import { cookiesOf } from './callers'
import { knockOf, thingsOf } from './knock'
import { people, rights, type Caller, type Member } from './rights'
import { givenThings, marker, now, type Things } from './things'

jest.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }))

/** What every door gave and left when those who may knocked about everything there is, each deed undone after it. */
interface Left {
  answers: { route: string; text: string }[]
  rows: string[]
  started: string[]
  logs: string[]
}

const left: Left = { answers: [], rows: [], started: [], logs: [] }
const rows: Rows = new Map()
let doors: Doors
let things: Things
let cookies: Record<Caller, string>

beforeAll(async () => {
  doors = await openDoors({ rows, now })
  const given = await givenThings(doors)
  things = given.things
  cookies = await cookiesOf(given.people)
  doors.mark()
  log.setLogLevel('DEBUG')
  const listen = (chunk: unknown) => (left.logs.push(String(chunk)), true)
  const ears = [process.stdout, process.stderr].map((out) =>
    jest.spyOn(out, 'write').mockImplementation(listen),
  )
  for (const [route, right] of Object.entries(rights))
    for (const thing of thingsOf(right, things))
      for (const caller of right.may === 'anybody' ? (['nobody', 'officer'] as const) : right.may) {
        doors.deeds.length = 0
        const knock = knockOf(route, { caller, thing, right }, { things, cookies })
        const answer = await doors.knock(knock)
        left.answers.push({ route, text: JSON.stringify(answer) })
        left.started.push(...doors.deeds.map(({ input }) => JSON.stringify(input)))
        const changed = new Set(doors.changed().map((name) => name.split(' ')[0]))
        left.rows.push(...[...changed].map((pk) => JSON.stringify([...(rows.get(pk!) ?? [])])))
        doors.undo()
      }
  // A stranger's knock leaves a line, and so does what breaks.
  await doors.knock({
    method: 'GET',
    url: '/wechat/callback?signature=a&timestamp=1&nonce=2&echostr=3',
    headers: {},
  })
  for (const ear of ears) ear.mockRestore()
  left.rows.push(JSON.stringify([...rows].map(([pk, partition]) => [pk, ...partition])))
}, 120_000)

const planted = [
  ...Object.values(secrets).flatMap((value) => value.match(/(?:2\.00)?canary[\w-]+/g) ?? []),
  Buffer.from('canary-complaint-key-of-32-bytes').toString('base64'),
  Buffer.from('canary-push-key-of-32-bytes-long').toString('base64'),
  'canary-aws-secret-access-key-b7',
]

/** Whatever of it says the word. */
const saying = (word: string) => ({
  answers: [...new Set(left.answers.filter(({ text }) => text.includes(word)).map(({ route }) => route))],
  rows: left.rows.filter((text) => text.includes(word)).length,
  started: left.started.filter((text) => text.includes(word)).length,
  logs: left.logs.filter((text) => text.includes(word)).length,
})
const nowhere = { answers: [], rows: 0, started: 0, logs: 0 }

it('hears what doors answer, write, start and log', () => {
  const { submission } = things
  expect(saying(marker).answers.length).toBeGreaterThan(20)
  expect(saying(marker).rows).toBeGreaterThan(50)
  expect(left.started.filter((text) => text.includes('stateMachineArn')).length).toBeGreaterThan(5)
  expect(saying(submission[0]!.path['submissionId']!).rows).toBeGreaterThan(0)
  expect(left.logs.join('')).toContain('address check refused')
})

it('keeps keys and platforms’ secrets out of all of it', () => {
  expect(planted.length).toBeGreaterThan(9)
  expect(planted.map((word) => [word, saying(word)])).toEqual(planted.map((word) => [word, nowhere]))
})

it('keeps a link’s token to its own page', () => {
  const tokens = things.link.filter(({ state }) => state !== 'unknown').map(({ path }) => path['token']!)
  for (const token of tokens) {
    const { answers, ...rest } = saying(token)
    expect([token, rest]).toEqual([token, { rows: 0, started: 0, logs: 0 }])
    expect(answers.filter((route) => !route.includes('/d/{token}'))).toEqual([])
  }
})

it('keeps sessions to their browsers', () => {
  const sessions = (Object.keys(people) as Member[]).map((member) => cookies[member].split('=')[1]!)
  for (const session of sessions) expect(saying(session)).toEqual(nowhere)
})

it('gives a waiting machine’s token to Step Functions alone', () => {
  const { rows: kept, started, ...told } = saying('task-canary')
  expect(told).toEqual({ answers: [], logs: 0 })
  expect(kept).toBeGreaterThan(0)
  // Started machines never get one; only the answer to a token names it.
  expect(started).toBe(left.started.filter((text) => text.startsWith('{"taskToken"')).length)
  expect(left.started.filter((text) => text.includes('stateMachineArn') && text.includes('task-'))).toEqual(
    [],
  )
})

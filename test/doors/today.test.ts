import { openDoors, type Doors } from '../kit/doors'
import type { Today, Waiting } from '../../lib/today/today'
import type { DecisionLink } from '../../lib/api/today'
import type { Rows } from '../kit/memory-table'
import { cookiesOf } from './callers'
import type { Caller } from './rights'
import { givenThings, now } from './things'

let doors: Doors
let cookies: Record<Caller, string>
let given: Awaited<ReturnType<typeof givenThings>>

beforeAll(async () => {
  const rows: Rows = new Map()
  doors = await openDoors({ rows, now })
  given = await givenThings(doors)
  cookies = await cookiesOf(given.people)
})

async function ask<T>(caller: Caller, method: string, url: string, body?: object): Promise<T> {
  const answer = await doors.knock({
    ...{ method, url, ...(body && { body: JSON.stringify(body) }) },
    headers: {
      ...{ host: 'qianfa.example', origin: 'https://qianfa.example', cookie: cookies[caller] },
      ...(body && { 'content-type': 'application/json' }),
    },
  })
  expect({ status: answer?.statusCode, body: answer?.body }).toMatchObject({ status: 200 })
  return JSON.parse(answer!.body!) as T
}
const today = (caller: Caller) => ask<Today>(caller, 'GET', '/api/today')

/** How often each kind waits, with the desks they lead to. */
const kindsOf = (waits: Waiting[]) => {
  const found: Record<string, number> = {}
  for (const { kind } of waits) found[kind] = (found[kind] ?? 0) + 1
  return found
}

describe('the first page of a person', () => {
  it('shows the head of a unit what is asked of them and of the unit, each with its page', async () => {
    const { waits } = await today('head')
    expect(kindsOf(waits)).toEqual({ approval: 4, material: 2, complaint: 2 })
    for (const { kind, href, asked, note } of waits.filter((one) => one.kind === 'approval')) {
      expect(asked).toMatchObject({ about: 'submission', version: 1, index: 0 })
      expect({ kind, href, note }).toMatchObject({
        href: `/submissions/${asked?.about === 'submission' ? asked.submissionId : ''}`,
        note: { zh: '单位负责人审核' },
      })
    }
    expect(waits.map(({ due }) => due)).toEqual([...waits.map(({ due }) => due)].sort())
  })

  it('shows the officer what came back and where the rest stands, and a drafted answer only to the head', async () => {
    const { waits, began } = await today('officer')
    expect(kindsOf(waits)).toEqual({ returned: 3, material: 2, complaint: 1 })
    expect(began.every(({ officerId }) => officerId === 'chen-yu')).toBe(true)
    expect(began.map(({ state }) => state)).toEqual(expect.arrayContaining(['in-review', 'published']))
    expect(began.some(({ state }) => state === 'rejected')).toBe(false)
    expect((await today('otherOfficer')).waits).toEqual([])
  })

  it('shows the editor what nobody else does: the pool, what waits for a hand or a confirmation, new complaints and messages', async () => {
    const { waits, notices } = await today('editor')
    // Of the editions of this fortnight: one to confirm, one to send by hand.
    expect(kindsOf(waits)).toEqual({ edition: 2, weibo: 2, pool: 2, complaint: 1, message: 1 })
    expect(waits.map(({ href }) => href)).toEqual(
      expect.arrayContaining(['/editions', '/weibo', '/complaints?tab=chats']),
    )
    expect(notices.map(({ href }) => href)).toContain('/holidays')
    expect(JSON.stringify(waits)).not.toContain('漏水')
  })

  it('shows the head of the department a loan to decide, and what they decided is gone from it', async () => {
    const { waits } = await today('departmentHead')
    const loan = waits.find(({ kind }) => kind === 'loan')!
    expect(loan.asked).toMatchObject({ about: 'loan' })
    const { link } = await ask<DecisionLink>('departmentHead', 'POST', '/api/asks/link', loan.asked)
    const page = await doors.knock({ method: 'GET', url: link, headers: { host: 'qianfa.example' } })
    expect(page?.statusCode).toBe(200)
    // A session is no mailbox: refusing takes the code as well.
    expect(page?.body?.match(/name="code"/g)).toHaveLength(2)
  })

  it('sends the letter of a question again, to the registered address', async () => {
    const { waits } = await today('head')
    const { asked } = waits.find(({ kind }) => kind === 'approval')!
    expect(await ask('head', 'POST', '/api/asks/letter', asked)).toEqual({
      sentTo: 'wang-lei@jiangnan.example',
    })
  })

  it('says that a deadline is past, and puts it first', async () => {
    doors.moveTo(new Date('2026-11-24T13:00:00.000Z'))
    await doors.table.put({
      ...(await doors.table.get({
        pk: `REQUEST#${given.things.request[0]!.path['requestId']}`,
        sk: 'HEAD',
      }))!,
      dueOn: '2026-11-23',
    })
    const [first, second] = (await today('head')).waits
    expect(first).toMatchObject({ kind: 'material', late: true })
    expect(second).toMatchObject({ late: false })
    doors.moveTo(now)
  })
})

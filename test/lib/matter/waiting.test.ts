import { waits } from '../../../lib/matter/waiting'
import { fakeCallbacks } from '../../kit/machine'
import { memoryTable } from '../../kit/memory-table'

const clock = { now: () => new Date('2026-11-23T01:00:00Z') }
const watched = { kind: 'request' as const, id: 'r' }

function given() {
  const table = memoryTable()
  const { callbacks, woken, gone } = fakeCallbacks()
  const room = waits({ table, callbacks, clock })
  const keep = (taskToken: string, still = true, name?: string) =>
    room.keep({ pk: 'R#r', name, watched, taskToken, waitSeconds: 3600 }, async () =>
      still ? undefined : {},
    )
  return { table, room, keep, woken, gone }
}

test('keeps the token until somebody wakes, and watches from a quarter of an hour after the wait on', async () => {
  const { table, room, keep, woken } = given()
  await keep('token')
  expect(woken).toEqual([])
  expect(await table.get({ pk: 'R#r', sk: 'WATCH' })).toMatchObject({ gsi1sk: '2026-11-23T02:15:00.000Z' })
  expect(await room.wake({ pk: 'R#r' })).toBe('delivered')
  expect(woken).toEqual(['token'])
  expect(await room.wake({ pk: 'R#r' })).toBe('gone')
})

test('an answer that came before the token wakes at once', async () => {
  const { keep, woken } = given()
  await keep('token', false)
  expect(woken).toEqual(['token'])
})

test('a token of an ended machine is forgotten, a newer one is not', async () => {
  const { table, room, keep, woken, gone } = given()
  await keep('old')
  gone.add('old')
  expect(await room.wake({ pk: 'R#r' })).toBe('gone')
  await keep('new')
  await room.wake({ pk: 'R#r' })
  expect(woken).toEqual(['new'])
  expect(await table.get({ pk: 'R#r', sk: 'WAIT' })).toBeUndefined()
})

test('waits of different names do not touch each other', async () => {
  const { room, keep, woken } = given()
  await keep('one', true, 'confirmation')
  await keep('two', true, 'result')
  await room.wake({ pk: 'R#r', name: 'result' })
  expect(woken).toEqual(['two'])
})

test('an answer whose own waker was quicker looks nowhere else: a step may not read where versions before kept tokens', async () => {
  const { table, room, woken } = given()
  const earlier = { pk: 'WAIT#account', sk: 'earlier' }
  await table.put({ ...earlier, taskToken: 'of an earlier version' })
  const wait = { pk: 'R#r', watched, earlier, taskToken: 'token', waitSeconds: 3600 }
  await room.keep(wait, async () => {
    await room.wake({ pk: 'R#r' })
    return {}
  })
  expect(woken).toEqual(['token'])
  expect(await table.get(earlier)).toBeDefined()
})

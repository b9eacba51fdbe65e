import { watch, watchWrite, type Resume, type WatchedKind } from '../../../lib/matter/watch'
import { memoryTable } from '../../kit/memory-table'

const at = (minutes: number) => new Date(Date.parse('2026-11-23T01:00:00Z') + minutes * 60_000)

function given(resumes: Partial<Record<WatchedKind, Resume>>) {
  let now = at(0)
  const table = memoryTable()
  const never: Resume = () => Promise.reject(new Error('nobody should be called for this'))
  const resume = {
    ...{ approval: never, edition: never, loan: never, complaint: never, request: never },
    ...{ proposal: never, 'failed-work': never },
    ...{ pool: never, media: never },
    ...{ 'weibo-post': never, calendar: never, ...resumes },
  }
  const run = watch({ table, clock: { now: () => now }, resume })
  return {
    table,
    watched: (pk: string, kind: WatchedKind, due: Date) =>
      table.transact([watchWrite(pk, { kind, id: pk }, due)]),
    runAt: (moment: Date) => {
      now = moment
      return run()
    },
    row: (pk: string, sk = 'WATCH') => table.get({ pk, sk }),
  }
}

test('moves on what is due and nothing else, and forgets what needs no watch any more', async () => {
  const seen: string[] = []
  const { watched, runAt, row } = given({ request: async ({ id }) => void seen.push(id) })
  await watched('R#1', 'request', at(1))
  await watched('R#2', 'request', at(5))
  await runAt(at(2))
  expect(seen).toEqual(['R#1'])
  expect(await row('R#1')).toBeUndefined()
  expect(await row('R#2')).toBeDefined()
})

test('one that fails is set aside with its reason and tried again later; the others do not wait for it', async () => {
  let broken = true
  const seen: string[] = []
  const { watched, runAt, row } = given({
    approval: async () => {
      if (broken) throw new Error('the row is damaged')
      return undefined
    },
    loan: async ({ id }) => void seen.push(id),
  })
  await watched('S#1', 'approval', at(0))
  await watched('L#1', 'loan', at(1))
  await runAt(at(1))
  expect(seen).toEqual(['L#1'])
  expect(await row('S#1')).toMatchObject({
    tries: 1,
    trouble: 'the row is damaged',
    gsi1sk: at(3).toISOString(),
  })
  await runAt(at(2))
  expect(await row('S#1')).toMatchObject({ tries: 1 })
  expect(await runAt(at(3))).toMatchObject({ setAside: 0 })
  expect(await runAt(at(7))).toMatchObject({ setAside: 1 })
  expect(await row('S#1')).toMatchObject({ tries: 3, gsi1sk: at(15).toISOString() })
  broken = false
  await runAt(at(15))
  expect(await row('S#1')).toBeUndefined()
})

test('a row nobody can read stands in nobody’s way', async () => {
  const seen: string[] = []
  const { table, watched, runAt, row } = given({ loan: async ({ id }) => void seen.push(id) })
  const poison = { kind: 'unheard of', gsi1pk: 'WATCH', gsi1sk: at(-9).toISOString() }
  for (let one = 0; one < 120; one++) await table.put({ pk: `P#${one}`, sk: 'WATCH', ...poison })
  await watched('L#1', 'loan', at(-1))
  await runAt(at(0))
  await runAt(at(1))
  expect(seen).toEqual(['L#1'])
  expect(await row('P#0')).toMatchObject({ tries: 1, kind: 'unheard of' })
})

test('what a person wrote while the watch was at work stands', async () => {
  const { table, watched, runAt, row } = given({
    request: async () => {
      await table.transact([watchWrite('R#1', { kind: 'request', id: 'R#1' }, at(30))])
      return undefined
    },
  })
  await watched('R#1', 'request', at(0))
  await runAt(at(1))
  expect(await row('R#1')).toMatchObject({ gsi1sk: at(30).toISOString() })
})

test('a matter that is to be looked at again is', async () => {
  const { watched, runAt, row } = given({ edition: async () => at(20) })
  await watched('E#1', 'edition', at(0))
  await runAt(at(1))
  expect(await row('E#1')).toMatchObject({ kind: 'edition', gsi1sk: at(20).toISOString() })
})

test('rows of earlier versions are known by the id they carry', async () => {
  const seen: unknown[] = []
  const note: Resume = async ({ kind, id, part }) => void seen.push([kind, id, part])
  const { table, runAt } = given({ approval: note, loan: note, 'weibo-post': note })
  const due = at(0).toISOString()
  await table.put({
    pk: 'SUB#s',
    sk: 'WATCH',
    submissionId: 's',
    what: 'start-approval',
    gsi1pk: 'WATCH',
    gsi1sk: due,
  })
  await table.put({ pk: 'POST#p', sk: 'WATCH', postId: 'p', attempt: 2, gsi1pk: 'POSTWATCH', gsi1sk: due })
  await table.put({ pk: 'LOAN#l', sk: 'WATCH#q', loanId: 'l', postId: 'q', gsi1pk: 'LOANWATCH', gsi1sk: due })
  await runAt(at(1))
  expect(seen).toEqual([
    ['approval', 's', undefined],
    ['weibo-post', 'p', undefined],
    ['loan', 'l', 'q'],
  ])
})

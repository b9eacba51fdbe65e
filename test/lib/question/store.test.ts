import { loanAsks } from '../../../lib/loan/ask'
import { askStore, askWrites, settledWrites } from '../../../lib/question/store'
import { laggingTable } from '../../kit/lagging-table'
import { memoryTable } from '../../kit/memory-table'

const deadline = '2026-11-30T09:00:00.000Z'
const ask = { loanId: 'l', personId: 'zhou-heng', round: 1, nonce: 'a', linkHash: 'h1', deadline }
const at = { loanId: 'l' }

test('a round of an ask is written once; the next round takes its place and its link is found', async () => {
  const asks = askStore(memoryTable())
  expect(await asks.ask(loanAsks, ask)).toEqual(ask)
  expect((await asks.ask(loanAsks, { ...ask, nonce: 'b', linkHash: 'h2' })).nonce).toBe('a')
  await asks.ask(loanAsks, { ...ask, round: 2, nonce: 'c', linkHash: 'h3' })
  expect((await asks.of(loanAsks, at)).map((one) => [one.round, one.nonce])).toEqual([[2, 'c']])
  expect(await asks.link('h3')).toMatchObject({ about: 'loan', loanId: 'l', attempts: 0 })
  expect(await asks.link('h2')).toBeUndefined()
})

test('an ask that was handed over is not renewed', async () => {
  const table = memoryTable()
  const asks = askStore(table)
  await asks.ask(loanAsks, ask)
  await table.transact(settledWrites(loanAsks, [{ ...ask, endedAt: deadline }]))
  expect(await asks.ask(loanAsks, { ...ask, round: 2, linkHash: 'h2' })).toMatchObject({ endedAt: deadline })
  expect(await asks.link('h2')).toBeUndefined()
})

test('it stands in the queue of its person until it is settled', async () => {
  const table = memoryTable()
  const asks = askStore(table)
  await table.transact(askWrites(loanAsks, ask))
  expect((await asks.waitingFor(loanAsks, 'zhou-heng')).items).toEqual([ask])
  await table.transact(settledWrites(loanAsks, [ask]))
  expect((await asks.waitingFor(loanAsks, 'zhou-heng')).items).toEqual([])
  expect(await asks.of(loanAsks, at)).toEqual([ask])
})

test('what was answered a moment ago waits for nobody, though the index still shows it', async () => {
  const { table, catchUp } = laggingTable()
  const asks = askStore(table)
  await table.transact(askWrites(loanAsks, ask))
  await catchUp()
  expect((await asks.waitingFor(loanAsks, 'zhou-heng')).items).toEqual([ask])
  await table.transact(settledWrites(loanAsks, [ask]))
  expect(await table.list(loanAsks.list('zhou-heng'))).toHaveLength(1)
  expect((await asks.waitingFor(loanAsks, 'zhou-heng')).items).toEqual([])
})

test('rows and links that version 2967488 wrote are read', async () => {
  const table = memoryTable()
  const asks = askStore(table)
  const old = { loanId: 'l', personId: 'zhou-heng', round: 1, nonce: 'a', linkHash: 'h1' }
  await table.put({ ...old, pk: 'LOAN#l', sk: 'ASK#zhou-heng' })
  expect(await asks.of(loanAsks, at)).toEqual([old])
  const link = { linkHash: 'h9', submissionId: 's', version: 1, index: 0, personId: 'p', round: 1 }
  await table.put({ ...link, pk: 'LINK#h9', sk: 'HEAD', attempts: 2 })
  expect(await asks.link('h9')).toMatchObject({ about: 'submission', submissionId: 's', attempts: 2 })
})

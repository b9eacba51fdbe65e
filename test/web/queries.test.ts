import { MutationObserver, QueryObserver } from '@tanstack/react-query'
import { listed, openQueries } from '../../web/src/api/queries'

afterEach(() => jest.useRealTimers())

test('after an act lists are asked once more when the index has caught up, and nothing else is', async () => {
  jest.useFakeTimers()
  const queries = openQueries(() => true)
  const asked = { list: 0, page: 0 }
  const watched = [
    new QueryObserver(queries, { queryKey: ['list'], queryFn: () => ++asked.list, meta: listed }),
    new QueryObserver(queries, { queryKey: ['page'], queryFn: () => ++asked.page }),
  ]
  const ends = watched.map((one) => one.subscribe(() => undefined))
  await jest.advanceTimersByTimeAsync(10_000)
  expect(asked).toEqual({ list: 1, page: 1 })

  await new MutationObserver(queries, { mutationFn: () => Promise.resolve('done') }).mutate()
  await jest.advanceTimersByTimeAsync(2_000)
  expect(asked).toEqual({ list: 1, page: 1 })
  await jest.advanceTimersByTimeAsync(1_000)
  expect(asked).toEqual({ list: 2, page: 1 })

  const refused = new MutationObserver(queries, { mutationFn: () => Promise.reject(new Error('no')) })
  await expect(refused.mutate()).rejects.toThrow('no')
  await jest.advanceTimersByTimeAsync(10_000)
  expect(asked).toEqual({ list: 2, page: 1 })
  for (const end of ends) end()
  queries.clear()
})

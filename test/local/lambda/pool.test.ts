import { createPool } from '../../../local/lambda/pool'
import type { Sandbox } from '../../../local/lambda/sandbox'
import type { FunctionModel } from '../../../local/template/service'

it('says how long one more would wait: nothing while a process is free, more with the length of the line', async () => {
  const open = () =>
    ({
      alive: true,
      maxRssBytes: 0,
      invoke: async () => {
        await new Promise((resolve) => setTimeout(resolve, 30))
        return { payload: null }
      },
      moveClock: () => undefined,
      kill: () => Promise.resolve(),
    }) satisfies Sandbox
  const model = { timeoutSeconds: 10, reservedConcurrency: 2 } as FunctionModel
  const pool = createPool(model, open, () => 0, { ended: () => undefined })
  expect(pool.waitMs()).toBe(0)
  await pool.invoke({})
  const all = Array.from({ length: 2 }, () => pool.invoke({}))
  const one = pool.waitMs()
  expect(one).toBeGreaterThan(0)
  all.push(...Array.from({ length: 8 }, () => pool.invoke({})))
  expect(pool.waitMs()).toBeCloseTo(one * 5, 5)
  await Promise.all(all)
  expect(pool.waitMs()).toBe(0)
  await pool.close()
})

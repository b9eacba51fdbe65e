import { smokeTest } from '../../operations/smoke'
import { aStack, type Stack } from '../kit/cloud'
import { serve } from '../local/kit'

let stack: Stack
beforeAll(async () => {
  stack = await aStack()
}, 300_000)
afterAll(() => stack.stop())

describe('the smoke test after a deploy', () => {
  it('passes where the product runs, and changes nothing', async () => {
    const checks = await smokeTest(stack.cloud.url)
    expect(checks.filter(({ state }) => state !== 'passed')).toEqual([])
    expect(checks.length).toBeGreaterThan(5)
  }, 120_000)

  it('fails where something else answers, and where nobody does', async () => {
    const other = await serve((_, response) => response.end('<form>{'))
    const answered = await smokeTest(other.url)
    await other.close()
    const silent = await smokeTest(other.url)
    for (const checks of [answered, silent])
      expect(checks.every(({ state }) => state === 'failed')).toBe(true)
  }, 120_000)
})

import { join } from 'node:path'
import { createClock } from '../../../local/cloud/clock'
import { durationMs } from '../../../local/pages/clock-page'
import { removeTemporaryDirs, temporaryDir } from '../kit'

afterAll(removeTemporaryDirs)

describe('the clock', () => {
  it('goes on after a restart from where it was moved to', () => {
    const file = join(temporaryDir(), 'clock')
    const clock = createClock({ file })
    let heard = 0
    const unsubscribe = clock.onMove(() => heard++)
    clock.move(5_000_000)
    unsubscribe()
    clock.move(1_000_000)
    expect(heard).toBe(1)
    expect(createClock({ file }).offset()).toBe(6_000_000)
  })

  it('refuses to go back', () => {
    expect(() => createClock().move(-1)).toThrow('the clock only moves forward')
    expect(() => createClock().move(Number.NaN)).toThrow('the clock only moves forward')
  })

  it.each([
    ['PT2H', 7_200_000],
    ['P1DT30M', 88_200_000],
    ['P2W', 1_209_600_000],
    ['PT90S', 90_000],
    ['P', undefined],
    ['PT', undefined],
    ['2 hours', undefined],
    ['P1Y', undefined],
  ])('reads the duration %s as %s ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms)
  })
})

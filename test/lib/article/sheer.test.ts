import { groundInDark } from '../../../lib/article/dark'
import { sheer } from '../../../lib/article/sheer'
import { houseThemes } from '../../../lib/article/theme'
import { colourOf, over } from '../../../lib/platform/colour'

const white = { red: 255, green: 255, blue: 255, alpha: 1 }
const dark = { red: 25, green: 25, blue: 25, alpha: 1 }
const channels = ({ red, green, blue }: { red: number; green: number; blue: number }) => [red, green, blue]

it.each(houseThemes.map(({ tint }) => tint))(
  '%s looks the same by day, and no brighter than its page at night',
  (tint) => {
    const thin = colourOf(sheer(tint))!
    const day = over(thin, white)
    for (const [at, channel] of channels(day).entries())
      expect(Math.abs(channel - channels(colourOf(tint)!)[at]!)).toBeLessThan(1.5)
    expect(Math.max(...channels(over(groundInDark(thin), dark)))).toBeLessThan(60)
    expect(Math.max(...channels(over(groundInDark(colourOf(tint)!), dark)))).toBeGreaterThan(180)
  },
)

it.each(['#f7f7f7', '#ffffff', '#fefdfc', 'rgba(0, 85, 171, 0.08)', 'no colour'])(
  'leaves %s as it is',
  (ground) => {
    expect(sheer(ground)).toBe(ground)
  },
)

import { groundInDark, inBothLights, wordsInDark } from '../../../lib/article/dark'
import { colourOf, type Colour } from '../../../lib/platform/colour'

const colour = (value: string): Colour => colourOf(value)!
const hex = ({ red, green, blue }: Colour) =>
  `#${[red, green, blue].map((one) => Math.round(one).toString(16).padStart(2, '0')).join('')}`
const ground = (value: string) => hex(groundInDark(colour(value)))
const words = (value: string, on = '#191919') => hex(wordsInDark(colour(value), colour(on)))

describe('WeChat’s dark mode (reference sheet of articles, 1.7)', () => {
  it('turns white and light greys over, dims what is brighter than 190, raises what is darker than 22 %', () => {
    expect(ground('#ffffff')).toBe('#191919')
    expect(ground('#f7f7f7')).toBe('#212121')
    expect(ground('#808080')).toBe('#989898')
    const tint = groundInDark(colour('#eaf1f8'))
    expect((299 * tint.red + 587 * tint.green + 114 * tint.blue) / 1000).toBeCloseTo(190)
    expect(ground('#1d5c99')).toBe('#1d5c99')
    expect(ground('#000033')).toBe('#000070')
  })

  it('keeps words 65 from their ground, their hue, and what is nearly white', () => {
    expect(words('#ffffff')).toBe('#ffffff')
    expect(words('#ffffff', '#1d5c99')).toBe('#ffffff')
    for (const one of ['#3f3f3f', '#b3261e', '#1d5c99', '#1e6b3c', '#000080', '#757575', '#576b95']) {
      const dark = wordsInDark(colour(one), colour('#191919'))
      expect((299 * dark.red + 587 * dark.green + 114 * dark.blue) / 1000 - 0x19).toBeGreaterThanOrEqual(64)
    }
    // On a ground that stays light, dark words stay dark.
    expect(words('#3f3f3f', '#b9bfc5')).toBe('#3f3f3f')
  })

  it('adds what the dark needs, and nothing else of the article changes', () => {
    const html =
      '<section style="background: linear-gradient(#ffffff, #eeeeee); color: #333333"><p>字</p></section>' +
      '<table><tbody><tr><td bgcolor="#ffffff">格</td></tr></tbody></table>' +
      '<section style="background: url(https://mmbiz.qpic.cn/a) #fff"><p style="color: #333333">图上</p></section>' +
      '<p>默认</p>'
    expect(inBothLights(html)).toBe(
      '<section style="background: linear-gradient(#ffffff, #eeeeee); color: #333333; ' +
        'background: linear-gradient(light-dark(#ffffff, #222222), light-dark(#eeeeee, #222222)); ' +
        'color: light-dark(#333333, #b3b3b3)"><p>字</p></section>' +
        '<table><tbody><tr><td bgcolor="#ffffff" style="background-color: light-dark(#ffffff, #191919); ' +
        'color: light-dark(rgba(0, 0, 0, 0.9), #cdcdcd)">格</td></tr></tbody></table>' +
        '<section style="background: url(https://mmbiz.qpic.cn/a) #fff; color: light-dark(rgba(0, 0, 0, 0.9), #191919)">' +
        '<p style="color: #333333; color: light-dark(#333333, #333333)">图上</p></section>' +
        '<p>默认</p>',
    )
  })
})

import fc from 'fast-check'
import { fold } from '../../../lib/policy/folded-text'

describe('fold', () => {
  it.each([
    ['ＡＢＣ', 'abc'],
    ['Top Secret', 'topsecret'],
    ['绝 　密', '绝密'],
    ['绝\u200b\u2060\ufeff\u00ad密', '绝密'],
    ['绝\ufe0f密', '绝密'],
    ['绝\u{e0041}密', '绝密'],
    ['①②③', '123'],
    ['㊙密', '秘密'],
    ['e\u0301', 'e'],
    ['司机\n密切', '司机\n密切'],
    ['😀', '😀'],
  ])('reads %j as %j', (written, read) => {
    expect(fold(written).text).toBe(read)
  })

  it('reads variants as the list says', () => {
    expect(fold('絕密', { variants: { 絕: '绝' } }).text).toBe('绝密')
  })

  it('keeps blanks as single spaces when asked', () => {
    expect(fold('1 3\t8　0', { keepBlanks: true }).text).toBe('1 3 8 0')
  })

  it('leads every piece back to its place in the original, in order and never splitting a character', () => {
    const unit = fc.constantFrom('中', 'Ａ', '\u200b', ' ', '😀', 'ﷺ', 'é', '\n', '㍿', 'x', '\u{e0041}')
    fc.assert(
      fc.property(fc.string({ unit }), (original) => {
        const folded = fold(original)
        let last = 0
        for (let i = 0; i < folded.text.length; i++) {
          const { start, end } = folded.placeOf(i, i + 1)
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeLessThanOrEqual(original.length)
          expect(original.slice(start, end)).toMatch(/^.$/su)
          expect(fold(original.slice(start, end)).text).toContain(folded.text[i])
          last = start
        }
      }),
    )
  })
})

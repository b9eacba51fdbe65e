import fc from 'fast-check'
import { checkWeiboText, weiboLength } from '../../../lib/policy/weibo-counter'

describe('weiboLength', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['ab', 1],
    ['abc', 2],
    ['你a', 2],
    ['中'.repeat(140), 140],
    ['x'.repeat(280), 140],
    ['你好 http://example.com/a', 13],
    ['你好 https://example.com/a', 13],
    ['é', 1],
    ['éé', 1],
    ['Ā', 1],
    ['ĀĀ', 2],
    ['，', 1],
    ['😀', 2],
    ['a\r\nb', 2],
    [`http://example.com/${'p'.repeat(150)}`, 25],
    [`http://example.com/${'p'.repeat(121)}`, 10],
    [`http://example.com/${'p'.repeat(122)}`, 11],
    ['http://t.cn/A6abcdef', 10],
    ['http://t.cn/A6abcdefg', 11],
    [`http://weibo.com/${'1'.repeat(4)}`, 11],
    [`http://weibo.com/${'1'.repeat(24)}`, 21],
    [`http://weibo.com/${'1'.repeat(25)}`, 10],
    ['http://a.cn http://b.cn', 21],
    ['http://localhost', 8],
    ['看http://example.com/a。', 12],
  ])('counts %j as %d', (text, length) => {
    expect(weiboLength(text)).toBe(length)
  })

  const han = fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCharCode(code))
  const noLink = fc.string({ unit: fc.constantFrom(...'a0 .,!中文，。é😀\n'.match(/./gsu)!) })

  it('counts a Chinese character as one and two ASCII signs as one', () => {
    fc.assert(
      fc.property(fc.array(han), fc.nat({ max: 400 }), (chinese, ascii) => {
        expect(weiboLength(chinese.join('') + 'x'.repeat(ascii))).toBe(chinese.length + Math.ceil(ascii / 2))
      }),
    )
  })

  it('never shrinks when a text without links grows, and grows by at most what is added', () => {
    fc.assert(
      fc.property(noLink, noLink, (a, b) => {
        const both = weiboLength(a + b)
        expect(both).toBeGreaterThanOrEqual(weiboLength(a))
        expect(both).toBeLessThanOrEqual(weiboLength(a) + weiboLength(b))
      }),
    )
  })

  it('counts any link of up to 140 letters as ten, wherever it stands', () => {
    const path = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_$.+!*()/,:;@&=?~#%'), maxLength: 100 })
    fc.assert(
      fc.property(fc.constantFrom('http', 'https'), path, fc.array(han), (scheme, rest, before) => {
        expect(weiboLength(`${before.join('')}${scheme}://example.com/${rest}`)).toBe(before.length + 10)
      }),
    )
  })
})

describe('checkWeiboText (10.2)', () => {
  it('takes 140 and refuses 141, naming both numbers', () => {
    expect(checkWeiboText('字'.repeat(140))).toEqual([])
    expect(checkWeiboText('字'.repeat(141))).toMatchObject([
      { rule: 'weibo.too-long', article: '10.2', severity: 'refuse', limit: 140, seen: 141 },
    ])
    expect(checkWeiboText('x'.repeat(280))).toEqual([])
    expect(checkWeiboText('x'.repeat(281))).toMatchObject([{ rule: 'weibo.too-long', seen: 141 }])
  })

  it('refuses a text of nothing but blanks', () => {
    expect(checkWeiboText(' \n　')).toMatchObject([{ rule: 'weibo.required' }])
  })
})

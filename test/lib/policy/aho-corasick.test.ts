import fc from 'fast-check'
import { automatonOf } from '../../../lib/policy/aho-corasick'

const naive = (words: string[], text: string) =>
  words.flatMap((word, index) => {
    const found = []
    for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1))
      found.push({ word: index, start, end: start + word.length })
    return found
  })

const sorted = (matches: { word: number; start: number; end: number }[]) =>
  [...matches].sort((a, b) => a.start - b.start || a.end - b.end)

describe('automatonOf', () => {
  it('finds words inside words and words that share beginnings', () => {
    const find = automatonOf(['he', 'she', 'his', 'hers'])
    expect(sorted(find('ushers'))).toEqual([
      { word: 1, start: 1, end: 4 },
      { word: 0, start: 2, end: 4 },
      { word: 3, start: 2, end: 6 },
    ])
  })

  it('finds what a plain search finds, nothing more and nothing less', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '中', '\n'), minLength: 1, maxLength: 5 })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '中', '\n'), maxLength: 60 })
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 12 }), text, (words, haystack) => {
        expect(sorted(automatonOf(words)(haystack))).toEqual(sorted(naive(words, haystack)))
      }),
      { numRuns: 500 },
    )
  })

  it('refuses an empty word, which would be found everywhere', () => {
    expect(() => automatonOf(['a', ''])).toThrow(RangeError)
  })
})

import { isVisible, spoken, unprintablesIn } from '../../../lib/policy/visible'

test.each([
  '',
  ' ',
  '\u3000',
  '\u200b',
  '\u3164',
  '\u115f',
  '\uffa0',
  '\u2800',
  '\u00ad',
  '\ufe0f',
  '\u0301',
  '\ue000',
  '\ud800',
])('there is nothing to read in %j', (text) => {
  expect(isVisible(text)).toBe(false)
  expect(spoken(500).safeParse(text).success).toBe(false)
})

test.each(['字', '1', '。', '😀', '\u200b字', 'é'])('there is something to read in %j', (text) => {
  expect(isVisible(text)).toBe(true)
  expect(spoken(500).safeParse(text).success).toBe(true)
})

test('names each sign that cannot be shown or turns the words, with its place', () => {
  expect(unprintablesIn('a\u0000b\u202ec\ud83dd\u2069')).toEqual([
    { sign: 'U+0000', start: 1, end: 2 },
    { sign: 'U+202E', start: 3, end: 4 },
    { sign: 'U+D83D', start: 5, end: 6 },
    { sign: 'U+2069', start: 7, end: 8 },
  ])
  expect(unprintablesIn('甲\t乙\n丙\r\n😀👨‍👩‍👧')).toEqual([])
  expect(spoken(500).safeParse('数据\u202e不实').success).toBe(false)
})

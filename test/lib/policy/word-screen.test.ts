import fc from 'fast-check'
import { WordList, wordList } from '../../../lib/policy/word-list'
import { partsOf } from '../../../lib/policy/excerpt'
import { screen } from '../../../lib/policy/word-screen'

const found = (text: string) =>
  screen(text).map(({ severity, at }) => `${severity} ${text.slice(at!.start, at!.end)}`)
const listOf = (...words: string[]) =>
  WordList.parse({ version: 'test', words: words.map((word) => ({ word, rule: 'screen.internal' })) })

describe('security markings block (article 8)', () => {
  it.each([
    ['绝密', ['refuse 绝密']],
    ['本件为机密文件', ['refuse 机密']],
    ['秘密★', ['refuse 秘密★']],
    ['秘密 ☆ 10年', ['refuse 秘密 ☆']],
    ['秘密⭐️长期', ['refuse 秘密⭐']],
    ['密级：秘密10年', ['refuse 密级：秘密', 'refuse 秘密10年']],
    ['秘密（五年）', ['refuse 秘密（五年']],
    ['绝密★启用前', ['refuse 绝密']],
    ['絕密 機密', ['refuse 絕密', 'refuse 機密']],
    ['绝密机密', ['refuse 绝密', 'refuse 机密']],
    ['TOP  SECRET', ['refuse TOP  SECRET']],
    ['ｔｏｐ－ secret', []],
    ['绝　密', ['refuse 绝　密']],
    ['机\u200b密', ['refuse 机\u200b密']],
    ['㊙密★', ['refuse ㊙密★']],
  ])('%j gives %j', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it.each([
    '秘密花园是一本书',
    '这个秘密10年后才被揭开',
    '成功的秘密',
    '做好保密工作',
    '手机密码请勿泄露',
    '手机 密码',
    '飞机密封舱',
    '计算机密集型任务',
    '司机\n密切注意路况',
    '拒绝密谋，杜绝密码泄露',
    '路口交通安全',
    '进出口交易额',
    '港口交接班',
    '第一次、第一季度、第一时间',
    '最大限度、最高人民法院、最新消息',
    'a laptop secretary',
    '100%'.replace('100', '2100'),
  ])('%j is an everyday text', (text) => {
    expect(found(text)).toEqual([])
  })
})

describe('words the reviewer must answer', () => {
  it.each([
    ['国家级产品，行业第一', ['answer 国家级', 'answer 第一']],
    ['最高级', ['answer 最高级']],
    ['100%', ['answer 100%']],
    ['内部资料，不得外传', ['answer 内部资料', 'answer 不得外传']],
    ['泄露商业机密', ['answer 商业机密']],
    ['口交', ['answer 口交']],
    ['联系 13800138000', ['answer 13800138000']],
  ])('%j gives %j', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it('says rule, article, word, place and remedy', () => {
    expect(screen('我们的产品是国家级产品。', wordList, 'title')).toEqual([
      {
        rule: 'screen.absolute',
        article: '8',
        severity: 'answer',
        seen: '国家级',
        message: { zh: expect.stringContaining('广告法'), en: expect.stringContaining('Advertising Law') },
        remedy: { zh: expect.any(String), en: expect.any(String) },
        at: { field: 'title', start: 6, end: 9, excerpt: '我们的产品是国家级产品。' },
      },
    ])
  })

  it('masks a personal number in what is seen', () => {
    expect(screen('13800138000')[0]).toMatchObject({ rule: 'screen.mobile-number', seen: '138****8000' })
  })

  it('cuts the excerpt to a little text around the hit, on one line and through no character', () => {
    const { at } = screen(`${'😀'.repeat(20)}x国家级\n\n${'😀'.repeat(20)}y`)[0]!
    expect(at!.excerpt).toBe(`… ${'😀'.repeat(5)}x国家级  ${'😀'.repeat(5)}…`)
    expect(partsOf(at!)).toEqual({
      before: ` ${'😀'.repeat(5)}x`,
      hit: '国家级',
      after: `  ${'😀'.repeat(5)}`,
    })
    expect(partsOf(screen('是国家级的')[0]!.at!)).toEqual({ before: '是', hit: '国家级', after: '的' })
  })

  it('refuses a text with more hits than anybody answers, and still shows every marking', () => {
    const findings = screen(`${'第一，'.repeat(300)}绝密`)
    expect(findings.filter(({ rule }) => rule === 'screen.absolute')).toHaveLength(200)
    expect(findings.map(({ rule }) => rule).slice(-2)).toEqual(['screen.marking', 'screen.too-many'])
    expect(findings.at(-1)).toMatchObject({
      severity: 'refuse',
      limit: 200,
      seen: 301,
      at: { start: 600, end: 602 },
    })
  })
})

describe('tricks of writing', () => {
  const trick = fc.constantFrom(
    '',
    ' ',
    '　',
    '\u200b',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\ufe0f',
    '\t',
    '\u00a0',
  )
  const marking = fc.constantFrom('绝密', '机密', '秘密★', '絕密', '機密')
  const text = fc.string({
    unit: fc.constantFrom('今', '天', '，', '。', '\n', '😀', 'a', ' '),
    maxLength: 30,
  })

  it('hide no marking, and the place given is the one in the original', () => {
    fc.assert(
      fc.property(
        text,
        marking,
        fc.array(trick, { minLength: 3, maxLength: 3 }),
        text,
        (before, word, tricks, after) => {
          const written = word
            .split('')
            .map((char, i) => (i === 0 ? char : tricks[i]! + char))
            .join('')
          const whole = `${before}${written}${after}`
          const [hit] = screen(whole).filter(({ severity }) => severity === 'refuse')
          expect(hit?.at).toMatchObject({ start: before.length, end: before.length + written.length })
          expect(whole.slice(hit!.at!.start, hit!.at!.end)).toBe(written)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('find Latin words in any case and width, as whole words only', () => {
    const wide = (char: string) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('same', 'upper', 'wide'), { minLength: 12, maxLength: 12 }),
        (ways) => {
          const written = 'confidential'
            .split('')
            .map((char, i) =>
              ways[i] === 'upper' ? char.toUpperCase() : ways[i] === 'wide' ? wide(char) : char,
            )
            .join('')
          expect(screen(`文件 ${written} 文件`)).toMatchObject([
            { rule: 'screen.internal', seen: 'confidential' },
          ])
          expect(screen(`${written}ly`)).toEqual([])
          expect(screen(`non${written}`)).toEqual([])
        },
      ),
    )
  })
})

describe('the list is data', () => {
  it('screens for the list that is passed in, and only for that', () => {
    const list = listOf('项目代号', 'Phoenix')
    expect(screen('绝密：项目代号 PHOENIX', list).map(({ seen }) => seen)).toEqual(['项目代号', 'phoenix'])
  })

  it('takes contexts before and after', () => {
    const list = WordList.parse({
      version: 'test',
      words: [{ word: '密集', rule: 'screen.internal', unless: { before: ['人员'], after: ['恐惧'] } }],
    })
    expect(
      ['密集', '人员密集', '人 员密集', '密集恐惧症', '人员\n密集'].map((text) => screen(text, list).length),
    ).toEqual([1, 0, 0, 0, 1])
  })

  it('refuses a list it cannot screen with', () => {
    expect(
      WordList.safeParse({ version: 'x', words: [{ word: ' ', rule: 'screen.internal' }] }).success,
    ).toBe(false)
    expect(WordList.safeParse({ version: 'x', words: [{ word: 'a', rule: 'screen.made-up' }] }).success).toBe(
      false,
    )
    expect(() => screen('a', listOf('\u200b'))).toThrow(RangeError)
  })

  it('has no word twice and no word that its own context always takes back', () => {
    const words = wordList.words.map(({ word, needsTerm }) => `${word}${needsTerm ? '+' : ''}`)
    expect(new Set(words).size).toBe(words.length)
    for (const { word, needsTerm } of wordList.words)
      expect([word, screen(needsTerm ? `${word}10年` : word).length]).toEqual([word, 1])
  })
})

import { proofread } from '../../../lib/article/proofread'
import { renderArticle } from '../../../lib/article/render'
import { themeOf } from '../../../lib/article/theme'
import { filterForWechat } from '../../../lib/channels/wechat/filter-model'
import { parseXml } from '../../../lib/channels/wechat/callback/xml'
import { rawRequestOf } from '../../../lib/platform/gate'
import type { HttpEvent } from '../../../lib/platform/http'
import { isRefusal } from '../../../lib/platform/refusal'
import { declarationsOf, treeOf } from '../../../lib/platform/html-tree'
import { escapeHtml, oneLine } from '../../../lib/platform/markup'
import { personalNumbersIn } from '../../../lib/policy/personal-data'
import { unprintablesIn, visibleIn } from '../../../lib/policy/visible'
import { weiboLength } from '../../../lib/policy/weibo-counter'
import { screen } from '../../../lib/policy/word-screen'
import { concealedIn } from '../../../lib/submission/concealed'
import { plainText } from '../../../lib/submission/text'
import { rowsOfCsv } from '../../../lib/wording/csv'
import { growth } from '../../kit/growth'

/** What a door reads of a request, by its content type. */
const read =
  (type: string, change: (text: string) => Partial<HttpEvent> = (body) => ({ body })) =>
  (text: string) => {
    const event = {
      ...{ headers: { 'content-type': type }, isBase64Encoded: false },
      requestContext: { http: { method: 'POST', sourceIp: '192.0.2.1' } },
      ...change(text),
    } as HttpEvent
    try {
      return rawRequestOf(event)
    } catch (error) {
      if (!isRefusal(error)) throw error
      return error
    }
  }

/** Everything that reads what a stranger or an officer sends, before a person looks at it. */
const readers: Record<string, (text: string) => unknown> = {
  'a JSON body': read('application/json'),
  'a JSON string': read('application/json', (text) => ({ body: JSON.stringify({ text }) })),
  'a form': read('application/x-www-form-urlencoded'),
  cookies: read('text/plain', (text) => ({ cookies: text.split(';') })),
  'a push of WeChat’s': (text) => parseXml(`<xml>${text}</xml>`),
  'a tree of HTML': treeOf,
  'declarations of a style': declarationsOf,
  'what WeChat leaves of an article': (text) => filterForWechat(text),
  'the plain text of an article': plainText,
  'the look of an article': (body) =>
    renderArticle({ body, below: '', pictures: [], theme: themeOf(undefined) }),
  'what an article hides': concealedIn,
  'text put into a page': (text) => [escapeHtml(text), oneLine(text)],
  'visible signs': (text) => [visibleIn(text), unprintablesIn(text)],
  'Weibo’s count': weiboLength,
  'personal numbers': personalNumbersIn,
  'the word screen': (text) => screen(text),
  'advice on wording': (text) => proofread(text),
  'a word list': rowsOfCsv,
}

/** What is known to make parsers look back: openings that never close, closings of nothing, blanks, digits, and signs in pairs. */
const patterns = [
  ...[
    '<br',
    '<',
    '<a ',
    '<p style="',
    '<p><b>',
    '</p>',
    '<!--',
    '<![CDATA[',
    ']]>',
    '&',
    '&#',
    '<script',
    '<a href=',
  ],
  ...[
    ' ',
    '\n',
    '\t\n',
    '\u3000',
    '1',
    '1 ',
    '13800138000 ',
    '110101199001011234',
    'a',
    '签',
    '😀',
    '“',
    '（',
    '。。',
  ],
  ...[
    '"',
    '\\"',
    '[',
    '{"a":',
    ',',
    '=',
    '&a=',
    '%',
    '%E4',
    ';',
    ': ;',
    'a:b;',
    'http://',
    'http://a.',
    '@',
    'a"',
    '\u202e',
    '"\n',
    '\r',
  ],
]

describe.each(Object.keys(readers))('%s', (name) => {
  it('costs as much a sign in a long text as in a short one, whatever it is made of', () => {
    const read = readers[name]!
    // What a collector or a neighbour took is not the reader's: what grows does so every time, and the more the longer it is.
    const grows = (pattern: string) =>
      [8_000, 8_000, 8_000, 64_000].every((signs) => growth(pattern, read, signs) > 24)
    expect(patterns.filter(grows)).toEqual([])
  })
})

it('would notice what compares each sign with every other', () => {
  const backtracking = (text: string) => /a+$/.test(`${text}!`)
  expect(growth('a', backtracking, 1_000)).toBeGreaterThan(24)
})

import { houseThemes } from '../../../lib/article/theme'
import { structureIn } from '../../../lib/submission/structure'
import { articleHtml } from '../../../lib/submission/text'

const rendered = (body: string, theme = 'clear') => articleHtml({ body, theme, mediaIds: [] })
const rulesOf = (body: string) => structureIn(rendered(body)).map(({ rule }) => rule)
const box = (style: string, inside: string) =>
  `<section data-kind="styled" style="${style}">${inside}</section>`
const long = '这是一段在手机上要折成好几行的话，用来看行距够不够，所以写得长一些，再长一些。'

describe('WeChat’s check of an article’s structure (10.3)', () => {
  it.each([
    ['structure.font-family', '<p style="font-family: Georgia">字</p>', '字'],
    [
      'structure.line-height',
      box('line-height: 20px', `<p><span style="font-size: 30px">${long}</span></p>`),
      long,
    ],
    ['structure.width', box('width: 400px', '<p>宽</p>'), '宽'],
    ['structure.width', box('width: 200px', '<p>半宽</p>'), '半宽'],
    [
      'structure.nesting',
      `${'<section style="padding: 1px">'.repeat(12)}<p>深</p>${'</section>'.repeat(12)}`,
      '深',
    ],
    ['structure.empty', `<p>头</p>${'<p></p>'.repeat(22)}<p>尾</p>`, '头'],
    [
      'structure.dark-contrast',
      box('background-color: #00ff00', '<p style="color: #ffffff">浅上浅</p>'),
      '浅上浅',
    ],
    ['structure.dark-gradient', box('background: linear-gradient(#fff, #eee)', '<p>渐变</p>'), '渐变'],
  ])('warns of %s with its place, in both languages', (rule, body, excerpt) => {
    const found = structureIn(rendered(body)).filter((one) => one.rule === rule)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ severity: 'warn', article: '10.3', at: { field: 'body' } })
    expect(found[0]!.at!.excerpt).toContain(excerpt.slice(0, 10))
    expect(
      found[0]!.message.zh && found[0]!.message.en && found[0]!.remedy.zh && found[0]!.remedy.en,
    ).toBeTruthy()
  })

  it.each(houseThemes.map(({ id }) => id))(
    'finds nothing in what the editor makes, in the look %s',
    (theme) => {
      const body =
        `<h1>一</h1><h2>二</h2><h3>三</h3><p>${long}<strong>强</strong><sup>2</sup><mark>底</mark></p>` +
        '<ul><li>项<ul><li>里</li></ul></li></ul><ol><li>一</li></ol><blockquote><p>引</p></blockquote><pre>码</pre><hr>' +
        `<table><tr><th colwidth="300">头</th>${'<td colwidth="220">格</td>'.repeat(5)}</tr></table>` +
        ['card', 'note', 'tip', 'important', 'warning']
          .map((kind) => `<section data-kind="${kind}"><p>${long}</p></section>`)
          .join('') +
        '<p></p>'.repeat(10)
      expect(structureIn(rendered(body, theme))).toEqual([])
    },
  )

  it('tells of one rule three places at most, and of nothing where there is nothing', () => {
    expect(rulesOf(box('width: 400px', '<p>宽</p>').repeat(9))).toEqual(Array(3).fill('structure.width'))
    expect(rulesOf(box('width: 60px', '<p>窄</p>') + box('width: 50%', '<p>半</p>'))).toEqual([])
  })
})

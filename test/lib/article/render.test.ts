import { filterForWechat } from '../../../lib/channels/wechat/filter-model'
import { houseThemes, themeOf } from '../../../lib/article/theme'
import { renderArticle } from '../../../lib/article/render'
import { articleBody } from '../../../lib/submission/article-body'
import { articleText, plainText } from '../../../lib/submission/text'

const one = '7f1c4f57-9c1e-4a69-9d66-1b1a7f0d2c3e'
const two = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'
const pictures = [
  { id: one, url: 'https://media.example/one.jpg' },
  { id: two, url: 'https://media.example/two.jpg?a=1&b=2' },
]
const bodyOf = (body: string, theme?: string, videos: { fileName: string }[] = []) =>
  articleBody({ body, theme: themeOf(theme), source: '市场部', unitName: '市场部', pictures, videos })

const everything = `
<h1>总标题</h1><h2 style="text-align: center">一、背景</h2><h3>（一）现场</h3>
<p style="text-align: right; text-indent: 2em">产量 10<sup>6</sup> m<sup>3</sup>，CO<sub>2</sub> 减排。</p>
<p><strong>粗</strong><em>斜</em><u>线</u><s>旧价</s><mark style="background-color: #fff3bf">重点</mark><span style="color: #b3261e; font-size: 20px">红字</span><code>npm</code></p>
<ul><li><p>甲</p><ol start="3"><li><p>乙</p></li></ol></li></ul>
<blockquote><p>引文</p></blockquote><hr>
<pre><code>if (a)
  b()</code></pre>
<table><tbody><tr><th colspan="2"><p>型号</p></th></tr><tr><td colwidth="120"><p>A1</p></td><td><p style="text-align: right">200</p></td></tr></tbody></table>
<figure data-media="${one}"><img alt="调试现场"><figcaption>图1 <strong>调试</strong></figcaption></figure>
<section data-kind="row"><figure data-media="${two}"><img alt=""></figure></section>
<section data-kind="warning"><p>先断电</p></section><section data-kind="card"><p>联系人</p></section>
<section data-kind="styled" style="padding: 12px; border-radius: 8px; box-shadow: 0 2px 6px #cccccc; transform: rotateZ(3deg)"><section data-kind="styled" style="letter-spacing: 2px"><p>版块里的字</p></section></section>
<p><a href="https://mp.weixin.qq.com/s/abc">往期</a></p><p></p>`

describe.each(houseThemes.map(({ id }) => id))('in the look “%s”', (theme) => {
  it('everything the language holds reaches readers: nothing is dropped and the filter changes nothing any more', () => {
    const { html, dropped } = bodyOf(everything, theme)
    expect(dropped).toEqual([])
    const again = filterForWechat(html, { pictureStays: () => true })
    expect(again).toEqual({ html, dropped: [] })
  })

  it('words and their order are those of the body', () => {
    const words = (html: string) => plainText(html).replace(/\s/g, '').replace('总标题01', '总标题')
    const { html } = bodyOf(everything, theme)
    expect(words(html).replace('注意', '')).toBe(
      `${words(everything)}来源：市场部供稿：市场部`.replace('注意', ''),
    )
  })

  it('no heading is smaller than the text, and each is heavier', () => {
    const { html } = bodyOf('<h1>一</h1><h2>二</h2><h3>三</h3><p>字</p>', theme)
    const base = Number(/^<section style="font-size:\s?(\d+)px/.exec(html)?.[1])
    const headings = [...html.matchAll(/<h[123] style="([^"]*)"/g)].map(([, style = '']) => style)
    expect(headings).toHaveLength(3)
    for (const style of headings) {
      expect(Number(/font-size:\s?(\d+)px/.exec(style)?.[1])).toBeGreaterThan(base)
      expect(style).toMatch(/font-weight:\s?700/)
    }
  })
})

it('a picture stands where it was placed, with its words; the others follow the text once', () => {
  const { html } = bodyOf(
    `<p>前</p><figure data-media="${two}"><img alt="阀门"><figcaption>图1</figcaption></figure><p>后</p>`,
  )
  const order = [...html.matchAll(/前|two\.jpg\?a=1&amp;b=2|图1|后|one\.jpg|来源/g)].map(([found]) => found)
  expect(order).toEqual(['前', 'two.jpg?a=1&amp;b=2', '图1', '后', 'one.jpg', '来源'])
  expect(html).toContain('alt="阀门"')
})

it('pictures of older texts keep their place and their order', () => {
  const { html } = bodyOf(`<p>前<img src="media:${two}">后</p>`)
  expect([...html.matchAll(/前|two\.jpg|后|one\.jpg/g)].map(([found]) => found)).toEqual([
    '前',
    'two.jpg',
    '后',
    'one.jpg',
  ])
})

it('a picture that is not uploaded, or is none of this submission, is named instead of lost', () => {
  const stranger = '00000000-0000-4000-8000-000000000000'
  const { html, dropped } = bodyOf(
    `<figure data-wanted="image3.png"><img alt=""></figure><figure data-media="${stranger}"><img alt="旧图"></figure>`,
  )
  expect(dropped.map(({ kind, what }) => [kind, what])).toEqual([
    ['picture', 'image3.png'],
    ['picture', '旧图'],
  ])
  expect(html).not.toContain(stranger)
})

it('cells of a table are words apart, for readers, for the count and for the word screen', () => {
  const table =
    '<table><tbody><tr><td>型号</td><td>产量</td></tr><tr><td>A1</td><td>200</td></tr></tbody></table>'
  expect(plainText(table).split(/\s+/)).toEqual(['型号', '产量', 'A1', '200'])
  expect(plainText(bodyOf(table).html)).toContain('型号\n产量')
})

it('a list’s markers stand beside an element in each item, and no blank makes a line of its own', () => {
  const { html } = bodyOf('<ul>\n <li>甲 <strong>乙</strong></li>\n <li><p>丙</p></li>\n</ul>')
  expect(html).toMatch(/<li><section[^>]*>甲 <strong>乙<\/strong><\/section><\/li><li><section[^>]*>丙/)
})

it('a division is a paragraph or a section: phones take its colour away', () => {
  const { html } = bodyOf('<div style="color: red">红<br>字</div><div><p>段</p></div>散<b>字</b>')
  expect(html).not.toContain('<div')
  expect(html).toMatch(/<p style="[^"]*color:\s?red">红<br \/>字<\/p><section><p/)
  expect(html).toMatch(/<p style="[^"]*">散<strong>字<\/strong><\/p>/)
})

it('code keeps its lines and its indents without the element that overflows on phones', () => {
  const { html } = bodyOf('<pre><code>if (a)\n  b &lt; c()\n</code></pre>')
  expect(html).not.toContain('<pre')
  expect(html).toContain('if (a)<br />\u00a0\u00a0b &lt; c()</code>')
})

it('what the language does not hold is left to the filter, which names it', () => {
  const { html, dropped } = bodyOf(
    '<h2 onclick="x()">题</h2><p class="a" style="position: fixed">字</p><script>alert("1")</script><img src="https://elsewhere.cn/a.jpg"><a href="https://elsewhere.cn/">链接</a>',
  )
  expect(dropped.map(({ kind, what }) => `${kind} ${what}`).sort()).toEqual(
    [
      ...['attribute class', 'attribute onclick', 'link https://elsewhere.cn/'],
      ...['picture https://elsewhere.cn/a.jpg', 'style position', 'tag script'],
    ].sort(),
  )
  expect(html).not.toMatch(/alert|onclick|fixed/)
})

it('a long article stays below the platform’s count of characters: 12,000 of 20,000 are words', () => {
  const body = Array.from({ length: 120 }, () => `<p>${'阀'.repeat(100)}</p>`).join('')
  const { html } = renderArticle({ body, below: '', theme: houseThemes[0], pictures: [] })
  expect([...html].length).toBeLessThan(20_000)
})

it('a body nested as deep as it can be is read in one pass, its words kept', () => {
  const { html } = bodyOf(
    `${'<b>'.repeat(20_000)}深${'</b>'.repeat(20_000)}<p style="${'('.repeat(20_000)}">浅</p>`,
  )
  expect(plainText(html)).toContain('深')
  expect(plainText(html)).toContain('浅')
})

it('descriptions of pictures are words that readers get: they are screened and compared like the others', () => {
  const body = `<p>字</p><figure data-media="${one}"><img alt="机密图纸"></figure><section data-kind="row"><figure data-media="${two}"><img alt="乙"></figure></section>`
  expect(articleText({ body, mediaIds: [one, two] })).toBe('字\n机密图纸\n乙')
})

/** Bodies of every kind: the language's own, what other programs wrote, and each of them inside the other's blocks. */
const bare =
  '<h1>甲</h1><h2>乙</h2><h3>丙</h3><h4>丁</h4><h5>戊</h5><h6>己</h6><div>字</div><div style="color: #b3261e"><p>段</p></div>' +
  '<ul><li>项</li><li><b>粗</b>项<ul><li>里</li></ul></li><li></li></ul><ol><li><p>一</p></li></ol>' +
  `<p style="background: url('https://mmbiz.qpic.cn/a.jpg')">底</p><p style="background: url(&quot;https://mmbiz.qpic.cn/a.jpg&quot;)">底</p>`
const inEach = ['%', '<blockquote>%</blockquote>', '<table><tr><td>%</td></tr></table>', '<div>%</div>']
  .concat(['card', 'warning', 'styled'].map((kind) => `<section data-kind="${kind}">%</section>`))
  .map((around) => around.replace('%', bare))

it.each(houseThemes.map(({ id }) => id))(
  'what is made survives on phones: no div, an element in each item, size and weight on every heading, no quoted address (%s)',
  (theme) => {
    for (const body of [everything, ...inEach]) {
      const { html } = bodyOf(body, theme)
      expect(html).not.toMatch(/<div|url\(\s*(?:["']|&quot;|&#39;)|!important|<pre|position|<style/)
      for (const [heading] of html.matchAll(/<h[1-6][^>]*>/g))
        expect(heading).toMatch(/^(?=.*font-size: \d)(?=.*font-weight: \d)/)
      for (const [, first] of html.matchAll(/<li[^>]*>(.{0,9})/g))
        expect(first).toMatch(/^<(?:section|p|ul|ol|\/li)/)
      // WeChat's page draws the marks of lists.
      expect(html).not.toContain('list-style')
    }
  },
)

import { compareDraft, seenOf } from '../../../../lib/channels/wechat/read-back/compare-draft'
import type { DraftArticle } from '../../../../lib/channels/wechat/wechat'

const picture = (id: string) => `http://mmbiz.qpic.cn/mmbiz_jpg/${id}/0`
const sent: DraftArticle = {
  title: '“智能阀门” & 产线',
  author: '市场部',
  content:
    `<h2 style="font-size: 20px">一、概况</h2><p style="color: #333">产量 <strong>120</strong> 台，` +
    `见<a href="http://mp.weixin.qq.com/s/abc">上一期</a>。</p><p><img src="${picture('AAA')}" alt="图" /></p>` +
    `<ul><li><section>甲</section></li><li><section>乙 "丙"</section></li></ul>` +
    `<table><tr><td colspan="2">头</td></tr><tr><td>1</td><td>2</td></tr></table>`,
  coverMediaId: 'cover',
  coverCrop235: '0_0.0741_1_0.9259',
}

const compare = (change: Partial<DraftArticle>) => compareDraft([sent], [{ ...sent, ...change }])
const replaced = (from: string, to: string) => {
  expect(sent.content).toContain(from)
  return { content: sent.content.replace(from, to) }
}

describe('what WeChat only writes otherwise goes on, and is listed', () => {
  test.each<[string, Partial<DraftArticle>]>([
    ['quotes as entities', replaced('"丙"', '&quot;丙&quot;')],
    ['quotes of the title as entities', { title: '&ldquo;智能阀门&rdquo; &amp; 产线' }],
    [
      'data-src, https, another size',
      replaced(`src="${picture('AAA')}"`, 'data-src="https://mmbiz.qpic.cn/mmbiz_jpg/AAA/640?from=appmsg"'),
    ],
    [
      'another host of its pictures',
      replaced(picture('AAA'), 'https://mmecoa.qpic.cn/mmbiz_jpg/AAA/640?wx_fmt=jpeg#imgIndex=1'),
    ],
    ['a br of its own', replaced('产量 ', '产量&nbsp;')],
    [
      'attributes in another order and new ones',
      replaced('<img src', '<img data-ratio="0.6" class="rich_pages" src'),
    ],
    ['words wrapped in a span leaf', replaced('台，', '<span leaf="">台，</span>')],
    [
      'a section around a picture',
      replaced(
        `<img src="${picture('AAA')}" alt="图" />`,
        `<section nodeleaf="nodeleaf"><img src="${picture('AAA')}"></section>`,
      ),
    ],
    ['b for strong', replaced('<strong>120</strong>', '<b>120</b>')],
    [
      'a style marker and an empty paragraph at the end',
      { content: `${sent.content}<p><mp-style-type data-value="3"></mp-style-type></p><p><br  /></p>` },
    ],
    ['white space between blocks', replaced('</h2><p', '</h2>\n  <p')],
    ['tbody around rows', replaced('<table>', '<table><tbody>')],
    ['a colour written otherwise', replaced('color: #333', 'color: rgb(51, 51, 51);')],
    ['an empty cover id', { coverMediaId: '' }],
    ['no crop', { coverCrop235: undefined }],
    ['a crop with fewer digits', { coverCrop235: '0_0.07410_1_0.92590' }],
    ['a digest nobody gave', { digest: '产量 120 台' }],
    ['https in the link', replaced('http://mp.weixin', 'https://mp.weixin')],
  ])('%s', (_name, change) => {
    expect(compare(change).seen).toEqual([])
  })

  test('the list says what was written how, before and after, and how often', () => {
    const { rewritten } = compare(
      replaced(`src="${picture('AAA')}"`, 'data-src="https://mmbiz.qpic.cn/mmbiz_jpg/AAA/640"'),
    )
    expect(rewritten).toContainEqual({
      ...{ index: 1, kind: 'attribute', what: 'data-src', before: '', count: 1 },
      after: 'data-src="https://mmbiz.qpic.cn/mmbiz_jpg/AAA/640"',
    })
    expect(compare(replaced('"丙"', '&quot;丙&quot;')).rewritten).toMatchObject([
      {
        kind: 'writing',
        before: expect.stringContaining('"丙"'),
        after: expect.stringContaining('&quot;丙'),
      },
    ])
    expect(compare({}).rewritten).toEqual([])
  })
})

describe('what readers would see otherwise stops, with before and after', () => {
  test.each<[string, Partial<DraftArticle>, string, string, string]>([
    ['one word', replaced('产量', '产值'), 'words', '产量', '产值'],
    ['a word gone', replaced('甲', ''), 'words', '甲', ''],
    ['a number in a table', replaced('<td>2</td>', '<td>3</td>'), 'words', '2', '3'],
    ['the title', { title: '智能阀门' }, 'title', '“', '智能'],
    ['the author', { author: '他人' }, 'author', '市场部', '他人'],
    ['one picture', replaced('AAA', 'BBB'), 'picture', 'AAA', 'BBB'],
    ['a picture gone', replaced(`<img src="${picture('AAA')}" alt="图" />`, ''), 'picture', 'AAA', ''],
    ['a link', replaced('s/abc', 's/abd'), 'link', 'abc', 'abd'],
    ['a link gone', { content: sent.content.replace(/<\/?a[^>]*>/g, '') }, 'link', '上一期', ''],
    [
      'a heading made text',
      replaced('<h2 style="font-size: 20px">一、概况</h2>', '<p>一、概况</p>'),
      'structure',
      'h2',
      '一',
    ],
    [
      'two items made one',
      replaced('</section></li><li><section>', '</section><section>'),
      'structure',
      'li 2',
      'li 1',
    ],
    ['cells joined otherwise', replaced(' colspan="2"', ''), 'structure', '2x1', ''],
    [
      'strong words made plain',
      { content: sent.content.replace(/<\/?strong>/g, '') },
      'structure',
      'strong',
      '120',
    ],
    [
      'words hidden',
      replaced('<p style="color: #333">', '<p style="display: none">'),
      'structure',
      '产量',
      'hidden',
    ],
    ['another cover', { coverMediaId: 'other' }, 'cover', 'cover', 'other'],
    ['another crop of it', { coverCrop235: '0_0_1_0.8518' }, 'cover', '0.9259', '0.8518'],
    ['the source link', { sourceUrl: 'https://elsewhere.cn/' }, 'link', '', 'elsewhere'],
  ])('%s', (_name, change, what, before, after) => {
    const { seen } = compare(change)
    expect(seen).toMatchObject([{ index: 1, what }])
    expect(seen[0]?.before).toContain(before)
    expect(seen[0]?.after).toContain(after)
  })

  test('an article too many', () => {
    expect(compareDraft([sent], [sent, sent]).seen).toMatchObject([
      { what: 'articles', before: '1', after: '2' },
    ])
  })

  test('all styles gone', () => {
    const content = sent.content.replace(/ style="[^"]*"/g, ' style=""')
    expect(compare({ content }).seen).toMatchObject([{ what: 'styles' }])
  })
})

test('what is seen is one value for two looks that differ in writing, and another for one changed word', () => {
  const other = { ...sent, ...replaced('"丙"', '&quot;丙&quot;') }
  expect(seenOf([other])).toEqual(seenOf([sent]))
  expect(seenOf([{ ...sent, ...replaced('甲', '乙') }])).not.toEqual(seenOf([sent]))
})

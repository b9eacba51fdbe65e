import { compareDraft } from '../channels/wechat/read-back/compare-draft'
import type { Bilingual } from '../platform/refusal'
import type { CaseSeen } from './probe'

interface HardCase {
  name: string
  title: Bilingual
  /** at `picture`, an address of this account's own */
  html: (picture: string) => string
}

const one = (name: string, zh: string, en: string, html: HardCase['html']): HardCase => ({
  ...{ name, html },
  title: { zh, en },
})

/** What WeChat is known to treat otherwise than it was written, or is relied on to keep (sheet of articles, 1.3 to 1.5). */
export const hardCases: HardCase[] = [
  one('style', '行内样式', 'inline style', () => '<p style="color:rgb(63,63,63);text-align:center">样式</p>'),
  one(
    'section',
    'section 与 div',
    'section and div',
    () => '<section><div style="color:rgb(218,40,42)">块</div></section>',
  ),
  one('heading', '标题', 'heading', () => '<h2 style="font-size:18px;font-weight:700">小标题</h2>'),
  one(
    'class',
    'class 与 data 属性',
    'class and data attributes',
    () => '<p class="a" data-role="b" data-no-dark="">属性</p>',
  ),
  one('valueless', '无值属性', 'attribute without a value', () => '<section nodeleaf>无值</section>'),
  one(
    'quotes',
    '引号与字体名',
    'quotes in a font name',
    () => '<p style="font-family:\'PingFang SC\'">他说"好"</p>',
  ),
  one(
    'position',
    'id 与 position',
    'id and position',
    () => '<p id="x" style="position:relative;color:rgb(1,1,1)">定位</p>',
  ),
  one('calc', 'calc()', 'calc()', () => '<p style="width:calc(100% - 8px)">计算</p>'),
  one(
    'quoted-url',
    '带引号的 url',
    'quoted url',
    (picture) => `<section style="background-image:url('${picture}')">带引号</section>`,
  ),
  one(
    'bare-url',
    '不带引号的 url',
    'url without quotes',
    (picture) => `<section style="background-image:url(${picture})">不带引号</section>`,
  ),
  one(
    'picture',
    '图片地址',
    'address of a picture',
    (picture) => `<p><img src="${picture}" width="300" alt="图" style="width:100%"></p>`,
  ),
  one(
    'outside-picture',
    '外部图片',
    'picture of another site',
    () => '<p>外图<img src="https://picture.example/a.png"></p>',
  ),
  one('list', '列表', 'list', () => '<ul><li><section>一</section></li><li>二</li></ul>'),
  one(
    'table',
    '表格',
    'table',
    () => '<table><tbody><tr><td colspan="2">甲</td></tr><tr><td>乙</td><td>丙</td></tr></tbody></table>',
  ),
  one(
    'svg',
    'svg',
    'svg',
    () =>
      '<section>图<svg viewBox="0 0 10 10" width="10" height="10"><rect width="10" height="10" fill="currentColor"></rect></svg></section>',
  ),
  one('nbsp', '硬空格', 'hard space', () => '<p>甲&nbsp;&nbsp;乙</p>'),
  one('nested', '十二层嵌套', 'twelve levels', () => `${'<section>'.repeat(12)}深${'</section>'.repeat(12)}`),
  one('empty', '空段落', 'empty paragraph', () => '<p>前</p><p><br></p><p>后</p>'),
  one(
    'outside-link',
    '外部链接',
    'link to another site',
    () => '<p><a href="https://site.example/x">外链</a></p>',
  ),
  one(
    'own-link',
    '公众号链接',
    'link to an article',
    () => '<p><a href="https://mp.weixin.qq.com/s/abcdefghij">内链</a></p>',
  ),
  one(
    'script',
    '脚本与样式块',
    'script and style block',
    () => '<p onclick="a()">脚本</p><style>p{color:red}</style>',
  ),
]

const marker = (at: number) => `〔${String(at + 1).padStart(2, '0')}〕`

/** All cases on one page, each below a number of its own. */
export const hardPage = (picture: string): string =>
  hardCases.map(({ html }, at) => `<p>${marker(at)}</p>${html(picture)}`).join('')

/** What is another at every look or account: names of pictures and their files. */
const steady = (html: string): string =>
  html
    .replace(/\s(data-imgfileid|data-aistatus|data-s|data-w|data-ratio|data-type)="[^"]*"/g, '')
    .replace(/\/\/mmbiz\.qpic\.cn\/(mmbiz_\w+)\/[\w-]+/g, '//mmbiz.qpic.cn/$1/…')
    .replace(/\s+/g, ' ')
    .trim()

/** Between the numbers, without the paragraphs the numbers stand in. */
function fragmentsIn(content: string): Map<number, string> {
  const pieces = content.split(/〔(\d\d)〕/)
  const found = new Map<number, string>()
  for (let at = 1; at < pieces.length; at += 2) {
    const piece = (pieces[at + 1] ?? '')
      .replace(/^(<\/(span|p)>)+/, '')
      .replace(/<p[^>]*>(<span[^>]*>)?$/, '')
    found.set(Number(pieces[at]) - 1, piece)
  }
  return found
}

const seenBy = (sent: string, got: string): boolean => {
  const article = (content: string) => ({ title: '', content, coverMediaId: '' })
  return compareDraft([article(sent)], [article(got)]).seen.length === 0
}

/** What became of each case in the page as WeChat gives it back; without a page nobody knows. */
export function casesSeen(picture: string, content: string | undefined): CaseSeen[] {
  const found = content === undefined ? new Map<number, string>() : fragmentsIn(content)
  return hardCases.map(({ name, title, html }, at) => {
    const given = html(picture)
    const fragment = found.get(at)
    const sent = steady(given)
    const got = steady(fragment ?? '')
    if (content === undefined) return { name, title, state: 'unknown', sent, got }
    if (got === '') return { name, title, state: 'lost', sent, got }
    const state = got === sent ? 'kept' : seenBy(given, fragment ?? '') ? 'rewritten' : 'changed'
    return { name, title, state, sent, got }
  })
}

import {
  boxStyle,
  colourOf,
  groundColour,
  isPlatformLink,
  pixelsOf,
  sizeStep,
  wordColour,
} from '../../../../lib/article/language'
import { Blocks, escaped, type BlockLook, type Marks } from './blocks'
import { Changes, excerpt, type Change } from './changes'
import { StyleSheet, type Style } from './styles'
import { rowsOf, tableHtml } from './tables'

/** A picture that has its place in the text and is to be uploaded; `key` is its `data-wanted` there. */
export interface WantedPicture {
  key: string
  /** the file itself, where the clipboard or the document held it */
  file?: Blob
}

export interface Imported {
  /** in the language of articles */
  html: string
  changes: Change[]
  pictures: WantedPicture[]
}

export type Source = 'word' | 'excel' | 'feishu' | 'yuque' | 'wechat' | 'styled' | 'page'

/** From which program it comes, by what only that program writes. */
export function sourceOf(html: string): Source {
  if (/urn:schemas-microsoft-com:office:excel|ProgId["']?\s+content=["']?Excel|x:num\b|x:str\b/i.test(html))
    return 'excel'
  if (/urn:schemas-microsoft-com:office:word|class=["']?Mso|mso-list:|Kingsoft|WPS Office/i.test(html))
    return 'word'
  if (
    /data-mpa-|powered-by=["']xiumi|135editor|data-tools=["']135|_135editor|xmt-|mdnice|data-tool=/i.test(
      html,
    )
  )
    return 'styled'
  if (/rich_media_content|js_content|mmbiz\.qpic\.cn|<mp-|mpvoice|nodeleaf|data-pluginname/i.test(html))
    return 'wechat'
  if (/lark-|data-lark|feishu|ace-line|data-docx|larkoffice/i.test(html)) return 'feishu'
  if (/data-lake|lake-|yuque|ne-text|ne-p/i.test(html)) return 'yuque'
  return 'page'
}

interface Scope {
  blocks: Blocks
  marks: Marks
  /** inside a block that is kept as it came: colours and sizes stay as they are */
  boxed: boolean
  pre: boolean
  align?: string
  indent: number
  inCell: boolean
  heading?: boolean
}

const blockTags = new Set(
  `address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form
   h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table ul`.split(/\s+/),
)
const goneTags = new Set('script style head title meta link xml noscript template o:p base'.split(' '))
const formTags = new Set('button select textarea input'.split(' '))

const components: [test: RegExp, zh: string, en: string][] = [
  [
    /^(?:mpvideo|mp-common-videosnap|video|mp-common-mpvideo)$/,
    '视频：请下载后在“图片和视频”里上传，或在公众平台后台插入',
    'video: upload it below, or insert it in the WeChat console',
  ],
  [
    /^(?:mpvoice|mp-common-mpaudio|audio|qqmusic)$/,
    '语音：需在公众平台后台重新插入',
    'voice: insert it again in the WeChat console',
  ],
  [
    /^mp-(?:miniprogram|weapp)$/,
    '小程序卡片：需在公众平台后台重新插入，或改用小程序码图片',
    'mini program card: insert it again in the WeChat console, or use its code as a picture',
  ],
  [
    /^mp-common-profile$/,
    '公众号名片：需在公众平台后台重新插入，或改用二维码图片',
    'account card: insert it again in the WeChat console, or use a QR code as a picture',
  ],
  [/^mp-style-type$/, '', ''],
  [
    /^(?:mp|mp-.*)$/,
    '微信组件：需在公众平台后台重新插入',
    'WeChat component: insert it again in the WeChat console',
  ],
  [/^svg$/, '矢量图形（SVG）：请截图存成 JPEG 后上传', 'vector drawing (SVG): upload it as a JPEG picture'],
  [
    /^(?:canvas|object|embed|applet|map)$/,
    '嵌入的对象：微信不收',
    'embedded object: WeChat does not take it',
  ],
  [/^(?:iframe|frame)$/, '嵌入的网页或视频：微信不收', 'embedded page or video: WeChat does not take it'],
]

/** Properties whose loss a person would see, and what to call them. */
const lostProperties: [test: RegExp, zh: string, en: string][] = [
  [/^font-family$/, '字体（手机上用系统字体）', 'typeface (phones use their own)'],
  [/^position$|^(?:top|left|right|bottom|z-index)$/, '定位（position）', 'position'],
  [/^animation|^transition/, '动画', 'animation'],
  [/^float$/, '文字环绕（float）', 'floating'],
  [/^filter$|^backdrop-filter$/, '滤镜（filter）', 'filter'],
  [/^letter-spacing$/, '字间距', 'letter spacing'],
  [/^(?:text-shadow|box-shadow)$/, '阴影', 'shadow'],
  [/^transform$/, '旋转或变形', 'rotation'],
  [/^background(?:-image)?$/, '背景', 'background'],
  [/^border(?:-top|-left|-right|-bottom)?$/, '边框', 'border'],
  [/^columns?(?:-count)?$/, '分栏', 'columns'],
  [/^writing-mode$/, '竖排', 'vertical writing'],
]

const headingClass = /^(?:mso)?heading\s*([1-9])$/i
const isHidden = (style: Style): boolean => style.get('display') === 'none' || style.get('mso-hide') === 'all'

/** Brings the HTML of another program into the language of articles; what is changed or lost on the way is told. */
class HtmlImport {
  readonly changes = new Changes()
  readonly pictures: WantedPicture[] = []
  private readonly sheet: StyleSheet
  private readonly hasTitle: boolean
  private nowPlace = ''

  constructor(
    private readonly document: Document,
    private readonly source: Source,
    private readonly files: Map<string, Blob>,
  ) {
    this.sheet = new StyleSheet(document)
    this.hasTitle = document.querySelector('p.MsoTitle, p.Title') !== null
  }

  run(): Imported {
    const root =
      this.document.querySelector('#js_content') ??
      this.document.querySelector('article') ??
      this.document.body
    // A page is more than its article: what stands outside of it is not asked for, unless there is no other word.
    const from = (root.textContent ?? '').trim() === '' ? this.document.body : root
    this.preface(from)
    this.outside(from)
    const blocks = new Blocks()
    this.children(from, this.scope(blocks))
    const html = blocks.html()
    if (blocks.indentsRead > 0)
      this.changes.add(
        'changed',
        { zh: '段首空格改成了首行缩进', en: 'blanks at the beginning of a paragraph became an indent' },
        '',
      )
    return { html, changes: this.changes.all(), pictures: this.pictures }
  }

  private scope(blocks: Blocks, change: Partial<Scope> = {}): Scope {
    return { blocks, marks: {}, boxed: false, pre: false, indent: 0, inCell: false, ...change }
  }

  /** A page is more than its article: that there was more is said. */
  private outside(from: Element): void {
    const all = this.document.body.cloneNode(true) as Element
    for (const gone of all.querySelectorAll('script, style')) gone.remove()
    const words = (text: string | null) => (text ?? '').replace(/\s+/g, '').length
    const inside = from.cloneNode(true) as Element
    for (const gone of inside.querySelectorAll('script, style')) gone.remove()
    if (words(all.textContent) > words(inside.textContent))
      this.changes.add(
        'lost',
        {
          zh: '文章以外的内容（页头、导航、页脚等）没有带进来',
          en: 'what stands outside of the article (heads, menus, feet) stays out',
        },
        '',
      )
    if (this.document.querySelector('body script'))
      this.changes.add('lost', { zh: '脚本没有带进来', en: 'scripts stay out' }, '')
  }

  /** What is of no paragraph: comments and deletions of Word, hidden words. */
  private preface(root: Element): void {
    const gone: [selector: string, zh: string, en: string][] = [
      [
        '[style*="mso-element:comment-list"], .MsoCommentReference, .MsoCommentText, [style*="mso-comment-reference"], [class*="mso-comment"]',
        '批注没有带进来',
        'comments stay out',
      ],
      [
        'del[cite], del[datetime], .msoDel, [style*="mso-prop-change-deleted"]',
        '修订中已删除的文字没有带进来',
        'words deleted under change tracking stay out',
      ],
    ]
    for (const [selector, zh, en] of gone)
      for (const element of root.querySelectorAll(selector)) {
        if (!element.isConnected || !root.contains(element)) continue
        const words = excerpt(element.textContent)
        element.remove()
        this.changes.add('lost', { zh, en }, words)
      }
    if (root.querySelector('ins[cite], ins[datetime], .msoIns'))
      this.changes.add(
        'changed',
        { zh: '修订中新增的文字按正文收下', en: 'words added under change tracking are taken as text' },
        '',
      )
  }

  private children(parent: Element, scope: Scope): void {
    for (const node of parent.childNodes) {
      if (node.nodeType === 3) this.text(node.nodeValue ?? '', scope)
      else if (node.nodeType === 1) this.element(node as Element, scope)
    }
  }

  private text(value: string, scope: Scope): void {
    if (scope.pre) {
      for (const [index, line] of value.split('\n').entries()) {
        if (index > 0) scope.blocks.lineEnd()
        if (line) scope.blocks.words(line.replace(/ {2}/g, ' \u00a0').replaceAll('\t', '\u2003'), scope.marks)
      }
      return
    }
    const words = value.replace(/[ \t\r\n\f]+/g, ' ')
    if (words) scope.blocks.words(words, scope.marks)
  }

  private element(element: Element, scope: Scope): void {
    const tag = element.tagName.toLowerCase()
    if (goneTags.has(tag)) return
    const style = this.sheet.of(element)
    const isBlock = blockTags.has(tag) || style.get('display') === 'block'
    if (isBlock) this.nowPlace = excerpt(element.textContent) || this.nowPlace
    if (isHidden(style)) {
      if ((element.textContent ?? '').trim())
        this.changes.add(
          'lost',
          { zh: '隐藏的内容没有带进来', en: 'hidden matter stays out' },
          excerpt(element.textContent),
        )
      return
    }
    if (this.special(element, tag, style, scope)) return
    if (isBlock) this.block(element, tag, style, scope)
    else this.inline(element, tag, style, scope)
  }

  /** Elements that are no words: pictures, lines, tables, lists, code, components. True when it was one. */
  private special(element: Element, tag: string, style: Style, scope: Scope): boolean {
    const component = components.find(([test]) => test.test(tag) && !/^mark$|^main$|^menu$/.test(tag))
    if (component) {
      const [, zh, en] = component
      if (zh) this.changes.add(tag === 'svg' ? 'lost' : 'todo', { zh, en }, this.nowPlace)
      return true
    }
    if (formTags.has(tag)) {
      this.formPart(element, tag, scope)
      return true
    }
    const list = /mso-list:\s*\w+\s+level(\d)/.exec(element.getAttribute('style') ?? '')
    if (list && tag !== 'li') {
      this.wordItem(element, Number(list[1]) - 1, scope)
      return true
    }
    const rows = rowsOf(element, tag, style, (one) => this.sheet.of(one))
    if (rows) {
      this.table(element, rows, scope)
      return true
    }
    const draw: Partial<Record<string, () => void>> = {
      br: () => scope.blocks.lineEnd(),
      wbr: () => undefined,
      img: () => this.picture(element, scope),
      'v:imagedata': () => this.picture(element, scope),
      picture: () => this.children(element, scope),
      hr: () => scope.blocks.other('<hr>'),
      ul: () => this.list(element, false, scope, style),
      ol: () => this.list(element, true, scope, style),
      pre: () => this.code(element, scope),
      figure: () => this.figure(element, scope),
      math: () => {
        this.changes.add(
          'changed',
          {
            zh: '公式成了普通文字，请核对或改用图片',
            en: 'a formula became plain words; check it or use a picture',
          },
          this.nowPlace,
        )
        scope.blocks.words((element.textContent ?? '').replace(/\s+/g, ''), scope.marks)
      },
      rt: () => scope.blocks.words(`（${(element.textContent ?? '').trim()}）`, scope.marks),
      rp: () => undefined,
    }
    const known = draw[tag]
    known?.()
    return known !== undefined
  }

  private formPart(element: Element, tag: string, scope: Scope): void {
    if (tag === 'input' && element.getAttribute('type') === 'checkbox')
      scope.blocks.words(element.hasAttribute('checked') ? '☑ ' : '☐ ', scope.marks)
    else
      this.changes.add(
        'lost',
        { zh: '表单控件：微信不收', en: 'form controls: WeChat does not take them' },
        this.nowPlace,
      )
  }

  // —— blocks ——

  private look(
    tag: string,
    element: Element,
    style: Style,
    scope: Scope,
  ): { look: BlockLook; align?: string; indent: number } {
    const align = this.alignment(style.get('text-align'), tag) ?? scope.align
    const level = this.level(element, tag, style)
    const margin = pixelsOf(style.get('margin-left') ?? '') ?? 0
    const steps =
      tag === 'p' && level === undefined && !scope.boxed && !scope.inCell ? Math.round(margin / 32) : 0
    const indent = Math.min(4, Math.max(0, scope.indent + steps + (tag === 'dd' ? 1 : 0)))
    const first = parseFloat(style.get('mso-char-indent-count') ?? style.get('text-indent') ?? '0') > 0
    return {
      align,
      indent,
      look: {
        tag: level === undefined ? 'p' : (`h${level}` as BlockLook['tag']),
        align,
        indent: level === undefined ? indent : 0,
        firstLine: first && level === undefined && align !== 'center' && align !== 'right' ? true : undefined,
        lineHeight: level === undefined ? this.lineHeight(style, scope) : undefined,
      },
    }
  }

  private alignment(value: string | undefined, tag: string): string | undefined {
    if (tag === 'center') return 'center'
    const plain = value?.replace(/^-(?:webkit|moz)-/, '').toLowerCase()
    if (plain === 'center' || plain === 'right') return plain
    return plain === 'end' ? 'right' : undefined
  }

  private lineHeight(style: Style, { boxed }: Scope): string | undefined {
    const value = style.get('line-height') ?? ''
    const ratio = /%$/.test(value)
      ? parseFloat(value) / 100
      : /^[\d.]+$/.test(value)
        ? Number(value)
        : undefined
    if (boxed || ratio === undefined) return undefined
    return ratio >= 2.3 ? '2.5' : ratio >= 1.9 ? '2' : undefined
  }

  /** Levels in their order: a document's title is above its first headings, and there are three in an article. */
  private level(element: Element, tag: string, style: Style): 1 | 2 | 3 | undefined {
    const classes = [...element.classList]
    if (classes.some((one) => /^(?:Mso)?Title$/i.test(one))) return 1
    const byClass = classes.map((one) => headingClass.exec(one)?.[1]).find(Boolean)
    const outline = this.source === 'word' ? style.get('mso-outline-level') : undefined
    const role =
      element.getAttribute('role') === 'heading' ? (element.getAttribute('aria-level') ?? '2') : undefined
    const said = /^h([1-6])$/.exec(tag)?.[1] ?? byClass ?? outline ?? role
    if (!said || !/^[1-9]$/.test(said)) return undefined
    const wanted = Number(said) + (this.hasTitle ? 1 : 0)
    if (wanted > 3)
      this.changes.add(
        'changed',
        {
          zh: '第四级以下的标题改成了三级标题',
          en: 'headings below the third level became headings of the third',
        },
        excerpt(element.textContent),
      )
    return Math.min(wanted, 3) as 1 | 2 | 3
  }

  private block(element: Element, tag: string, style: Style, scope: Scope): void {
    if (this.footnotes(element, style, scope)) return
    if (tag === 'blockquote') {
      this.inner(element, scope, (html) => `<blockquote>${html}</blockquote>`)
      return
    }
    const box = this.boxOf(element, tag, style)
    if (box !== undefined) {
      this.box(element, box, style, scope)
      return
    }
    scope.blocks.flush()
    const before = scope.blocks.look
    const { look, align, indent } = this.look(tag, element, style, scope)
    const own = look.tag !== 'p'
    const marks = this.marks(own ? new Map() : style, scope, element, true)
    if (own)
      for (const [name, value] of style)
        if (/^color$/.test(name)) Object.assign(marks, this.colour(value, scope, element))
    if (own) delete marks.bold
    scope.blocks.look = look
    const inside = {
      ...scope,
      heading: own,
      marks: tag === 'dt' ? { ...marks, bold: true } : marks,
      align,
      indent,
      pre: this.isPre(style, scope),
    }
    this.children(element, inside)
    const had = scope.blocks.flush()
    scope.blocks.look = { ...before, firstLine: before.firstLine }
    if (!had && this.isSpace(element, tag)) scope.blocks.space()
  }

  private isPre(style: Style, { pre }: Scope): boolean {
    const value = style.get('white-space')
    if (value === undefined) return pre
    return /^(?:pre|pre-wrap|pre-line|break-spaces)$/.test(value)
  }

  private isSpace(element: Element, tag: string): boolean {
    return (
      (tag === 'p' || (tag === 'div' && element.querySelector('br') !== null)) &&
      (element.textContent ?? '').trim() === '' &&
      element.querySelector('img, table, svg, video, iframe, ul, ol, hr, p, section') === null
    )
  }

  /** The look of a block that comes with its own, of programs that make such blocks; nothing for a plain one. */
  private boxOf(element: Element, tag: string, style: Style): string | undefined {
    const boxes = this.source === 'styled' || this.source === 'wechat' ? ['section', 'div', 'p'] : ['section']
    if (!boxes.includes(tag)) return undefined
    const own = declarations(style)
    const { kept } = boxStyle(own)
    const visual =
      tag === 'p'
        ? /(?:^|; )(?:background|border|padding|box-shadow|transform|letter-spacing|display: (?:flex|inline-block))/
        : /(?:^|; )(?:background|border|padding|margin|box-shadow|transform|display: (?:flex|inline-block|inline-flex)|letter-spacing|flex|width|opacity|writing-mode)/
    return visual.test(
      kept.replace(
        /(?:background(?:-\w+)?|border(?:-[\w-]+)?): (?:none|initial|transparent|0(?:px)?|unset)\b[^;]*(?:; |$)/g,
        '',
      ),
    ) &&
      (element.textContent?.trim() || element.querySelector('img') || /background|border|height/.test(kept))
      ? kept
      : undefined
  }

  private box(element: Element, kept: string, style: Style, scope: Scope): void {
    const { lost } = boxStyle(declarations(style))
    for (const { name, value } of lost) this.lostStyle(name, value, element)
    if (
      /url\(\s*["']/.test(style.get('background-image') ?? style.get('background') ?? '') &&
      kept.includes('url(')
    )
      this.changes.add(
        'changed',
        {
          zh: '背景图片的网址去掉了引号（带引号时微信会删掉整块）',
          en: 'the address of a background was unquoted: quoted, WeChat removes the whole block',
        },
        excerpt(element.textContent),
      )
    if (!scope.boxed && this.source !== 'page')
      this.changes.add(
        'changed',
        {
          zh: '版块按原样保留，里面的字可以改',
          en: 'blocks are kept as they came; their words can be changed',
        },
        excerpt(element.textContent),
      )
    this.inner(
      element,
      { ...scope, boxed: true },
      (html) => `<section data-kind="styled" style="${escaped(kept)}">${html}</section>`,
    )
  }

  private inner(element: Element, scope: Scope, wrap: (html: string) => string): void {
    scope.blocks.flush()
    const blocks = new Blocks()
    blocks.look = { tag: 'p', align: scope.align }
    this.children(element, { ...scope, blocks })
    scope.blocks.other(wrap(blocks.html()))
    scope.blocks.indentsRead += blocks.indentsRead
  }

  // —— words ——

  private inline(element: Element, tag: string, style: Style, scope: Scope): void {
    if (/mso-list:\s*ignore/i.test(element.getAttribute('style') ?? '')) return
    const marks = this.marks(style, scope, element, false)
    const set: Partial<Record<string, () => void>> = {
      b: () => (marks.bold = !/^(?:normal|400)$/.test(style.get('font-weight') ?? '')),
      strong: () => (marks.bold = true),
      i: () => (marks.italic = style.get('font-style') !== 'normal'),
      em: () => (marks.italic = true),
      u: () => (marks.underline = true),
      s: () => (marks.strike = true),
      strike: () => (marks.strike = true),
      del: () => (marks.strike = true),
      sup: () => (marks.raised = 'sup'),
      sub: () => (marks.raised = 'sub'),
      mark: () => (marks.ground = groundColour(style.get('background-color') ?? '#fff3bf')?.value),
      code: () => (marks.code = true),
      kbd: () => (marks.code = true),
      tt: () => (marks.code = true),
      a: () => this.link(element, marks),
    }
    set[tag]?.()
    this.children(element, { ...scope, marks, pre: this.isPre(style, scope) })
  }

  private link(element: Element, marks: Marks): void {
    const href = element.getAttribute('href')?.trim() ?? ''
    if (href === '' || href.startsWith('#')) return
    if (isPlatformLink(href)) marks.href = href
    else if (!/^(?:https?|mailto|tel):/i.test(href))
      this.changes.add(
        'lost',
        {
          zh: '不安全或打不开的链接，只留文字',
          en: 'a link that is unsafe or leads nowhere: its words stay',
        },
        excerpt(element.textContent),
      )
    else
      this.changes.add(
        'lost',
        {
          zh: `链接 ${href.slice(0, 80)}：微信只留文字。可放进“阅读原文”、做成二维码图片，或把网址写在正文里`,
          en: `link ${href.slice(0, 80)}: WeChat keeps its words only. Use “read more”, a QR code as a picture, or write the address out`,
        },
        excerpt(element.textContent),
      )
  }

  private marks(style: Style, scope: Scope, element: Element, isBlock: boolean): Marks {
    const marks = { ...scope.marks }
    for (const [name, value] of style) {
      if (name === 'color') Object.assign(marks, this.colour(value, scope, element))
      else if (name === 'background-color' || name === 'background' || name === 'mso-highlight')
        this.ground(marks, value, scope, element, isBlock)
      else if (name === 'font-size') this.size(marks, value, scope, element)
      else if (name === 'font-weight')
        marks.bold =
          /^(?:bold|bolder|[6-9]00)$/.test(value) || (marks.bold && !/^(?:normal|[1-4]00)$/.test(value))
      else if (name === 'font-style') marks.italic = /italic|oblique/.test(value)
      else if (/^text-decoration(?:-line)?$/.test(name)) {
        if (/line-through/.test(value)) marks.strike = true
        if (/underline/.test(value) && element.tagName !== 'A') marks.underline = true
      } else if (name === 'vertical-align' && !isBlock) {
        if (/^super$/.test(value)) marks.raised = 'sup'
        else if (/^sub$/.test(value)) marks.raised = 'sub'
      } else if (name === 'letter-spacing' && scope.boxed && /^[\d.]+(?:px|em)$/.test(value))
        marks.spacing = value
      else this.lostStyle(name, value, element)
    }
    for (const key of Object.keys(marks) as (keyof Marks)[]) if (!marks[key]) delete marks[key]
    return marks
  }

  private colour(value: string, { boxed }: Scope, element: Element): Marks {
    if (!colourOf(value)) return {}
    if (boxed) return { colour: value }
    const swatch = wordColour(value)
    if (swatch && swatch.value !== value.toLowerCase())
      this.changes.add(
        'changed',
        {
          zh: `颜色 ${value} 改为公司色板的“${swatch.name.zh}”`,
          en: `colour ${value} became “${swatch.name.en}” of the palette`,
        },
        excerpt(element.textContent),
      )
    return { colour: swatch?.value }
  }

  private ground(
    marks: Marks,
    value: string,
    { boxed, inCell }: Scope,
    element: Element,
    isBlock: boolean,
  ): void {
    const named: Record<string, string> = {
      yellow: '#ffff00',
      green: '#00ff00',
      cyan: '#00ffff',
      magenta: '#ff00ff',
      lightgray: '#d3d3d3',
    }
    const colour =
      named[value.toLowerCase()] ?? /^(?:#[0-9a-f]+|rgba?\([^)]*\)|[a-z]+)/i.exec(value.trim())?.[0] ?? ''
    if (/url\(|gradient/.test(value)) this.lostStyle('background', value, element)
    if (!colourOf(colour)) return
    const swatch = groundColour(colour)
    if (isBlock && !inCell) {
      if (swatch) this.lostStyle('background', value, element)
      return
    }
    if (isBlock) return
    marks.ground = boxed ? colour : swatch?.value
  }

  private size(marks: Marks, value: string, { boxed, heading }: Scope, element: Element): void {
    const px = pixelsOf(value)
    // Words of a heading have the size of their level.
    if (heading || px === undefined || px < 5) return
    const step = boxed ? Math.round(px) : sizeStep(px)
    marks.size = step
    if (!boxed && step && Math.abs(step - px) > 0.7)
      this.changes.add(
        'changed',
        { zh: `字号 ${value} 改为 ${step} px`, en: `size ${value} became ${step} px` },
        excerpt(element.textContent),
      )
  }

  private lostStyle(name: string, value: string, element: Element): void {
    if (/^(?:none|normal|initial|inherit|auto|unset|static|0(?:px|pt|s)?|transparent)\b/i.test(value.trim()))
      return
    const known = lostProperties.find(([test]) => test.test(name))
    if (known) this.changes.add('lost', { zh: known[1], en: known[2] }, excerpt(element.textContent))
  }

  // —— lists ——

  private list(element: Element, ordered: boolean, scope: Scope, style: Style): void {
    scope.blocks.flush()
    const first = Number(element.getAttribute('start') ?? 1) || 1
    if (this.isFootnotes(element)) {
      this.notes(element, scope)
      return
    }
    // A list that is a child of a list, as some programs write it, belongs to the item before it.
    let html = ''
    for (const child of element.children) {
      const tag = child.tagName.toLowerCase()
      if (goneTags.has(tag)) continue
      const blocks = new Blocks()
      const marks = this.marks(style, { ...scope, boxed: scope.boxed }, element, true)
      const inside = { ...scope, blocks, marks, indent: 0, align: undefined }
      if (tag === 'ul' || tag === 'ol') this.element(child, inside)
      else this.children(child, { ...inside, marks: this.marks(this.sheet.of(child), inside, child, true) })
      const inner = blocks.html() || '<p></p>'
      if ((tag === 'ul' || tag === 'ol') && html.endsWith('</li>')) html = `${html.slice(0, -5)}${inner}</li>`
      else html += `<li>${/^<p/.test(inner) ? inner : `<p></p>${inner}`}</li>`
    }
    if (html)
      scope.blocks.other(
        ordered ? `<ol${first > 1 ? ` start="${first}"` : ''}>${html}</ol>` : `<ul>${html}</ul>`,
      )
  }

  /** Word writes an item as a paragraph that names its level, with the marker typed into a span to be ignored. */
  private wordItem(element: Element, level: number, scope: Scope): void {
    const marker =
      [...element.querySelectorAll('span')].find((one) =>
        /mso-list:\s*ignore/i.test(one.getAttribute('style') ?? ''),
      )?.textContent ?? ''
    const number = /(?:^|[（(])\s*(\d+|[a-zA-Z]|[ivxIVX]+|[一二三四五六七八九十]+)\s*[.、)）．]/.exec(
      marker,
    )?.[1]
    if (number !== undefined && !/^\d+$/.test(number))
      this.changes.add(
        'changed',
        { zh: '编号改为 1. 2. 3.', en: 'numbering became 1. 2. 3.' },
        excerpt(element.textContent),
      )
    const start = /^\d+$/.test(number ?? '') ? Number(number) : 1
    const blocks = new Blocks()
    this.children(element, this.scope(blocks, { boxed: scope.boxed }))
    scope.blocks.item({ level, ordered: number !== undefined, start, html: blocks.html() })
  }

  private code(element: Element, scope: Scope): void {
    const text = (element.textContent ?? '').replace(/\u00a0/g, ' ').replace(/\n+$/, '')
    if (text.trim()) scope.blocks.other(`<pre><code>${escaped(text)}</code></pre>`)
  }

  // —— notes of a document ——

  private isFootnotes(element: Element): boolean {
    return element.querySelector(':scope > li[id*="footnote"], :scope > li[id^="fn"]') !== null
  }

  private footnotes(element: Element, style: Style, scope: Scope): boolean {
    if (!/^(?:footnote|endnote)-list$/.test(style.get('mso-element') ?? '')) return false
    if (!element.querySelector('hr')) scope.blocks.other('<hr>')
    this.children(element, { ...scope, marks: { ...scope.marks, size: 14 } })
    this.changes.add('changed', { zh: '脚注放在文末', en: 'footnotes stand at the end' }, '')
    return true
  }

  private notes(element: Element, scope: Scope): void {
    scope.blocks.other('<hr>')
    for (const [index, note] of [...element.children].entries()) {
      for (const back of note.querySelectorAll('a[href^="#"]'))
        if (/^[↑↩^⏎\s]*$/.test(back.textContent ?? '')) back.remove()
      scope.blocks.words(`[${index + 1}] ${(note.textContent ?? '').replace(/\s+/g, ' ').trim()}`, {
        size: 14,
      })
      scope.blocks.flush()
    }
    this.changes.add('changed', { zh: '脚注放在文末', en: 'footnotes stand at the end' }, '')
  }

  // —— pictures and tables ——

  private figure(element: Element, scope: Scope): void {
    const caption = element.querySelector('figcaption')
    const picture = element.querySelector('img')
    if (!picture) {
      this.children(element, scope)
      return
    }
    const blocks = new Blocks()
    if (caption) this.children(caption, this.scope(blocks, { boxed: scope.boxed }))
    const words = /^<p[^>]*>([\s\S]*)<\/p>$/.exec(blocks.html())?.[1]?.replace(/<\/p><p[^>]*>/g, ' ') ?? ''
    caption?.remove()
    const all = [...element.querySelectorAll('img')]
    for (const [index, one] of all.entries()) this.picture(one, scope, index === all.length - 1 ? words : '')
    for (const one of all) one.remove()
    this.children(element, scope)
  }

  private picture(element: Element, scope: Scope, caption = ''): void {
    const src =
      element.getAttribute('data-src') ??
      element.getAttribute('data-original') ??
      element.getAttribute('src') ??
      ''
    const alt = (element.getAttribute('alt') ?? '').trim()
    const media = element.getAttribute('data-media') ?? /^media:(.+)$/.exec(src)?.[1]
    if (media) {
      scope.blocks.figure(`<figure data-media="${escaped(media)}"><img alt="${escaped(alt)}">`, caption)
      return
    }
    const size = ['width', 'height'].map((name) => Number(element.getAttribute(name) ?? NaN))
    if (size.some((one) => one <= 2)) return
    // Emoticons of chat programs are pictures with their sign or name as description.
    if (/emoji|emotion|wx_emoji/i.test(`${element.className} ${src}`) && alt) {
      scope.blocks.words(alt, scope.marks)
      return
    }
    const file = this.files.get(src) ?? fileOf(src)
    const fileName = /([^/?#\\]+\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic))(?:$|[?#])/i.exec(src)?.[1]
    const name = decoded(fileName ?? '') || alt || '图片'
    const key = `${this.pictures.length + 1}. ${name}`.slice(0, 80)
    this.pictures.push({ key, ...(file && { file }) })
    if (!file)
      this.changes.add(
        'todo',
        /mmbiz\.q(?:pic|logo)\.cn/.test(src)
          ? {
              zh: '公众号文章里的图片：确认有权使用后，下载下来在它的位置上传',
              en: 'pictures of a WeChat article: upload them in their place once you know that you may use them',
            }
          : {
              zh: '图片带不过来，请在它的位置上传',
              en: 'pictures that did not come along: upload them in their place',
            },
        name,
      )
    scope.blocks.figure(`<figure data-wanted="${escaped(key)}"><img alt="${escaped(alt)}">`, caption)
  }

  private table(element: Element, rows: Element[][], scope: Scope): void {
    const cells = rows.flat()
    const caption = element.querySelector(':scope > caption')
    if (caption) {
      scope.blocks.flush()
      this.children(caption, { ...scope, align: 'center' })
      scope.blocks.flush()
    }
    // One cell is a frame, and a table in a cell has no room on a phone: their words stand on their own.
    if (cells.length === 1 || scope.inCell) {
      if (scope.inCell)
        this.changes.add(
          'changed',
          { zh: '表格里的表格改成了段落', en: 'a table inside a table became paragraphs' },
          excerpt(element.textContent),
        )
      for (const cell of cells) {
        scope.blocks.flush()
        this.children(cell, scope)
        scope.blocks.flush()
      }
      return
    }
    const drawn = rows.map((row) =>
      row.map((cell) => {
        const style = this.sheet.of(cell)
        const blocks = new Blocks()
        this.children(
          cell,
          this.scope(blocks, {
            inCell: true,
            marks: this.marks(withoutGround(style), this.scope(blocks), cell, true),
          }),
        )
        return {
          element: cell,
          html: blocks.html(),
          align: this.alignment(style.get('text-align'), ''),
          ground: groundColour(
            /^(?:#[0-9a-f]+|rgba?\([^)]*\)|[a-z]+)/i.exec(
              style.get('background-color') ?? style.get('background') ?? '',
            )?.[0] ?? '',
          )?.value,
          bold: /^(?:bold|[6-9]00)$/.test(style.get('font-weight') ?? ''),
        }
      }),
    )
    scope.blocks.other(tableHtml(drawn, this.source === 'excel'))
  }
}

const withoutGround = (style: Style): Style =>
  new Map(
    [...style].filter(
      ([name]) => !/^(?:background|border|vertical-align|font-weight|font-family)/.test(name),
    ),
  )

const declarations = (style: Style): string =>
  [...style].map(([name, value]) => `${name}: ${value}`).join('; ')

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    // A per cent sign that is none of an encoding: the name as it stands.
    return name
  }
}

/** A picture that is written into the address itself. */
function fileOf(src: string): Blob | undefined {
  const [, type, data] = /^data:(image\/[\w+.-]+);base64,([\s\S]+)$/.exec(src) ?? []
  if (!type || !data) return undefined
  const bytes = Uint8Array.from(atob(data.replace(/\s/g, '')), (sign) => sign.charCodeAt(0))
  return new Blob([bytes], { type })
}

/**
 * HTML of another program (Word, WPS, Excel, 飞书, 语雀, a page, 135, 秀米, a WeChat article) in the language of
 * articles. `files` are pictures by the address the HTML has for them.
 */
export function fromHtml(html: string, files = new Map<string, Blob>()): Imported {
  const document = new DOMParser().parseFromString(html, 'text/html')
  return new HtmlImport(document, sourceOf(html), files).run()
}

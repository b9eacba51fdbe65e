/** Marks of a run of words, as the language of articles knows them. */
export interface Marks {
  bold?: boolean
  italic?: boolean
  underline?: boolean
  strike?: boolean
  code?: boolean
  raised?: 'sup' | 'sub'
  colour?: string
  ground?: string
  size?: number
  spacing?: string
  href?: string
}

export interface BlockLook {
  tag: 'p' | 'h1' | 'h2' | 'h3'
  align?: string
  firstLine?: boolean
  indent?: number
  lineHeight?: string
}

interface Item {
  level: number
  ordered: boolean
  start: number
  html: string
}

type Block =
  | { kind: 'words'; html: string; text: string; look: BlockLook }
  | { kind: 'figure'; open: string; caption: string }
  | { kind: 'item'; item: Item }
  | { kind: 'other'; html: string }

type Run = { text: string; marks: Marks } | 'break'

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('\u00a0', '&nbsp;')

const css = (style: Record<string, string | undefined>): string => {
  const written = Object.entries(style).flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []))
  return written.length > 0 ? ` style="${written.join('; ')}"` : ''
}

function runHtml({ text, marks }: { text: string; marks: Marks }): string {
  const wrap = (on: unknown, tag: string, inner: string) => (on ? `<${tag}>${inner}</${tag}>` : inner)
  let html = wrap(marks.code, 'code', escaped(text))
  if (marks.raised) html = wrap(true, marks.raised, html)
  html = wrap(marks.strike, 's', html)
  html = wrap(marks.underline, 'u', html)
  html = wrap(marks.italic, 'em', html)
  html = wrap(marks.bold, 'strong', html)
  if (marks.ground) html = `<mark${css({ 'background-color': marks.ground })}>${html}</mark>`
  const look = css({
    color: marks.colour,
    'font-size': marks.size === undefined ? undefined : `${marks.size}px`,
    'letter-spacing': marks.spacing,
  })
  if (look) html = `<span${look}>${html}</span>`
  return marks.href ? `<a href="${escaped(marks.href)}">${html}</a>` : html
}

const same = (one: Marks, other: Marks) => JSON.stringify(one) === JSON.stringify(other)
const captionLine = /^(?:[▲△▴↑]\s*|(?:图|Fig(?:ure)?\.?)\s*\d+(?:[-.]\d+)*(?:[\s:：.、]|$)|图[:：])/i

/** Blocks of an article as they come in, with the words that are not yet in one. */
export class Blocks {
  private readonly blocks: Block[] = []
  private runs: Run[] = []
  look: BlockLook = { tag: 'p' }
  /** leading blanks were an indent of the first line */
  indentsRead = 0

  words(text: string, marks: Marks): void {
    const last = this.runs.at(-1)
    if (last && last !== 'break' && same(last.marks, marks)) last.text += text
    else this.runs.push({ text, marks: { ...marks } })
  }

  lineEnd(): void {
    // Two in a row are the end of a paragraph in all but name.
    if (this.runs.at(-1) === 'break') {
      this.runs.pop()
      this.flush()
    } else this.runs.push('break')
  }

  figure(open: string, caption = ''): void {
    this.flush()
    this.blocks.push({ kind: 'figure', open, caption })
  }

  item(item: Item): void {
    this.flush()
    this.blocks.push({ kind: 'item', item })
  }

  other(html: string): void {
    this.flush()
    this.blocks.push({ kind: 'other', html })
  }

  /** An empty paragraph: space the writer meant. */
  space(): void {
    this.blocks.push({ kind: 'words', html: '', text: '', look: { tag: 'p' } })
  }

  /** Ends the words under way as a paragraph or heading; whether there were any. */
  flush(): boolean {
    const runs = this.trimmed()
    this.runs = []
    if (runs.length === 0) return false
    const text = runs.map((run) => (run === 'break' ? '\n' : run.text)).join('')
    const html = runs.map((run) => (run === 'break' ? '<br>' : runHtml(run))).join('')
    this.blocks.push({ kind: 'words', html, text, look: { ...this.look } })
    this.look = { ...this.look, firstLine: undefined }
    return true
  }

  private trimmed(): Run[] {
    const runs = [...this.runs]
    const blank = (run: Run | undefined) => run === 'break' || (run && run.text.trim() === '')
    let lead = ''
    while (runs.length > 0 && blank(runs[0])) {
      const first = runs.shift()
      if (first && first !== 'break') lead += first.text
    }
    while (runs.length > 0 && blank(runs.at(-1))) runs.pop()
    const [first] = runs
    if (first && first !== 'break') {
      lead += /^\s*/.exec(first.text)?.[0] ?? ''
      runs[0] = { ...first, text: first.text.trimStart() }
    }
    const last = runs.at(-1)
    if (last && last !== 'break') runs[runs.length - 1] = { ...last, text: last.text.trimEnd() }
    // 　　 or a row of no-break spaces at the beginning of a paragraph is how an indent is typed.
    if (/\u3000|\u00a0{2,}|\u2003/.test(lead) && this.look.tag === 'p') {
      this.look = { ...this.look, firstLine: true }
      this.indentsRead += 1
    }
    return runs
  }

  get isEmpty(): boolean {
    return this.blocks.length === 0 && this.runs.length === 0
  }

  html(): string {
    this.flush()
    return written(withCaptions(this.blocks))
  }
}

/** A caption line stays with the picture it stands below. */
function withCaptions(blocks: Block[]): Block[] {
  const joined: Block[] = []
  for (const block of blocks) {
    const last = joined.at(-1)
    if (
      block.kind === 'words' &&
      last?.kind === 'figure' &&
      last.caption === '' &&
      block.look.tag === 'p' &&
      block.text.length <= 80 &&
      captionLine.test(block.text)
    )
      last.caption = block.html
    else joined.push(block.kind === 'figure' ? { ...block } : block)
  }
  return joined
}

function blockHtml(block: Exclude<Block, { kind: 'item' }>): string {
  if (block.kind === 'other') return block.html
  if (block.kind === 'figure')
    return `${block.open}${block.caption && `<figcaption>${block.caption}</figcaption>`}</figure>`
  const { tag, align, firstLine, indent, lineHeight } = block.look
  const look = css({
    'text-align': align,
    'text-indent': firstLine ? '2em' : undefined,
    'margin-left': indent ? `${indent * 2}em` : undefined,
    'line-height': lineHeight,
  })
  return `<${tag}${look}>${block.html}</${tag}>`
}

interface Open {
  level: number
  ordered: boolean
  hasItem: boolean
}

/** Items in a row are a list; a deeper one is a list inside the item before it. */
function listHtml(items: Item[]): string {
  let html = ''
  const open: Open[] = []
  const close = () => {
    const last = open.pop()
    if (last) html += `${last.hasItem ? '</li>' : ''}</${last.ordered ? 'ol' : 'ul'}>`
  }
  for (const { level, ordered, start, html: inner } of items) {
    while ((open.at(-1)?.level ?? -1) > level) close()
    if (open.at(-1)?.level === level && open.at(-1)?.ordered !== ordered) close()
    let last = open.at(-1)
    if (!last || last.level < level) {
      html += ordered ? (start > 1 ? `<ol start="${start}">` : '<ol>') : '<ul>'
      last = { level, ordered, hasItem: false }
      open.push(last)
    }
    html += `${last.hasItem ? '</li>' : ''}<li>${inner || '<p></p>'}`
    last.hasItem = true
  }
  while (open.length > 0) close()
  return html
}

function written(blocks: Block[]): string {
  let html = ''
  let items: Item[] = []
  for (const block of blocks) {
    if (block.kind === 'item') {
      items.push(block.item)
      continue
    }
    if (items.length > 0) html += listHtml(items)
    items = []
    html += blockHtml(block)
  }
  return items.length > 0 ? html + listHtml(items) : html
}

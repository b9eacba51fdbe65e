import sanitizeHtml from 'sanitize-html'
import { goneWithContent } from '../channels/wechat/filter-model'
import { pixelsOf } from '../channels/wechat/styles'
import { colourOf, contrastOf, over, type Colour } from '../platform/colour'
import { isElement, stylesOf, treeOf, type HtmlElement, type HtmlText } from '../platform/html-tree'
import { excerptOf } from '../policy/excerpt'
import type { Finding } from '../policy/finding'
import { findingOf, type RuleId } from '../policy/rule-book'
import { isVisible } from '../policy/visible'
import { readingOf } from './as-read'

type Styles = ReadonlyMap<string, string>

/** What is known of a text from all that stands around it. */
interface Around {
  hidden?: string
  moved?: string
  /** 0 to 1, of all around together */
  opacity: number
  /** px */
  size: number
  /** in shares of the size, or in px */
  lineHeight?: string
  colour: Colour
  /** what may lie behind the words: one colour, or those of a gradient */
  grounds: Colour[]
  /** words stand before it in its line, which a float would pass */
  passes: boolean
}

const ink: Colour = { red: 25, green: 25, blue: 25, alpha: 1 }
const paper: Colour = { red: 255, green: 255, blue: 255, alpha: 1 }

/** Words smaller than that cannot be read; captions are 12 to 14. */
const leastPixels = 7
const leastOpacity = 0.3
const leastContrast = 1.2

const px = (value: string | undefined, em: number) => (value === undefined ? undefined : pixelsOf(value, em))
const shareOf = (value: string | undefined) =>
  value !== undefined && /^[\d.]+%$/.test(value) ? parseFloat(value) / 100 : undefined
const numbersIn = (value: string) => (value.match(/-?(?:\d*\.)?\d+/g) ?? []).map(Number)

/** A first reason that holds: what is written there. */
const said = (styles: Styles, name: string, holds: (value: string) => boolean): string | undefined => {
  const value = styles.get(name)
  return value !== undefined && holds(value.toLowerCase()) ? `${name}: ${value}`.slice(0, 60) : undefined
}

const isNothing = (value: number | undefined, below: number) => value !== undefined && value < below

/** A box that is too small for a single letter and does not let it out. */
function isShut(styles: Styles, em: number): string | undefined {
  const clips = /hidden|clip|auto|scroll/.test(
    `${styles.get('overflow') ?? ''} ${styles.get('overflow-x') ?? ''} ${styles.get('overflow-y') ?? ''}`,
  )
  const names = clips ? ['height', 'max-height', 'width', 'max-width'] : ['height', 'width']
  for (const name of names) {
    const value = styles.get(name)
    if (value === undefined) continue
    const length = px(value, em) ?? (shareOf(value) === undefined ? undefined : shareOf(value)! * 335)
    if (isNothing(length, clips ? Math.min(em * 0.6, 10) : 1)) return `${name}: ${value}`
  }
  return undefined
}

/** What of these styles keeps the words inside from being seen. */
function hides(styles: Styles, element: HtmlElement, em: number): string | undefined {
  return (
    (element.attributes.has('hidden') ? 'hidden' : undefined) ??
    said(styles, 'display', (value) => value === 'none') ??
    said(styles, 'content-visibility', (value) => value === 'hidden') ??
    said(styles, 'filter', (value) =>
      /opacity\((0?\.[0-2]\d*|[0-2]?\d%|0)\)|brightness\((0|[2-9]|\d{2,})/.test(value),
    ) ??
    said(styles, 'clip-path', (value) => !/^(none|inset\(0(px|%)?\))$/.test(value)) ??
    said(styles, 'clip', (value) => value !== 'auto') ??
    said(styles, 'mask', (value) => value !== 'none') ??
    said(styles, 'mask-image', (value) => value !== 'none') ??
    said(styles, '-webkit-mask', (value) => value !== 'none') ??
    said(styles, '-webkit-mask-image', (value) => value !== 'none') ??
    said(styles, '-webkit-text-security', (value) => value !== 'none') ??
    said(styles, 'zoom', (value) => isNothing(shareOf(value) ?? Number(value), 0.5)) ??
    said(styles, 'scale', (value) => numbersIn(value).some((one) => Math.abs(one) < 0.5)) ??
    said(styles, 'transform', (value) => /scale[xy3d]*\([^)]*/.test(value) && scaleOf(value) < 0.5) ??
    said(styles, 'transform', (value) =>
      /rotate[xy]\(-?(?!0(?:deg)?\))[\d.]+deg\)|perspective|skew|matrix/.test(value),
    ) ??
    said(styles, '-webkit-text-fill-color', (value) => (colourOf(value)?.alpha ?? 1) < leastOpacity) ??
    said(styles, 'text-indent', (value) => isNothing(px(value, em), -em * 8) || (px(value, em) ?? 0) > 400) ??
    said(styles, 'letter-spacing', (value) => isNothing(px(value, em), -em * 0.3)) ??
    isShut(styles, em)
  )
}

const scaleOf = (transform: string): number =>
  Math.min(
    ...[...transform.matchAll(/scale[xyz3d]*\(([^)]*)\)/g)].flatMap(([, inside = '']) => numbersIn(inside)),
    1,
  )

const isFar = (limit: number, em: number) => (value: string) =>
  value
    .split(/[\s,]+/)
    .some((one) => Math.abs(px(one, em) ?? (one.endsWith('%') && parseFloat(one) !== 0 ? 999 : 0)) >= limit)

const isMinus = (limit: number, em: number) => (value: string) =>
  value.split(/\s+/).some((one) => (px(one, em) ?? (/^-[\d.]+%$/.test(one) ? -999 : 0)) <= -limit)

/** What of these styles lets the words inside be read at another place than where they are written. */
function moves(styles: Styles, element: HtmlElement, em: number, passes: boolean): string | undefined {
  const inline =
    /^inline/.test(styles.get('display') ?? '') || /^(span|a|b|strong|em|i|u|s|font)$/.test(element.tag)
  const margins = ['margin', 'margin-left', 'margin-right', 'margin-top', 'margin-bottom']
  const offsets = ['left', 'right', 'top', 'bottom', 'inset']
  return (
    (element.tag === 'bdo' || element.attributes.get('dir')?.toLowerCase() === 'rtl'
      ? `${element.tag} ${element.attributes.get('dir') ?? ''}`.trim()
      : undefined) ??
    said(styles, 'direction', (value) => value === 'rtl') ??
    said(styles, 'unicode-bidi', (value) => /override/.test(value)) ??
    said(styles, 'order', (value) => Number(value) !== 0) ??
    said(styles, 'flex-direction', (value) => /reverse/.test(value)) ??
    said(styles, 'flex-flow', (value) => /reverse/.test(value)) ??
    said(styles, 'flex-wrap', (value) => /reverse/.test(value)) ??
    said(styles, 'float', (value) => /right|inline-end/.test(value) || (value !== 'none' && passes)) ??
    said(styles, 'display', (value) => /table-(header|footer)-group|table-caption|ruby|run-in/.test(value)) ??
    ['grid-area', 'grid-row', 'grid-column', 'grid-row-start', 'grid-column-start', 'grid-template-areas']
      .map((name) => said(styles, name, (value) => value !== 'auto'))
      .find((found) => found !== undefined) ??
    said(styles, 'position', (value) => /absolute|fixed|sticky/.test(value)) ??
    (styles.get('position')?.toLowerCase() === 'relative'
      ? offsets.map((name) => said(styles, name, isFar(4, em))).find((found) => found !== undefined)
      : undefined) ??
    said(styles, 'transform', (value) =>
      [...value.matchAll(/translate[xyz3d]*\(([^)]*)\)/g)].some(([, inside = '']) => isFar(4, em)(inside)),
    ) ??
    said(styles, 'transform', (value) =>
      numbersIn(/rotatez?\(([^)]*)\)/.exec(value)?.[1] ?? '').some((one) => Math.abs(one) > 45),
    ) ??
    said(styles, 'translate', isFar(4, em)) ??
    said(styles, 'rotate', (value) => numbersIn(value).some((one) => Math.abs(one) > 45)) ??
    margins
      .map((name) => said(styles, name, isMinus(inline ? 8 : 20, em)))
      .find((found) => found !== undefined) ??
    said(styles, 'vertical-align', (value) => Math.abs(px(value, em) ?? 0) > em * 0.6) ??
    said(
      styles,
      'text-shadow',
      (value) => value !== 'none' && isFar(10, em)(value.replace(/[a-z]+\([^)]*\)|#\w+/g, '')),
    ) ??
    [
      'list-style',
      'list-style-type',
      'text-emphasis',
      'text-emphasis-style',
      '-webkit-text-emphasis',
      'content',
      'quotes',
    ]
      .map((name) => said(styles, name, (value) => /["']/.test(value)))
      .find((found) => found !== undefined)
  )
}

const gradientColours = (value: string): Colour[] =>
  (value.match(/#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)|\b[a-z]{3,}\b/gi) ?? []).flatMap(
    (one) => colourOf(one) ?? [],
  )

function groundsOf(styles: Styles, element: HtmlElement, below: Colour[]): Colour[] {
  let grounds = below
  const painted = [
    element.attributes.get('bgcolor'),
    styles.get('background-color'),
    styles.get('background'),
    styles.get('background-image'),
  ]
  for (const value of painted) {
    if (value === undefined) continue
    const plain =
      colourOf(value) ??
      (/gradient/.test(value)
        ? undefined
        : value
            .split(/\s+(?![^()]*\))/)
            .map(colourOf)
            .find(Boolean))
    const found = plain ? [plain] : /gradient/.test(value) ? gradientColours(value) : []
    if (found.length > 0)
      grounds = found.flatMap((one) => grounds.slice(0, 4).map((ground) => over(one, ground))).slice(0, 16)
  }
  return grounds
}

function sizeOf(styles: Styles, around: number): number {
  const shorthand = /(?:^|\s)((?:\d*\.)?\d+(?:px|pt|em|rem|%|vw)?)(?:\s*\/|\s+[^\s]|$)/.exec(
    styles.get('font') ?? '',
  )?.[1]
  const value = styles.get('font-size') ?? shorthand
  if (value === undefined) return around
  const share = shareOf(value)
  return share !== undefined ? share * around : (pixelsOf(value, around) ?? around)
}

function within(element: HtmlElement, around: Around): Around {
  const styles = stylesOf(element)
  const size = sizeOf(styles, around.size)
  const visibility = styles.get('visibility')?.toLowerCase()
  const grounds = groundsOf(styles, element, around.grounds)
  const written = styles.get('color') ?? element.attributes.get('color')
  const shown =
    visibility === 'visible' && around.hidden?.startsWith('visibility') ? undefined : around.hidden
  const unseen =
    visibility === 'hidden' || visibility === 'collapse' ? `visibility: ${visibility}` : undefined
  const hidden = shown ?? hides(styles, element, size) ?? unseen
  // Raised and lowered signs stand within the line of others, whatever their own is.
  const isRaised = /^(sub|super)$/.test(styles.get('vertical-align') ?? '')
  const lineHeight = isRaised ? undefined : (styles.get('line-height') ?? around.lineHeight)
  const moved = around.moved ?? moves(styles, element, size, around.passes)
  return {
    ...(hidden !== undefined && { hidden }),
    ...(moved !== undefined && { moved }),
    opacity:
      around.opacity * Math.min(1, shareOf(styles.get('opacity')) ?? Number(styles.get('opacity') ?? 1)),
    size,
    ...(lineHeight !== undefined && { lineHeight }),
    colour: (written !== undefined && colourOf(written)) || around.colour,
    grounds,
    passes: around.passes,
  }
}

/** Why the words of a text cannot be seen or are read elsewhere, if so. */
function troubleOf(text: string, around: Around): { rule: RuleId; seen: string } | undefined {
  const { hidden, moved, opacity, size, lineHeight, colour, grounds } = around
  if (hidden !== undefined) return { rule: 'body.hidden', seen: hidden }
  if (moved !== undefined) return { rule: 'body.moved', seen: moved }
  if (size < leastPixels) return { rule: 'body.hidden', seen: `font-size: ${Number(size.toFixed(1))}px` }
  if (opacity < leastOpacity) return { rule: 'body.hidden', seen: `opacity: ${Number(opacity.toFixed(2))}` }
  const high =
    lineHeight === undefined
      ? undefined
      : /^[\d.]+$/.test(lineHeight)
        ? Number(lineHeight)
        : (shareOf(lineHeight) ?? (pixelsOf(lineHeight, size) ?? size) / size)
  if (isNothing(high, 0.6) && [...text.trim()].length > 0)
    return { rule: 'body.hidden', seen: `line-height: ${lineHeight}` }
  const seen = Math.max(...grounds.map((ground) => contrastOf(over(colour, ground), ground)))
  if (seen < leastContrast) return { rule: 'body.hidden', seen: `color: ${hexOf(colour)}` }
  return undefined
}

const hexOf = ({ red, green, blue, alpha }: Colour) =>
  alpha < leastOpacity
    ? 'transparent'
    : `#${[red, green, blue].map((one) => Math.round(one).toString(16).padStart(2, '0')).join('')}`

/** No article is nested deeper; the words of what is deeper are left out, as its tags are. */
const deepest = 100

/** The body with every tag and style its author wrote, closed and quoted as browsers read it. */
const asWritten = (body: string): string =>
  sanitizeHtml(body, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    nestingLimit: deepest,
    parseStyleAttributes: false,
    nonTextTags: goneWithContent,
    // Without a value it would be left out as empty.
    transformTags: {
      '*': (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, ...('hidden' in attribs && { hidden: 'hidden' }) },
      }),
    },
    exclusiveFilter: ({ tag }) => goneWithContent.includes(tag),
  })

/**
 * Article 8: words that readers would not see, or would read in another order than they are written, each with the style
 * that does it and its place. `html` is a body as its author wrote it.
 */
export function concealedIn(html: string): Finding[] {
  const root = treeOf(asWritten(html))
  const reading = readingOf(root)
  const findings: Finding[] = []
  function look(element: HtmlElement, around: Around) {
    // A float goes before the words of its line that are written before it.
    let passes = isInline(element) && around.passes
    for (const node of element.children) {
      if (isElement(node)) look(node, within(node, { ...around, passes }))
      else judge(node, around)
      if (isElement(node) && !isInline(node)) passes = false
      else passes ||= isElement(node) ? hasWords(node) : isVisible(node.raw)
    }
  }

  function judge(node: HtmlText, around: Around) {
    const { start, end } = reading.placeOf(node)
    const text = reading.text.slice(start, end)
    const trouble = isVisible(text) ? troubleOf(text, around) : undefined
    if (!trouble) return
    const last = findings.at(-1)
    if (last?.rule === trouble.rule && last.seen === trouble.seen && last.at && last.at.end >= start - 1) {
      last.at = { ...last.at, end, excerpt: excerptOf(reading.text, last.at.start, end) }
      return
    }
    const from = start + (/^\s*/.exec(text)?.[0].length ?? 0)
    const excerpt = excerptOf(reading.text, from, end)
    findings.push(
      findingOf(trouble.rule, { seen: trouble.seen }, { field: 'body', start: from, end, excerpt }),
    )
  }

  look(root, { opacity: 1, size: 17, colour: ink, grounds: [paper], passes: false })
  return findings
}

const isInline = ({ tag }: HtmlElement): boolean =>
  /^(span|a|b|strong|em|i|u|s|del|ins|sub|sup|small|code|mark|font|img)$/.test(tag)
const hasWords = (element: HtmlElement): boolean =>
  element.children.some((node) => (isElement(node) ? hasWords(node) : isVisible(node.raw)))

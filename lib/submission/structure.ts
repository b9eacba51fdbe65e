import { aroundArticle, inside, type Around } from '../article/dark'
import { pixelsOf } from '../channels/wechat/styles'
import { contrastOf, over } from '../platform/colour'
import {
  isElement,
  stylesOf,
  treeOf,
  type HtmlElement,
  type HtmlNode,
  type HtmlText,
} from '../platform/html-tree'
import { excerptOf } from '../policy/excerpt'
import type { Finding, Place } from '../policy/finding'
import { findingOf, type RuleId } from '../policy/rule-book'
import { isVisible } from '../policy/visible'
import { readingOf } from './as-read'

/** A column of text on a phone and on a desk, in px. */
const [narrow, wide] = [335, 637]
const atMost = { apart: 0.2, overflow: 10, layers: 10, children: 20, empty: 15 }
const least = { lineHeight: 0.95, contrast: 1.5 }
/** Of one rule the first places only: a pasted template breaks one a hundred times. */
const told = 3

const plainFont = /^["']?(?:mp-quote|pingfang sc|system-ui|-apple-system)["']?\s*(?:,|$)/i

const isEmpty = (node: HtmlNode): boolean =>
  isElement(node) ? node.tag !== 'img' && node.children.every(isEmpty) : !isVisible(node.raw)

interface Lines {
  /** px */
  size: number
  /** px, or in shares of the size */
  height?: { px: number } | { share: number }
}

function linesOf(styles: Map<string, string>, around: Lines): Lines {
  const said = styles.get('font-size') ?? '1em'
  const share = said.endsWith('%') ? parseFloat(said) / 100 : undefined
  const size = share === undefined ? (pixelsOf(said, around.size) ?? around.size) : share * around.size
  const height = styles.get('line-height')
  if (height === undefined) return { ...around, size }
  if (/^[\d.]+$/.test(height)) return { size, height: { share: Number(height) } }
  const px = height.endsWith('%') ? (parseFloat(height) / 100) * size : pixelsOf(height, size)
  return px === undefined ? { ...around, size } : { size, height: { px } }
}

const fixedWidth = (element: HtmlElement, styles: Map<string, string>): number | undefined => {
  const said = styles.get('width') ?? styles.get('min-width') ?? element.attributes.get('width')
  return said === undefined || said.endsWith('%') ? undefined : pixelsOf(said)
}

/** How many equal blocks stand in each other from here on, each the only one in its parent. */
function layersFrom(element: HtmlElement): number {
  const [only, ...others] = element.children.filter((node) => !isEmpty(node))
  const isSame =
    only !== undefined &&
    others.length === 0 &&
    isElement(only) &&
    only.tag === element.tag &&
    only.attributes.get('style') === element.attributes.get('style')
  return isSame ? 1 + layersFrom(only) : 1
}

/**
 * Article 10.3: what WeChat's own check of an article's structure warns of (reference sheet of articles, 1.2), in filtered
 * HTML and with its place. What the filter takes away (`text-align: start`, `caret-color`, fixed heights that cut words off,
 * `!important`, pictures below others) it names itself.
 */
export function structureIn(html: string): Finding[] {
  const root = treeOf(html)
  const reading = readingOf(root)
  const findings: Finding[] = []

  function placeOf(node: HtmlNode): Place | undefined {
    if (isElement(node)) return node.children.map(placeOf).find((place) => place !== undefined)
    if (!isVisible(node.raw)) return undefined
    const { start, end } = reading.placeOf(node)
    return { field: 'body', start, end, excerpt: excerptOf(reading.text, start, end) }
  }

  function tell(rule: RuleId, facts: { seen: string | number; limit?: number }, node: HtmlNode) {
    const known = findings.filter((one) => one.rule === rule)
    if (known.length >= told) return
    findings.push(findingOf(rule, facts, placeOf(node)))
  }

  function lookAtWords(node: HtmlText, lines: Lines, around: Around) {
    if (!isVisible(node.raw)) return
    const high = lines.height && ('px' in lines.height ? lines.height.px / lines.size : lines.height.share)
    const letters = [...node.raw.trim()].length
    if (high !== undefined && high < least.lineHeight && letters * lines.size > narrow)
      tell('structure.line-height', { seen: Number(high.toFixed(2)) }, node)
    const contrast = contrastOf(over(around.darkWords, around.ground), around.ground)
    if (around.onGradient) tell('structure.dark-gradient', { seen: '' }, node)
    else if (!around.onPicture && contrast < least.contrast)
      tell('structure.dark-contrast', { seen: Number(contrast.toFixed(2)) }, node)
  }

  function lookAt(element: HtmlElement, exempt: boolean) {
    const styles = stylesOf(element)
    const family = styles.get('font-family')
    if (family !== undefined && !plainFont.test(family))
      tell('structure.font-family', { seen: family.slice(0, 60) }, element)
    const width = fixedWidth(element, styles)
    if (!exempt && width !== undefined) {
      const apart = width / narrow - width / wide
      if (apart > atMost.apart || width > narrow + atMost.overflow)
        tell('structure.width', { seen: `${Math.round(width)}px` }, element)
    }
    const layers = layersFrom(element)
    const isFirst = !element.parent || layersFrom(element.parent) !== layers + 1
    if (isFirst && layers > atMost.layers)
      tell('structure.nesting', { seen: layers, limit: atMost.layers }, element)
  }

  function walk(element: HtmlElement, lines: Lines, around: Around, exempt: boolean) {
    const empty = element.children.filter((node) => isElement(node) && node.tag !== 'br' && isEmpty(node))
    if (element.children.filter(isElement).length > atMost.children && empty.length > atMost.empty)
      tell('structure.empty', { seen: empty.length, limit: atMost.empty }, element)
    for (const node of element.children) {
      if (!isElement(node)) {
        lookAtWords(node, lines, around)
        continue
      }
      const ignored = exempt || node.attributes.has('data-ignore-width')
      lookAt(node, ignored)
      walk(node, linesOf(stylesOf(node), lines), inside(node, around), ignored)
    }
  }

  walk(root, { size: 17 }, aroundArticle, false)
  return findings
}

import { hslOf } from '../platform/colour'
import type { Bilingual } from '../policy/finding'

/**
 * The language of an article: what the body of a submission may hold. Editor, import and rendering read it from here.
 * It holds only what WeChat keeps on the way to a phone; how it looks is the theme's, so a body carries few styles.
 *
 * Blocks: `p h1 h2 h3 ul ol li blockquote pre hr table`, pictures as
 * `<figure data-media="<media id>"><img alt="description"><figcaption>caption</figcaption></figure>`,
 * a picture still to be uploaded as `<figure data-wanted="its name">`, and `section` with `data-kind`.
 */

/** What a `section` is; `styled` keeps its own inline style, its words stay editable. */
export const sectionKinds = ['row', 'card', 'note', 'tip', 'important', 'warning', 'styled'] as const
export type SectionKind = (typeof sectionKinds)[number]

export const sectionNames: Record<SectionKind, Bilingual> = {
  row: { zh: '并排图片', en: 'pictures side by side' },
  card: { zh: '卡片', en: 'card' },
  note: { zh: '说明', en: 'note' },
  tip: { zh: '提示', en: 'tip' },
  important: { zh: '要点', en: 'important' },
  warning: { zh: '注意', en: 'warning' },
  styled: { zh: '保留原样的版块', en: 'block kept as it came' },
}

export interface Swatch {
  value: string
  name: Bilingual
}

/** Colours of words; each has a contrast of at least 4.5 on white. */
export const palette: readonly Swatch[] = [
  { value: '#b3261e', name: { zh: '朱红', en: 'seal red' } },
  { value: '#b34700', name: { zh: '橙', en: 'orange' } },
  { value: '#1e6b3c', name: { zh: '松绿', en: 'pine green' } },
  { value: '#1d5c99', name: { zh: '靛蓝', en: 'indigo' } },
  { value: '#6b4fa0', name: { zh: '紫', en: 'purple' } },
  { value: '#757575', name: { zh: '灰', en: 'grey' } },
]

/** Grounds behind words and in cells. */
export const grounds: readonly Swatch[] = [
  { value: '#fff3bf', name: { zh: '浅黄', en: 'light yellow' } },
  { value: '#ffe3e3', name: { zh: '浅红', en: 'light red' } },
  { value: '#d3f9d8', name: { zh: '浅绿', en: 'light green' } },
  { value: '#d0ebff', name: { zh: '浅蓝', en: 'light blue' } },
  { value: '#eeeeee', name: { zh: '浅灰', en: 'light grey' } },
]

/** Sizes of words in px beside the theme's own. */
export const sizes = [12, 14, 18, 20, 24] as const
export const lineHeights = ['1.5', '2', '2.5'] as const
export const alignments = ['left', 'center', 'right', 'justify'] as const
/** Steps of 2em. */
export const maxIndent = 4

interface Colour {
  red: number
  green: number
  blue: number
}

const named: Record<string, string> = {
  ...{ black: '#000000', white: '#ffffff', red: '#ff0000', green: '#008000', blue: '#0000ff' },
  ...{ yellow: '#ffff00', orange: '#ffa500', purple: '#800080', gray: '#808080', grey: '#808080' },
  ...{ cyan: '#00ffff', aqua: '#00ffff', magenta: '#ff00ff', fuchsia: '#ff00ff', lime: '#00ff00' },
  ...{ navy: '#000080', maroon: '#800000', teal: '#008080', silver: '#c0c0c0', olive: '#808000' },
  ...{ windowtext: '#000000', darkred: '#8b0000', darkblue: '#00008b', brown: '#a52a2a' },
}

/** A CSS colour as numbers; nothing for one that is no plain colour or can hardly be seen. */
export function colourOf(value: string): Colour | undefined {
  const text = value.trim().toLowerCase()
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(named[text] ?? text)?.[1]
  if (hex) {
    const full = hex.length === 3 ? [...hex].map((one) => one + one).join('') : hex
    const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16))
    return { red, green, blue }
  }
  const parts = /^rgba?\(([^)]*)\)$/
    .exec(text)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number)
  if (!parts || parts.length < 3 || parts.some(Number.isNaN) || (parts[3] ?? 1) < 0.05) return undefined
  const [red = 0, green = 0, blue = 0] = parts
  return { red, green, blue }
}

const nearest = (swatches: readonly Swatch[], hue: number): Swatch | undefined =>
  [...swatches].sort((one, other) => distance(one, hue) - distance(other, hue))[0]

function distance({ value }: Swatch, hue: number): number {
  const colour = colourOf(value)
  if (!colour || hslOf(colour).chroma < 8) return 360
  const apart = Math.abs(hslOf(colour).hue - hue)
  return Math.min(apart, 360 - apart)
}

/** The palette's colour for words of any colour; nothing where it is as dark or as light as no colour at all. */
export function wordColour(value: string): Swatch | undefined {
  const known = palette.find((one) => one.value === value.trim().toLowerCase())
  const colour = colourOf(value)
  if (known || !colour) return known
  const { hue, chroma, light } = hslOf(colour)
  if (light > 0.95) return undefined
  if (chroma < 40) return light > 0.36 ? palette.at(-1) : undefined
  return nearest(palette, hue)
}

/** The ground for words that had this one behind them; nothing for white. */
export function groundColour(value: string): Swatch | undefined {
  const known = grounds.find((one) => one.value === value.trim().toLowerCase())
  const colour = colourOf(value)
  if (known || !colour) return known
  const { hue, chroma, light } = hslOf(colour)
  if (light > 0.97) return undefined
  return chroma < 20 ? grounds.at(-1) : nearest(grounds, hue)
}

/** The nearest step for a size in px; nothing within 1 px of the body's own 15 to 17. */
export function sizeStep(px: number): (typeof sizes)[number] | undefined {
  if (!(px > 0) || (px >= 14.6 && px <= 17)) return undefined
  return [...sizes].sort((one, other) => Math.abs(one - px) - Math.abs(other - px))[0]
}

/** A length in px: of a body that is read at 16 px. */
export function pixelsOf(length: string): number | undefined {
  const [, number, unit] = /^(-?[\d.]+)\s*(px|pt|em|rem|cm|mm|in|%)?$/i.exec(length.trim()) ?? []
  if (number === undefined) return undefined
  const factor = { px: 1, pt: 4 / 3, em: 16, rem: 16, cm: 37.8, mm: 3.78, in: 96, '%': 0.16 }
  return Number(number) * factor[(unit?.toLowerCase() ?? 'px') as keyof typeof factor]
}

/** A style attribute cut at the semicolons that stand in no quotes and no brackets, in one pass. */
function piecesOf(style: string): string[] {
  const pieces: string[] = []
  let [from, depth, quote] = [0, 0, '']
  for (let at = 0; at < style.length; at++) {
    const sign = style.charAt(at)
    if (quote) quote = sign === quote ? '' : quote
    else if (sign === '"' || sign === "'") quote = sign
    else if (sign === '(') depth += 1
    else if (sign === ')') depth = Math.max(0, depth - 1)
    else if (sign === ';' && depth === 0) {
      pieces.push(style.slice(from, at))
      from = at + 1
    }
  }
  return [...pieces, style.slice(from)]
}

/** Declarations of a style attribute as written: a browser's own parser forgets those of Word. */
export function declarationsOf(style: string): { name: string; value: string }[] {
  return piecesOf(style).flatMap((piece) => {
    const colon = piece.indexOf(':')
    if (colon < 0) return []
    const name = piece.slice(0, colon).trim().toLowerCase()
    const value = piece.slice(colon + 1).trim()
    return name && value ? [{ name, value }] : []
  })
}

const platformPicture = /^https:\/\/mmbiz\.(?:qpic|qlogo)\.cn\/[^\s"'()\\<>]+$/
/** What a block kept as it came may carry: what is stored by WeChat and shown on phones. */
const boxProperty =
  /^(?:color|background(?:-color|-image|-size|-repeat|-position)?|(?:min-|max-)?(?:width|height)|margin(?:-\w+)?|padding(?:-\w+)?|border(?:-[a-z-]+)?|box-shadow|box-sizing|text-(?:align|indent|decoration|shadow)|vertical-align|display|flex(?:-[a-z]+)?|align-(?:items|self|content)|justify-content|order|line-height|letter-spacing|font-(?:size|weight|style)|white-space|word-(?:break|wrap)|writing-mode|overflow(?:-x|-y)?|opacity|transform(?:-origin)?|list-style(?:-type)?)$/

/**
 * The style of a block that is kept as it came: what WeChat keeps of it, and what it would remove, by property.
 * A quoted `url('…')` would take the whole element with it, so it is unquoted; only WeChat's own pictures stay.
 */
export function boxStyle(style: string): { kept: string; lost: { name: string; value: string }[] } {
  const kept: string[] = []
  const lost: { name: string; value: string }[] = []
  for (const { name, value } of declarationsOf(style)) {
    const plain = value
      .replace(/\s*!important\s*$/i, '')
      .replace(/url\(\s*(["']?)([^"')]*)\1\s*\)/gi, 'url($2)')
    const addresses = [...plain.matchAll(/url\(([^)]*)\)/gi)].map(([, address = '']) => address)
    const harmless =
      !/calc\(|var\(|expression|javascript|image-set|[\\<>@{}]/i.test(plain) &&
      addresses.every((address) => platformPicture.test(address)) &&
      !(name === 'display' && /grid/i.test(plain)) &&
      !(name === 'opacity' && Number(plain) < 0.1)
    if (boxProperty.test(name) && harmless) kept.push(`${name}: ${plain.replaceAll('"', "'")}`)
    else if (!/^(?:-webkit-|-moz-|-ms-|mso-)/.test(name)) lost.push({ name, value })
  }
  return { kept: kept.join('; '), lost }
}

/** Links that stay links for readers; of others WeChat keeps the words only. */
export const isPlatformLink = (href: string): boolean =>
  /^https?:\/\/mp\.weixin\.qq\.com\//i.test(href.trim())

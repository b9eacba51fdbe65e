import { colourOf } from '../../platform/colour'

const number = String.raw`(?:\d*\.)?\d+`
const length = String.raw`\+?${number}(?:px|pt|em|rem|%|vw|vh|cm|mm|in)?`
const signed = String.raw`[+-]?${number}(?:px|pt|em|rem|%|vw|vh|cm|mm|in)?`
const lineStyle = 'none|hidden|solid|dashed|dotted|double|groove|ridge|inset|outset|thin|medium|thick'
const gradient = /^(?:repeating-)?(?:linear|radial)-gradient\((?:[^()"']|\([^()"']*\))*\)$/i

/** A picture of the platform behind a block, unquoted: of a quoted address WeChat removes the whole element. */
const platformPicture = /^url\(https:\/\/mmbiz\.(?:qpic|qlogo)\.cn\/[^\s"'()\\<>]+\)$/i

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`, 'i')
const list = (one: string, most: number) => whole(`(?:${one})(?:[\\s/,]+(?:${one})){0,${most - 1}}`)

const lengths = list(`${length}|auto`, 4)
const size = whole(`${length}|auto|none|fit-content|max-content|min-content`)
const colours = (value: string) => value.split(/\s+(?![^()]*\))/).every(isColour)
const isColour = (value: string) =>
  /^(currentcolor|inherit|initial|unset)$/i.test(value) || colourOf(value) !== undefined

/** Words of a shorthand: each is a length, one of these keywords, or a colour. */
const mixed = (keywords: string) => {
  const word = whole(`${length}|${keywords}`)
  return (value: string) => value.split(/\s+(?![^()]*\))/).every((one) => word.test(one) || isColour(one))
}

/** A shadow that only softens its own words: one that is set off would show them at another place. */
const nearShadow = (value: string) =>
  value === 'none' ||
  (value.match(/-?[\d.]+(?=px|em|\s|,|$)/g) ?? []).every((one) => Math.abs(Number(one)) <= 6)

/** Rotations leave words where they are; the same holds of what changes nothing. */
const still =
  /^(none|rotatez?\(-?[\d.]+deg\)|((translate(3d|x|y|z)?|scale(3d|x|y)?|rotate(x|y|z)?)\((0|1)?(\.0+)?(px|em|%|deg)?(\s*,\s*(0|1)?(\.0+)?(px|em|%|deg)?)*\)\s*)+)$/i

/** Letters that are turned over one by one in a turned line read backwards. */
const isTurned = (value: string) =>
  Math.abs(Number(/^rotatez?\((-?[\d.]+)deg\)$/i.exec(value)?.[1] ?? 0)) > 15

type Takes = RegExp | ((value: string) => boolean)
const group = (names: string, takes: Takes): [string, Takes][] =>
  names.split(' ').map((name) => [name, takes])

/**
 * Properties and values that may stand in an article: each leaves words where they stand in the source and visible. What
 * moves, hides, covers or adds words (position, order, direction, strings, files) is not here.
 */
const taken = new Map<string, Takes>([
  ...group('color background-color', isColour),
  ...group(
    'background background-image',
    (value) => value === 'none' || isColour(value) || gradient.test(value) || platformPicture.test(value),
  ),
  ...group(
    'background-size background-position',
    list(`${signed}|cover|contain|auto|left|right|top|bottom|center`, 4),
  ),
  ...group('background-repeat', whole('(?:no-)?repeat(?:-[xy])?|space|round')),
  ...group('background-origin background-clip', whole('(?:border|padding|content)-box')),
  ...group(
    'font-size',
    whole(`${length}|xx-small|x-small|small|medium|large|x-large|xx-large|smaller|larger|inherit`),
  ),
  // Plain fonts only: one of signs, or one that nobody has, shows other letters than are written.
  ...group(
    'font-family',
    list(
      'mp-quote|-apple-system(?:-font)?|blinkmacsystemfont|system-ui|pingfang sc|microsoft yahei(?: ui)?|hiragino sans gb|helvetica(?: neue)?|arial|georgia|times new roman|optima|menlo|monaco|consolas|courier(?: new)?|monospace|serif|sans-serif',
      16,
    ),
  ),
  ...group('font-weight', whole('normal|bold|bolder|lighter|[1-9]00|inherit')),
  ...group('font-style', whole('normal|italic|oblique')),
  ...group(
    'font-variant-numeric font-feature-settings font-variant',
    whole('normal|tabular-nums|lining-nums|small-caps'),
  ),
  ...group('line-height', whole(`${length}|normal|inherit`)),
  ...group('letter-spacing', whole(`normal|[+-]?${number}(?:px|em|rem|pt)?|inherit`)),
  ...group('word-break', whole('normal|break-all|keep-all|break-word')),
  ...group('word-wrap overflow-wrap', whole('normal|break-word|anywhere')),
  ...group('white-space', whole('normal|nowrap|pre|pre-wrap|pre-line|break-spaces|inherit')),
  ...group('text-align text-align-last', whole('left|right|center|justify|auto|inherit')),
  ...group('text-indent', whole(`${signed}|inherit`)),
  ...group(
    'text-decoration text-decoration-line text-decoration-style text-decoration-color',
    mixed('none|underline|line-through|overline|solid|dashed|dotted|double|wavy|inherit'),
  ),
  ...group('text-transform', whole('none|capitalize|uppercase|lowercase')),
  ...group('text-shadow', nearShadow),
  ...group('margin', list(`${signed}|auto`, 4)),
  ...group('margin-top margin-right margin-bottom margin-left', whole(`${signed}|auto`)),
  ...group('padding padding-top padding-right padding-bottom padding-left', lengths),
  ...group('border border-top border-right border-bottom border-left', mixed(lineStyle)),
  ...group(
    'border-style border-top-style border-right-style border-bottom-style border-left-style',
    list(lineStyle, 4),
  ),
  ...group(
    'border-width border-top-width border-right-width border-bottom-width border-left-width',
    list(`${length}|thin|medium|thick`, 4),
  ),
  ...group('border-color border-top-color border-right-color border-bottom-color border-left-color', colours),
  ...group(
    'border-radius border-top-left-radius border-top-right-radius border-bottom-left-radius border-bottom-right-radius',
    list(length, 8),
  ),
  ...group('border-collapse', whole('collapse|separate')),
  ...group('border-spacing', list(length, 2)),
  ...group('width height max-width max-height min-width min-height', size),
  ...group('box-sizing', whole('border-box|content-box')),
  ...group('box-shadow', (value) => value === 'none' || /^[\d.\s,a-z#()%-]+$/i.test(value)),
  ...group('vertical-align', whole('baseline|sub|super|top|middle|bottom|text-top|text-bottom')),
  ...group('overflow overflow-x overflow-y', list('visible|hidden|auto|scroll', 2)),
  ...group('opacity', whole(number)),
  ...group(
    'list-style list-style-type list-style-position',
    list(
      'none|disc|circle|square|decimal|decimal-leading-zero|lower-alpha|upper-alpha|lower-latin|upper-latin|lower-roman|upper-roman|lower-greek|cjk-ideographic|simp-chinese-informal|inside|outside',
      2,
    ),
  ),
  ...group(
    'display',
    whole(
      'block|inline|inline-block|flex|inline-flex|table|inline-table|table-row|table-cell|table-row-group|list-item|flow-root',
    ),
  ),
  ...group('flex', list(`${length}|auto|none|initial`, 3)),
  ...group('flex-grow flex-shrink', whole(number)),
  ...group('flex-basis', size),
  ...group('flex-direction', whole('row|column')),
  ...group('flex-wrap', whole('wrap|nowrap')),
  ...group('flex-flow', list('row|column|wrap|nowrap', 2)),
  ...group(
    'justify-content align-items align-content align-self justify-items justify-self',
    list(
      'flex-start|flex-end|center|start|end|left|right|space-between|space-around|space-evenly|stretch|baseline|normal|auto|safe',
      2,
    ),
  ),
  ...group('gap row-gap column-gap', list(length, 2)),
  ...group('table-layout', whole('auto|fixed')),
  ...group('float', whole('left|right|none')),
  ...group('clear', whole('none|left|right|both')),
  ...group('object-fit', whole('fill|contain|cover|none|scale-down')),
  ...group('object-position', list(`${signed}|left|right|top|bottom|center`, 2)),
  ...group('aspect-ratio', whole(`auto|${number}(?:\\s*/\\s*${number})?`)),
  ...group('transform', (value) => still.test(value) || /^(scale|translate)/.test(value)),
])

/** Whether a declaration may stand in an article, wherever it stands. */
export function isTaken(name: string, value: string): boolean {
  const takes = taken.get(name)
  if (
    !takes ||
    value === '' ||
    value.length > 300 ||
    /[\\<>@{}"';]|url\(|expression|javascript/i.test(value.replace(platformPicture, ''))
  )
    return false
  return typeof takes === 'function' ? takes(value) : takes.test(value)
}

const pxOf: Record<string, number> = {
  ...{ px: 1, pt: 4 / 3, em: 17, rem: 17, vw: 3.75, vh: 7, cm: 37.8, mm: 3.78, in: 96, '': 1 },
}

/** A length in px on a phone of 375 px; nothing for a share of what is around, or no length. */
export function pixelsOf(value: string, em = 17): number | undefined {
  const [, digits, unit = ''] =
    /^([+-]?(?:\d*\.)?\d+)(px|pt|em|rem|vw|vh|cm|mm|in)?$/i.exec(value.trim()) ?? []
  if (digits === undefined) return undefined
  return Number(digits) * (unit.toLowerCase() === 'em' ? em : (pxOf[unit.toLowerCase()] ?? 1))
}

/** A phone's line holds that many px of text, and a line of text is that high. */
const column = 335
const lineHigh = 26

const shareOf = (value: string) => (/^[\d.]+%$/.test(value) ? (parseFloat(value) / 100) * column : undefined)

/** Whether so many letters can be read in a box of that width and height, both as CSS writes them. */
export function holds(letters: number, width: string | undefined, height: string | undefined): boolean {
  const wide = width === undefined ? column : (pixelsOf(width) ?? shareOf(width) ?? column)
  const high = height === undefined ? undefined : pixelsOf(height)
  if (letters > 0 && wide < 14) return false
  return high === undefined || Math.ceil((letters * 17) / Math.max(wide, 1)) * lineHigh <= high + 12
}

/** Around words these too must go: they would move them, pile them up or cut them off. */
export function isTakenAroundWords(
  name: string,
  value: string,
  { letters, styles, clipped }: { letters: number; styles: ReadonlyMap<string, string>; clipped: boolean },
): boolean {
  switch (name) {
    case 'float':
      return value === 'none'
    case 'transform':
      return still.test(value) && !isTurned(value)
    case 'height':
    case 'max-height':
      return holds(letters, styles.get('width') ?? styles.get('max-width'), value)
    case 'width':
    case 'max-width':
      return holds(letters, value, undefined)
    case 'white-space':
      return !clipped || !/nowrap|pre$/.test(value)
    case 'line-height':
      // Raised and lowered signs stand within the line of others.
      return (
        /^(sub|super)$/.test(styles.get('vertical-align') ?? '') || !isTight(value, styles.get('font-size'))
      )
    case 'letter-spacing':
      return (pixelsOf(value) ?? 0) >= -2
    case 'text-indent':
      return (pixelsOf(value) ?? 0) >= 0 && (pixelsOf(value) ?? 0) <= 100
    default:
      return true
  }
}

/** Lines closer than their letters are high lie upon each other. */
export function isTight(lineHeight: string, fontSize: string | undefined): boolean {
  const em = pixelsOf(fontSize ?? '17px') ?? 17
  if (/^[\d.]+$/.test(lineHeight)) return Number(lineHeight) < 1
  if (lineHeight.endsWith('%')) return parseFloat(lineHeight) < 100
  return (pixelsOf(lineHeight, em) ?? em) < em
}

/** Negative margins lay one thing upon another; a block may only reach into the page's own margin. */
export const isTakenMargin = (name: string, value: string): boolean => {
  const sides = value.split(/\s+/).map((side) => pixelsOf(side) ?? (side.startsWith('-') ? -Infinity : 0))
  if (sides.every((side) => side >= 0)) return true
  const across = name === 'margin-left' || name === 'margin-right'
  return across && sides.every((side) => side >= -20)
}

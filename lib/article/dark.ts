import { colourOf, hslOf, ofHsl, over, type Colour } from '../platform/colour'
import {
  declarationsOf,
  decoded,
  htmlInside,
  isElement,
  stylesOf,
  treeOf,
  type HtmlElement,
} from '../platform/html-tree'

/** How bright a colour is to the eye, 0 to 255. */
const brightnessOf = ({ red, green, blue }: Colour): number => (299 * red + 587 * green + 114 * blue) / 1000

const grey = (level: number, alpha = 1): Colour => ({ red: level, green: level, blue: level, alpha })
const darkGround = grey(0x19)
const defaultWords = grey(0x19)
const darkWords = grey(0xa3)

const whiteLike = 250
const brightestGround = 190
const darkestGround = 0.22
/** Grounds that are brighter carry dark words. */
const lightGround = 100
const leastDifference = 65
/** Whatever covers less is not seen. */
const leastAlpha = 0.05

function lit(colour: Colour, light: number): Colour {
  const { hue, saturation } = hslOf(colour)
  const [red, green, blue] = ofHsl(hue, saturation, Math.min(1, light))
  return { red, green, blue, alpha: colour.alpha }
}

const scaled = ({ red, green, blue, alpha }: Colour, by: number): Colour => ({
  ...{ red: red * by, green: green * by, blue: blue * by, alpha },
})

/** A ground in WeChat's dark mode: white and greys are turned over, what is bright is dimmed, the hue stays. */
export function groundInDark(ground: Colour): Colour {
  const { saturation, light } = hslOf(ground)
  const brightness = brightnessOf(ground)
  if ((saturation === 0 && light > 0.4) || brightness > whiteLike)
    return grey(255 * Math.min(1, 1 + 0x19 / 255 - light), ground.alpha)
  if (brightness > brightestGround) return scaled(ground, brightestGround / brightness)
  return light < darkestGround ? lit(ground, darkestGround) : ground
}

/** Words, borders and shadows in dark mode on a ground that is dark already: they keep a distance from it, and their hue. */
export function wordsInDark(words: Colour, ground: Colour): Colour {
  const [brightness, below] = [brightnessOf(words), brightnessOf(ground)]
  if (brightness >= whiteLike) return words
  if (below > lightGround)
    return Math.abs(brightness - below) >= leastDifference
      ? words
      : scaled(words, (below - leastDifference) / Math.max(brightness, 1))
  const { light } = hslOf(words)
  let raised = light <= 0.4 ? lit(words, 0.9 - light) : words
  for (let more = hslOf(raised).light; brightnessOf(raised) - below < leastDifference && more < 1;)
    raised = lit(raised, (more += 0.02))
  return raised
}

const channel = (value: number) => Math.round(value).toString(16).padStart(2, '0')
const written = ({ red, green, blue, alpha }: Colour): string =>
  `#${channel(red)}${channel(green)}${channel(blue)}${alpha < 1 ? channel(alpha * 255) : ''}`

/** The page's own ink is a little less than black; dark mode takes it for that grey. */
const byDay = (words: Colour): string => (words === defaultWords ? 'rgba(0, 0, 0, 0.9)' : written(words))

/** Colours in a value, each by another; what has none is returned as it is. */
const colours = /#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^()]*\)|\b[a-z]{3,}\b(?![-(])/gi
function recoloured(value: string, dark: (colour: Colour) => Colour): string {
  return value.replace(colours, (said) => {
    const colour = colourOf(said)
    if (!colour || colour.alpha < leastAlpha) return said
    const other = written(dark(colour))
    return other === written(colour) ? said : `light-dark(${said}, ${other})`
  })
}

const coloursIn = (value: string): Colour[] =>
  (value.match(colours) ?? []).flatMap((said) => colourOf(said) ?? [])

/** One colour of several, as a gradient behind words is flattened. */
function mixed(several: Colour[]): Colour {
  const mean = (of: (colour: Colour) => number) =>
    several.reduce((sum, colour) => sum + of(colour), 0) / several.length
  return {
    red: mean(({ red }) => red),
    green: mean(({ green }) => green),
    blue: mean(({ blue }) => blue),
    alpha: mean(({ alpha }) => alpha),
  }
}

const hasWords = ({ children }: HtmlElement): boolean =>
  children.some((node) => (isElement(node) ? hasWords(node) : node.raw.trim() !== ''))

/** What is around a text: the words' colour as it is by day and in dark mode, and the ground behind them in dark mode. */
export interface Around {
  words: Colour
  darkWords: Colour
  /** by day */
  lightGround: Colour
  ground: Colour
  /** a picture lies behind: the words keep their colours */
  onPicture: boolean
  /** a gradient lies right behind the words */
  onGradient: boolean
}

export const aroundArticle: Around = {
  ...{ words: defaultWords, darkWords, lightGround: grey(255), ground: darkGround },
  ...{ onPicture: false, onGradient: false },
}

const grounds = ['background', 'background-color', 'background-image']
const isGradient = (value: string) => /gradient\(/i.test(value)
const isPicture = (value: string) => /url\(/i.test(value)

/** What holds for what is inside this element. */
export function inside(element: HtmlElement, around: Around): Around {
  const styles = stylesOf(element)
  const ownColour = colourOf(styles.get('color') ?? element.attributes.get('color') ?? '')
  const behind = [
    element.attributes.get('bgcolor') ?? '',
    ...grounds.map((name) => styles.get(name) ?? ''),
  ].filter((value) => value !== '')
  const plain = behind.filter((value) => !isPicture(value)).flatMap(coloursIn)
  const own = plain.length > 0 ? mixed(plain) : undefined
  const seen = own && own.alpha >= leastAlpha ? own : undefined
  const ground = seen ? over(groundInDark(seen), around.ground) : around.ground
  const onPicture = behind.some(isPicture) || (around.onPicture && !seen)
  const words = ownColour ?? around.words
  const changed = ownColour !== undefined || seen !== undefined || onPicture !== around.onPicture
  return {
    words,
    darkWords: onPicture ? words : changed ? wordsInDark(words, ground) : around.darkWords,
    lightGround: seen ? over(seen, around.lightGround) : around.lightGround,
    ground,
    onPicture,
    onGradient: behind.some(isGradient) || (around.onGradient && !seen),
  }
}

/** What is to be said of one declaration for the dark, if anything. */
function darkOf(name: string, value: string, element: HtmlElement, around: Around, within: Around): string {
  if (isPicture(value) || (within.onPicture && !grounds.includes(name))) return value
  if (grounds.includes(name)) {
    if (!isGradient(value)) return recoloured(value, groundInDark)
    if (!hasWords(element)) return value
    const one = groundInDark(mixed(coloursIn(value)))
    return recoloured(value, () => one)
  }
  return /^(?:border|box-shadow|text-shadow|text-decoration|outline)/.test(name)
    ? recoloured(value, (colour) => wordsInDark(colour, around.ground))
    : value
}

function enlighten(element: HtmlElement, around: Around): void {
  const within = inside(element, around)
  const style = element.attributes.get('style') ?? ''
  const added = declarationsOf(decoded(style)).flatMap(({ name, value }) => {
    const dark = darkOf(name, value, element, around, within)
    return dark === value ? [] : [`${name}: ${dark}`]
  })
  const bgcolor = element.attributes.get('bgcolor')
  if (bgcolor !== undefined && !grounds.some((name) => stylesOf(element).has(name))) {
    const dark = recoloured(bgcolor, groundInDark)
    if (dark !== bgcolor) added.push(`background-color: ${dark}`)
  }
  const [day, night] = [byDay(within.words), written(within.darkWords)]
  if (day !== byDay(around.words) || night !== written(around.darkWords))
    added.push(`color: light-dark(${day}, ${night})`)
  if (added.length > 0)
    element.attributes.set('style', [style, ...added].filter((part) => part !== '').join('; '))
  for (const node of element.children) if (isElement(node)) enlighten(node, within)
}

/**
 * Filtered HTML of an article as its page shows it by day and in WeChat's dark mode, whose algorithm computes the dark
 * colours from the article's own (reference sheet of articles, 1.7). Only declarations with `light-dark()` are added; a
 * browser that does not know it shows the day. Pictures are left alone.
 */
export function inBothLights(html: string): string {
  const tree = treeOf(html)
  for (const node of tree.children) if (isElement(node)) enlighten(node, aroundArticle)
  return htmlInside(tree)
}

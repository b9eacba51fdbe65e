/*
 * WeChat's dark mode (reference sheet of articles, 1.7): the reader's client computes dark colours from those an article
 * has. Grounds first, then what stands on them. Assumed where the sheet is silent: dark words are mirrored to 90 % less
 * their lightness.
 */
const night = matchMedia('(prefers-color-scheme: dark)')
const PAPER = { r: 25, g: 25, b: 25, a: 1 }
const INK = { r: 25, g: 25, b: 25, a: 1 }

const bright = ({ r, g, b }) => (299 * r + 587 * g + 114 * b) / 1000

function parse(said) {
  const numbers = /^rgba?\(/.test(said) ? said.match(/[\d.]+/g).map(Number) : undefined
  return numbers && { r: numbers[0], g: numbers[1], b: numbers[2], a: numbers[3] ?? 1 }
}

const write = ({ r, g, b, a }) => `rgba(${Math.round(r)}, ${Math.round(g)}, ${Math.round(b)}, ${a})`

function toHsl({ r, g, b }) {
  const max = Math.max(r, g, b) / 255
  const min = Math.min(r, g, b) / 255
  const l = (max + min) / 2
  const d = max - min
  if (d === 0) return { h: 0, s: 0, l }
  const s = l > 0.5 ? d / (2 - max - min) : d / (max + min)
  let h
  if (max === r / 255) h = (g - b) / 255 / d + (g < b ? 6 : 0)
  else if (max === g / 255) h = (b - r) / 255 / d + 2
  else h = (r - g) / 255 / d + 4
  return { h: h / 6, s, l }
}

function fromHsl({ h, s, l }, a) {
  const q = l < 0.5 ? l * (1 + s) : l + s - l * s
  const p = 2 * l - q
  const channel = (shift) => {
    const t = (h + shift + 1) % 1
    if (t < 1 / 6) return p + (q - p) * 6 * t
    if (t < 1 / 2) return q
    return t < 2 / 3 ? p + (q - p) * (2 / 3 - t) * 6 : p
  }
  return { r: 255 * channel(1 / 3), g: 255 * channel(0), b: 255 * channel(-1 / 3), a }
}

function ground(colour) {
  const { h, s, l } = toHsl(colour)
  const level = bright(colour)
  if ((s === 0 && l > 0.4) || level > 250)
    return fromHsl({ h: 0, s: 0, l: Math.min(1, 1 + 25 / 255 - l) }, colour.a)
  if (level > 190) {
    const by = 190 / level
    return { r: colour.r * by, g: colour.g * by, b: colour.b * by, a: colour.a }
  }
  return l < 0.22 ? fromHsl({ h, s, l: 0.22 }, colour.a) : colour
}

function words(colour, on) {
  const level = bright(colour)
  const below = bright(on)
  if (level >= 250) return colour
  if (below > 100) {
    if (Math.abs(level - below) >= 65) return colour
    const by = (below - 65) / Math.max(level, 1)
    return { r: colour.r * by, g: colour.g * by, b: colour.b * by, a: colour.a }
  }
  const hsl = toHsl(colour)
  if (hsl.l <= 0.4) hsl.l = 0.9 - hsl.l
  let dark = fromHsl(hsl, colour.a)
  while (bright(dark) - below < 65 && hsl.l < 1) {
    hsl.l = Math.min(1, hsl.l + 0.02)
    dark = fromHsl(hsl, colour.a)
  }
  return dark
}

const laid = (top, below) => {
  const mix = (one, other) => one * top.a + other * (1 - top.a)
  return { r: mix(top.r, below.r), g: mix(top.g, below.g), b: mix(top.b, below.b), a: 1 }
}

const mean = (all) => {
  const sum = (name) => all.reduce((total, one) => total + one[name], 0) / all.length
  return { r: sum('r'), g: sum('g'), b: sum('b'), a: sum('a') }
}

const coloursIn = (value) => (value.match(/rgba?\([^)]*\)/g) ?? []).map(parse)
const recolour = (value, by) => value.replace(/rgba?\([^)]*\)/g, (said) => write(by(parse(said))))
const borders = ['border-top-color', 'border-right-color', 'border-bottom-color', 'border-left-color']

function darken(element, around) {
  const { style } = element
  const image = style.backgroundImage
  const onPicture = /url\(/.test(image)
  const gradient = /gradient\(/.test(image) ? coloursIn(image) : []
  const marked = element.getAttribute('bgcolor') ? getComputedStyle(element).backgroundColor : ''
  const flat = parse(style.backgroundColor || marked)
  const own = gradient.length > 0 ? mean(gradient) : flat
  const seen = own && own.a >= 0.05 ? own : undefined
  const on = seen ? laid(ground(seen), around.on) : around.on
  const picture = onPicture || (around.picture && !seen)
  const said = parse(style.color)
  const ink = said ?? around.ink

  for (const name of borders) {
    const colour = parse(style.getPropertyValue(name))
    if (colour && colour.a >= 0.05 && !picture) style.setProperty(name, write(words(colour, around.on)))
  }
  if (style.boxShadow && !picture) style.boxShadow = recolour(style.boxShadow, (one) => words(one, around.on))
  if (!onPicture) {
    if (gradient.length > 0 && element.textContent.trim() !== '')
      style.backgroundImage = recolour(image, () => ground(own))
    if (flat && flat.a >= 0.05) style.backgroundColor = write(ground(flat))
  }
  if (picture) style.color = write(ink)
  else if (said || seen || around.picture) style.color = write(words(ink, on))
  for (const child of element.children) darken(child, { ink, on, picture })
}

const content = document.getElementById('js_content')
const light = content?.innerHTML
function dress() {
  if (!content) return
  content.innerHTML = light
  if (night.matches)
    for (const child of content.children) darken(child, { ink: INK, on: PAPER, picture: false })
}
night.addEventListener('change', dress)
dress()

/** Red, green and blue of 0 to 255, and how much of it covers what lies below, 0 to 1. */
export interface Colour {
  red: number
  green: number
  blue: number
  alpha: number
}

const names: Record<string, string> = Object.fromEntries(
  `black 000000 white ffffff red ff0000 green 008000 blue 0000ff yellow ffff00 orange ffa500 purple 800080 gray 808080
   grey 808080 cyan 00ffff aqua 00ffff magenta ff00ff fuchsia ff00ff lime 00ff00 navy 000080 maroon 800000 teal 008080
   silver c0c0c0 olive 808000 snow fffafa ivory fffff0 ghostwhite f8f8ff whitesmoke f5f5f5 floralwhite fffaf0
   azure f0ffff mintcream f5fffa aliceblue f0f8ff seashell fff5ee honeydew f0fff0 linen faf0e6 beige f5f5dc
   gainsboro dcdcdc lightgray d3d3d3 lightgrey d3d3d3 darkgray a9a9a9 darkgrey a9a9a9 dimgray 696969 dimgrey 696969
   darkred 8b0000 darkblue 00008b darkgreen 006400 brown a52a2a pink ffc0cb gold ffd700 crimson dc143c tomato ff6347
   coral ff7f50 salmon fa8072 indigo 4b0082 violet ee82ee skyblue 87ceeb steelblue 4682b4 royalblue 4169e1
   windowtext 000000 transparent 00000000`
    .trim()
    .split(/\s+/)
    .reduce<[string, string][]>(
      (pairs, word, at, all) => (at % 2 ? pairs : [...pairs, [word, all[at + 1] ?? '']]),
      [],
    ),
)

const share = (text: string): number => (text.endsWith('%') ? parseFloat(text) / 100 : Number(text))
const within = (value: number, most: number): number => Math.min(most, Math.max(0, value))

/** Red, green and blue of a hue in degrees, a saturation and a lightness of 0 to 1. */
export function ofHsl(hue: number, saturation: number, light: number): [number, number, number] {
  const strength = saturation * Math.min(light, 1 - light)
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12
    return 255 * (light - strength * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return [channel(0), channel(8), channel(4)]
}

function ofHex(digits: string): Colour {
  const full = digits.length <= 4 ? [...digits].map((one) => one + one).join('') : digits
  const at = (from: number) => parseInt(full.slice(from, from + 2), 16)
  return { red: at(0), green: at(2), blue: at(4), alpha: full.length === 8 ? at(6) / 255 : 1 }
}

/** A colour as CSS writes it: `#rgb`, `#rrggbbaa`, `rgb()`, `hsl()` or a common name; nothing for what is none of these. */
export function colourOf(value: string): Colour | undefined {
  const text = value.trim().toLowerCase()
  const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(text)?.[1] ?? names[text]
  if (hex) return ofHex(hex)
  const [, kind, inside = ''] = /^(rgb|hsl)a?\(([^()]*)\)$/.exec(text) ?? []
  const parts = inside.trim().split(/[\s,/]+/)
  if (!kind || parts.length < 3 || parts.length > 4) return undefined
  const alpha = within(parts[3] === undefined ? 1 : share(parts[3]), 1)
  const channel = (part: string) => (part.endsWith('%') ? share(part) * 255 : Number(part))
  const [red = 0, green = 0, blue = 0] =
    kind === 'rgb'
      ? parts.slice(0, 3).map(channel)
      : ofHsl(
          ((parseFloat(parts[0] ?? '') % 360) + 360) % 360,
          within(share(parts[1] ?? ''), 1),
          within(share(parts[2] ?? ''), 1),
        )
  if ([red, green, blue, alpha].some(Number.isNaN)) return undefined
  return { red: within(red, 255), green: within(green, 255), blue: within(blue, 255), alpha }
}

/** Hue in degrees, saturation and lightness of 0 to 1; `chroma`, how far it is from grey, of 0 to 255. */
export function hslOf({ red, green, blue }: Pick<Colour, 'red' | 'green' | 'blue'>): {
  hue: number
  saturation: number
  light: number
  chroma: number
} {
  const [high, low] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  const chroma = high - low
  const light = (high + low) / 510
  if (chroma === 0) return { hue: 0, saturation: 0, light, chroma }
  const sector =
    high === red
      ? ((green - blue) / chroma + 6) % 6
      : high === green
        ? (blue - red) / chroma + 2
        : (red - green) / chroma + 4
  return { hue: sector * 60, saturation: chroma / 255 / (1 - Math.abs(2 * light - 1)), light, chroma }
}

/** What is seen of a colour that lies on a ground without holes. */
export function over(colour: Colour, ground: Colour): Colour {
  const mixed = (one: number, below: number) => one * colour.alpha + below * (1 - colour.alpha)
  return {
    red: mixed(colour.red, ground.red),
    green: mixed(colour.green, ground.green),
    blue: mixed(colour.blue, ground.blue),
    alpha: 1,
  }
}

function luminance({ red, green, blue }: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG's contrast of two colours without holes: 1 where they are the same, 21 for black on white. */
export function contrastOf(one: Colour, other: Colour): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

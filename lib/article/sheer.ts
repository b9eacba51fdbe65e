import { colourOf } from '../platform/colour'

/** Less than this WeChat's dark mode takes for nothing. */
const leastAlpha = 0.06

/**
 * A light ground as the thinnest colour that looks the same on white: in WeChat's dark mode, which dims an opaque one to a
 * bright block, it lies as softly on the dark page. Greys are turned over there and stay as they are.
 */
export function sheer(ground: string): string {
  const colour = colourOf(ground)
  if (!colour || colour.alpha < 1) return ground
  const { red, green, blue } = colour
  const low = Math.min(red, green, blue)
  const alpha = 1 - low / 255
  if (alpha < leastAlpha || low === Math.max(red, green, blue)) return ground
  const part = (value: number) => Math.round((value - low) / alpha)
  return `rgba(${part(red)},${part(green)},${part(blue)},${Number(alpha.toFixed(3))})`
}

import { colourOf, over } from '../../../lib/platform/colour'

/** A tenth of a colour on white, `#rrggbb`. */
export function tintOf(colour: string): string {
  const white = { red: 255, green: 255, blue: 255, alpha: 1 }
  const known = colourOf(colour) ?? white
  const { red, green, blue } = over({ ...known, alpha: 0.1 }, white)
  return `#${[red, green, blue].map((one) => Math.round(one).toString(16).padStart(2, '0')).join('')}`
}

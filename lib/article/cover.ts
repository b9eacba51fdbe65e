/** What WeChat shows of a cover: the headline of the day in 2.35 to 1, every other article and a shared card in a square. */
export const coverRatios = { crop235: 2.35, crop1: 1 } as const
export type CropName = keyof typeof coverRatios

/** A part of a picture, in shares of its sides from the top left. */
export interface Corners {
  left: number
  top: number
  right: number
  bottom: number
}

/** As WeChat writes it: `X1_Y1_X2_Y2`, at most six decimals. */
export const cropOf = ({ left, top, right, bottom }: Corners): string =>
  [left, top, right, bottom]
    .map((value) => String(Number(Math.min(1, Math.max(0, value)).toFixed(6))))
    .join('_')

/** @throws RangeError for what is no crop */
export function cornersOf(crop: string): Corners {
  const [left, top, right, bottom] = crop.split('_').map(Number)
  if (left === undefined || top === undefined || right === undefined || bottom === undefined)
    throw new RangeError(`no crop: ${crop}`)
  return { left, top, right, bottom }
}

/** The middle of a picture at that ratio of width to height. */
export function middleCrop(width: number, height: number, ratio: number): string {
  const seen = width / height
  const [left, top] = seen > ratio ? [(1 - ratio / seen) / 2, 0] : [0, (1 - seen / ratio) / 2]
  return cropOf({ left, top, right: 1 - left, bottom: 1 - top })
}

/** Sides of a picture as it is seen, in px, of what is known of its file: a phone may store it lying, with an orientation of 5 to 8. */
export function sidesOf(facts: Record<string, unknown>): { width: number; height: number } | undefined {
  const [width, height] = [Number(facts['width']), Number(facts['height'])]
  if (!(width > 0 && height > 0)) return undefined
  return Number(facts['orientation'] ?? 1) >= 5 ? { width: height, height: width } : { width, height }
}

/** Drawn by hand to the pixel of a preview, a crop is off by this much at most. */
const tolerance = 0.02

/** Whether the crop of a picture of these sides has the shape in which WeChat shows it. */
export function fits(
  crop: string,
  name: CropName,
  { width, height }: { width: number; height: number },
): boolean {
  const { left, top, right, bottom } = cornersOf(crop)
  const seen = ((right - left) * width) / ((bottom - top) * height)
  return Math.abs(seen / coverRatios[name] - 1) <= tolerance
}

/** Where a picture lies in a frame that shows one part of it, in percent of the frame. */
export function placeInFrame(crop: string): { width: string; height: string; left: string; top: string } {
  const { left, top, right, bottom } = cornersOf(crop)
  const percent = (share: number) => `${Number((100 * share).toFixed(3))}%`
  const [width, height] = [right - left, bottom - top]
  return {
    width: percent(1 / width),
    height: percent(1 / height),
    left: percent(-left / width),
    top: percent(-top / height),
  }
}

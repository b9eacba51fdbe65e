import sharp from 'sharp'

const window = 8
/** Of the paper of Wang, Bovik, Sheikh and Simoncelli (2004), for 8 bits. */
const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2]

/** Structural similarity of two pictures in luma, in windows of 8 × 8, at the dimensions of the second: 1 is the same. */
export async function ssim(a: Uint8Array, b: Uint8Array): Promise<number> {
  const { width, height } = await sharp(b).metadata()
  const luma = async (jpeg: Uint8Array) =>
    sharp(jpeg).rotate().resize({ width, height, fit: 'fill' }).greyscale().raw().toBuffer()
  const [x, y] = await Promise.all([luma(a), luma(b)])
  let sum = 0
  let windows = 0
  for (let top = 0; top + window <= height; top += window)
    for (let left = 0; left + window <= width; left += window) {
      sum += ofWindow(x, y, top * width + left, width)
      windows++
    }
  return sum / windows
}

function ofWindow(x: Buffer, y: Buffer, from: number, width: number): number {
  const n = window * window
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0]
  for (let row = 0; row < window; row++)
    for (let at = from + row * width, end = at + window; at < end; at++) {
      const [p, q] = [x[at] ?? 0, y[at] ?? 0]
      sx += p
      sy += q
      sxx += p * p
      syy += q * q
      sxy += p * q
    }
  const [mx, my] = [sx / n, sy / n]
  const [vx, vy, cov] = [sxx / n - mx * mx, syy / n - my * my, sxy / n - mx * my]
  return ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2))
}

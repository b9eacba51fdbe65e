/** How something grows: `points` as (size, measured), both from zero. */
export interface Growth {
  name: string
  x: string
  y: string
  points: [number, number][]
}

const [width, height, margin] = [560, 320, 56]

/** A plot with both axes from zero and the straight line to the largest point, so that a bend is seen. */
export function plotOf({ name, x, y, points }: Growth): string {
  const maxX = Math.max(...points.map(([at]) => at))
  const maxY = Math.max(...points.map(([, value]) => value))
  const px = (at: number) => (margin + (at / maxX) * (width - 2 * margin)).toFixed(1)
  const py = (value: number) => (height - margin - (value / maxY) * (height - 2 * margin)).toFixed(1)
  const [lastX, lastY] = points.at(-1) ?? [maxX, maxY]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" role="img" aria-label="${name}">`,
    `<rect width="100%" height="100%" fill="#fff"/><text x="${margin}" y="24" font-size="15">${name}</text>`,
    `<path d="M${px(0)} ${py(maxY)}V${py(0)}H${px(maxX)}" fill="none" stroke="#888"/>`,
    `<path d="M${px(0)} ${py(0)}L${px(lastX)} ${py(lastY)}" stroke="#bbb" stroke-dasharray="4 4"/>`,
    ...points.map(
      ([at, value]) =>
        `<circle cx="${px(at)}" cy="${py(value)}" r="4" fill="#1864ab"/><text x="${px(at)}" y="${height - margin + 18}" text-anchor="middle">${at}</text>`,
    ),
    `<text x="${width / 2}" y="${height - 12}" text-anchor="middle">${x}</text>`,
    `<text x="${margin - 8}" y="${Number(py(maxY)) + 4}" text-anchor="end">${maxY.toPrecision(3)}</text>`,
    `<text x="${margin - 8}" y="${Number(py(maxY)) - 14}" text-anchor="end">${y}</text>`,
    '</svg>\n',
  ].join('\n')
}

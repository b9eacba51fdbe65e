import type { Datum } from '../metrics'
import { escapeHtml } from './page'
import { statistic } from './statistic'
import type { MetricLine } from './widget'

interface Point {
  at: number
  value: number
}

const colours = ['#2563eb', '#dc2626', '#059669', '#d97706', '#7c3aed', '#0891b2', '#be185d', '#4d7c0f']
const [wide, high, left, bottom] = [600, 180, 46, 18]

/** One point per period that has data. */
export function pointsOf(line: MetricLine, data: Datum[], from: number): Point[] {
  const periodMs = line.periodSeconds * 1000
  const periods = new Map<number, number[]>()
  for (const { at, value } of data) {
    if (at < from) continue
    const period = Math.floor(at / periodMs) * periodMs
    periods.set(period, [...(periods.get(period) ?? []), value])
  }
  return [...periods].flatMap(([at, values]) => {
    const value = statistic(line.stat, values)
    return value === undefined ? [] : [{ at, value }]
  })
}

export const short = (value: number): string =>
  value >= 1e6
    ? `${(value / 1e6).toFixed(1)}M`
    : value >= 1e4
      ? `${(value / 1e3).toFixed(0)}k`
      : String(Math.round(value * 100) / 100)
const clockTime = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(11, 16)

/** Lines over the last hours as SVG, its last values in words; times are Beijing's. */
export function chart(series: { label: string; points: Point[] }[], from: number, to: number): string {
  const top = Math.max(1, ...series.flatMap(({ points }) => points.map(({ value }) => value)))
  const x = (at: number) => left + ((at - from) / (to - from)) * (wide - left)
  const y = (value: number) => high - bottom - (value / top) * (high - bottom - 10)
  const lines = series.map(({ points }, index) => {
    const colour = colours[index % colours.length]
    const path = points.map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`)
    const dots = path.map((point) => {
      const [cx, cy] = point.split(',')
      return `<circle cx="${cx}" cy="${cy}" r="2.5" fill="${colour}"/>`
    })
    return `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/>${dots.join('')}`
  })
  const keys = series.map(({ label, points }, index) => {
    const last = points.at(-1)
    return `<div><svg class="key" viewBox="0 0 1 1"><rect width="1" height="1" fill="${colours[index % colours.length]}"/></svg>${escapeHtml(label)}: <b>${last ? short(last.value) : '–'}</b></div>`
  })
  const said = series
    .map(({ label, points }) => `${label} ${points.length > 0 ? short(points.at(-1)!.value) : '–'}`)
    .join(', ')
  return `<svg viewBox="0 0 ${wide} ${high}" role="img" aria-label="${escapeHtml(said)}"><g font-size="11" fill="#6b7785">
<text x="0" y="14">${short(top)}</text><text x="0" y="${high - bottom}">0</text>
<text x="${left}" y="${high - 3}">${clockTime(from)}</text><text x="${wide - 32}" y="${high - 3}">${clockTime(to)}</text></g>
<path d="M${left} 8V${high - bottom}H${wide}" fill="none" stroke="#cbd5e1"/>${lines.join('')}</svg>${keys.join('')}`
}

import type { ServerResponse } from 'node:http'
import type { MovableClock } from '../aws/access'
import type { Metrics } from '../metrics'
import { chart, pointsOf } from './chart'
import { escapeHtml, sendPage } from './page'
import { DashboardBody, linesOf, type Widget } from './widget'

const shownMs = 3 * 3_600_000

const titled = (title: unknown, body: string) =>
  `${title === undefined ? '' : `<h2>${escapeHtml(String(title))}</h2>`}${body}`

const drawMetric = ({ properties }: Widget, metrics: Metrics, now: number): string => {
  const { lines, expressions } = linesOf(properties)
  const from = now - shownMs
  const series = lines.map((line) => ({
    label: `${line.label} (${line.stat})`,
    points: pointsOf(line, metrics.read(line.namespace, line.name, line.dimensions), from),
  }))
  const left = expressions.map((text) => `<div class="note">not computed here: ${escapeHtml(text)}</div>`)
  return titled(properties['title'], chart(series, from, now) + left.join(''))
}
const drawText = ({ properties }: Widget): string =>
  String(properties['markdown'] ?? '')
    .split('\n')
    .map((line) =>
      line.startsWith('#')
        ? `<h2>${escapeHtml(line.replace(/^#+ */, ''))}</h2>`
        : `<div>${escapeHtml(line)}</div>`,
    )
    .join('')
const drawAlarm = ({ properties }: Widget): string =>
  titled(
    properties['title'] ?? 'Alarms',
    [properties['alarms'] ?? []]
      .flat()
      .map((alarm) => `<div>${escapeHtml(String(alarm).split(':').at(-1)!)}</div>`)
      .join('') + '<div class="note">alarms are judged by CloudWatch only</div>',
  )

const draw = (widget: Widget, metrics: Metrics, now: number): string => {
  const body =
    widget.type === 'metric'
      ? drawMetric(widget, metrics, now)
      : widget.type === 'text'
        ? drawText(widget)
        : widget.type === 'alarm'
          ? drawAlarm(widget)
          : titled(
              widget.properties['title'],
              `<div class="note">a ${escapeHtml(widget.type)} widget is not drawn here</div>`,
            )
  const column = `${widget.x + 1} / span ${widget.width}`
  const row = `${widget.y + 1} / span ${widget.height}`
  return `<section class="widget" style="grid-column: ${column}; grid-row: ${row}">${body}</section>`
}

/** Draws the dashboards that CloudWatch gets, over the last three hours of the cloud's clock. */
export function dashboardPage(options: {
  dashboards: { name: string; body: string }[]
  metrics: Metrics
  clock: MovableClock
}): (response: ServerResponse) => void {
  const dashboards = options.dashboards.map(({ name, body }) => ({
    name,
    ...DashboardBody.parse(JSON.parse(body)),
  }))
  return (response) => {
    const now = options.clock.now()
    const drawn = dashboards.map(
      ({ name, widgets }) =>
        `<h1>${escapeHtml(name)}</h1><div class="grid">${widgets.map((widget) => draw(widget, options.metrics, now)).join('')}</div>`,
    )
    sendPage(response, 'Dashboard', drawn.join('') || 'The template declares no dashboard.')
  }
}

import type { ServerResponse } from 'node:http'
import type { MovableClock } from '../aws/access'
import type { Metrics } from '../metrics'
import type { AlarmModel } from '../template/service'
import { stateOf, type AlarmState } from './alarm'
import { chart, pointsOf, short } from './chart'
import { escapeHtml, sendPage } from './page'
import { statistic } from './statistic'
import { DashboardBody, linesOf, type MetricLine, type Widget } from './widget'

interface Given {
  dashboards: { name: string; body: string }[]
  alarms: AlarmModel[]
  metrics: Metrics
  clock: MovableClock
}

const shownMs = 3 * 3_600_000

const titled = (title: unknown, body: string) =>
  `${title === undefined ? '' : `<h2>${escapeHtml(String(title))}</h2>`}${body}`

/** The newest value of each number, over its last period. */
const figures = (lines: MetricLine[], metrics: Metrics, now: number): string => {
  const drawn = lines.map((line) => {
    const from = now - line.periodSeconds * 1000
    const values = metrics
      .read(line.namespace, line.name, line.dimensions)
      .flatMap(({ at, value }) => (at > from ? [value] : []))
    const value = values.length > 0 ? statistic(line.stat, values) : undefined
    return `<div><b>${value === undefined ? '–' : short(value)}</b>${escapeHtml(line.label)}</div>`
  })
  return `<div class="figures">${drawn.join('')}</div>`
}

const drawMetric = ({ properties }: Widget, metrics: Metrics, now: number): string => {
  const { lines, expressions, view } = linesOf(properties)
  if (view === 'singleValue') return titled(properties['title'], figures(lines, metrics, now))
  const from = now - shownMs
  const series = lines.map((line) => ({
    label: `${line.label} (${line.stat})`,
    points: pointsOf(line, metrics.read(line.namespace, line.name, line.dimensions), from),
  }))
  const left = expressions.map((text) => `<div class="note">not computed here: ${escapeHtml(text)}</div>`)
  return titled(properties['title'], chart(series, from, now) + left.join(''))
}
/** Links to the runbook lead to this machine's copy, others to the web. */
const linked = (line: string): string =>
  escapeHtml(line).replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (whole, label: string, to: string) => {
    const href = to.replace(/^docs\/runbook\.md/, '/runbook')
    return /^(\/runbook|https?:)/.test(href) ? `<a href="${href}">${label}</a>` : whole
  })

const drawText = ({ properties }: Widget): string =>
  String(properties['markdown'] ?? '')
    .split('\n')
    .map((line) =>
      line.startsWith('#')
        ? `<h2>${escapeHtml(line.replace(/^#+ */, ''))}</h2>`
        : `<div>${linked(line.replace(/^- /, ''))}</div>`,
    )
    .join('')
const stateNames: Record<AlarmState, string> = {
  alarm: '告警 alarm',
  unknown: '还不知道 not known yet',
  well: '正常 well',
}

/** Whether all is well, what is not, and on demand every alarm with its state and its section of the runbook. */
const drawAlarms = ({ properties }: Widget, { alarms, metrics }: Given, now: number): string => {
  const arns = [properties['alarms'] ?? []].flat()
  const judged = alarms
    .filter(({ arn }) => arns.includes(arn))
    .map((alarm) => ({ ...alarm, state: stateOf(alarm, metrics, now) }))
  const line = ({ says, section, state }: (typeof judged)[number]) =>
    `<li class="${state}">${stateNames[state]} · ${escapeHtml(says)} · <a href="/runbook#${section}">怎么办 what to do</a></li>`
  const raised = judged.filter(({ state }) => state === 'alarm')
  const said =
    raised.length === 0
      ? `<p class="well">✓ 一切正常 All is well</p>`
      : `<ul class="alarms">${raised.map(line).join('')}</ul>`
  const all = `<details><summary>全部 ${judged.length} 个告警 all alarms</summary><ul class="alarms">${judged.map(line).join('')}</ul></details>`
  return titled(properties['title'] ?? 'Alarms', said + all)
}

const draw = (widget: Widget, given: Given, now: number): string => {
  const body =
    widget.type === 'metric'
      ? drawMetric(widget, given.metrics, now)
      : widget.type === 'text'
        ? drawText(widget)
        : widget.type === 'alarm'
          ? drawAlarms(widget, given, now)
          : titled(
              widget.properties['title'],
              `<div class="note">a ${escapeHtml(widget.type)} widget is not drawn here</div>`,
            )
  const column = `${widget.x + 1} / span ${widget.width}`
  const row = `${widget.y + 1} / span ${widget.height}`
  return `<section class="widget" style="grid-column: ${column}; grid-row: ${row}">${body}</section>`
}

/** Draws the dashboards that CloudWatch gets, over the last three hours of the cloud's clock. */
export function dashboardPage(options: Given): (response: ServerResponse) => void {
  const dashboards = options.dashboards.map(({ name, body }) => ({
    name,
    ...DashboardBody.parse(JSON.parse(body)),
  }))
  return (response) => {
    const now = options.clock.now()
    const drawn = dashboards.map(
      ({ name, widgets }) =>
        `<h1>${escapeHtml(name)}</h1><div class="grid">${widgets.map((widget) => draw(widget, options, now)).join('')}</div>`,
    )
    sendPage(response, 'Dashboard', drawn.join('') || 'The template declares no dashboard.')
  }
}

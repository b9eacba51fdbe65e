import * as z from 'zod'

export interface MetricLine {
  namespace: string
  name: string
  dimensions: Record<string, string>
  label: string
  stat: string
  /** seconds */
  periodSeconds: number
}

const Place = {
  x: z.number().default(0),
  y: z.number().default(0),
  width: z.number().default(6),
  height: z.number().default(6),
}
/** The widgets of a CloudWatch dashboard that can be drawn; another type is shown as a box with its name. */
export const DashboardBody = z.object({
  widgets: z.array(
    z.object({
      type: z.string(),
      ...Place,
      properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
})
export type Widget = z.infer<typeof DashboardBody>['widgets'][number]

const MetricProperties = z.object({
  view: z.enum(['timeSeries', 'singleValue']).default('timeSeries'),
  stat: z.string().default('Average'),
  period: z.number().default(300),
  metrics: z.array(z.array(z.unknown())).default([]),
})
const Options = z.object({
  stat: z.string().optional(),
  label: z.string().optional(),
  period: z.number().optional(),
  expression: z.string().optional(),
})

/** `.` repeats one part of the row above, `...` all of it up to the last parts. */
const expand = (row: string[], above: string[]): string[] => {
  const dots = row.indexOf('...')
  const whole =
    dots < 0 ? row : [...above.slice(0, above.length - (row.length - 1 - dots)), ...row.slice(dots + 1)]
  return whole.map((part, index) => (part === '.' ? (above[index] ?? part) : part))
}

/** The lines of a metric widget with CloudWatch's shorthand written out; expressions are left out and named. */
export function linesOf(properties: Record<string, unknown>): {
  lines: MetricLine[]
  expressions: string[]
  view: 'timeSeries' | 'singleValue'
} {
  const { stat, period, metrics, view } = MetricProperties.parse(properties)
  const expressions: string[] = []
  let above: string[] = []
  const lines = metrics.flatMap((row) => {
    const last = row.at(-1)
    const options = Options.parse(typeof last === 'object' && last !== null ? last : {})
    if (options.expression !== undefined) {
      expressions.push(options.expression)
      return []
    }
    above = expand(
      row.filter((part) => typeof part === 'string'),
      above,
    )
    const [namespace = '', name = '', ...pairs] = above
    const dimensions: Record<string, string> = {}
    for (let index = 0; index + 1 < pairs.length; index += 2) dimensions[pairs[index]!] = pairs[index + 1]!
    const where = Object.values(dimensions).map((value) => value.split(':').at(-1))
    return [
      {
        namespace,
        name,
        dimensions,
        label: options.label ?? [name, ...where].join(' '),
        stat: options.stat ?? stat,
        periodSeconds: options.period ?? period,
      },
    ]
  })
  return { lines, expressions, view }
}

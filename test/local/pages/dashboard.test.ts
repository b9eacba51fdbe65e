import { createClock } from '../../../local/cloud/clock'
import { createMetrics } from '../../../local/metrics'
import { chart, pointsOf } from '../../../local/pages/chart'
import { dashboardPage } from '../../../local/pages/dashboard'
import { statistic } from '../../../local/pages/statistic'
import { linesOf } from '../../../local/pages/widget'
import { serve } from '../kit'

describe('metric rows', () => {
  it('write CloudWatch’s shorthand out', () => {
    const { lines, expressions } = linesOf({
      stat: 'Sum',
      period: 60,
      metrics: [
        ['AWS/Lambda', 'Errors', 'FunctionName', 'f'],
        ['.', 'Duration', '.', '.', { stat: 'p90', label: 'slow' }],
        ['...', 'g'],
        [{ expression: 'm1/m2', id: 'rate' }],
      ],
    })
    expect(lines).toMatchObject([
      {
        namespace: 'AWS/Lambda',
        name: 'Errors',
        dimensions: { FunctionName: 'f' },
        stat: 'Sum',
        label: 'Errors f',
      },
      {
        namespace: 'AWS/Lambda',
        name: 'Duration',
        dimensions: { FunctionName: 'f' },
        stat: 'p90',
        label: 'slow',
      },
      { namespace: 'AWS/Lambda', name: 'Duration', dimensions: { FunctionName: 'g' }, periodSeconds: 60 },
    ])
    expect(expressions).toEqual(['m1/m2'])
  })
})

describe('statistics', () => {
  it.each([
    ['Sum', 10],
    ['Average', 2.5],
    ['Maximum', 4],
    ['Minimum', 1],
    ['SampleCount', 4],
    ['p50', 2],
    ['p99', 4],
    ['TM(10%:90%)', undefined],
  ])('%s of 1 to 4 is %s', (stat, wanted) => {
    expect(statistic(stat, [3, 1, 4, 2])).toBe(wanted)
  })

  it('are taken per period, from a moment on', () => {
    const line = { namespace: '', name: '', dimensions: {}, label: '', stat: 'Sum', periodSeconds: 60 }
    const data = [5, 30_000, 59_999, 60_000].map((at) => ({ at, value: 1 }))
    expect(pointsOf(line, data, 10)).toEqual([
      { at: 0, value: 2 },
      { at: 60_000, value: 1 },
    ])
  })
})

describe('embedded metrics', () => {
  const clock = createClock()
  const line = {
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        {
          Namespace: 'Qianfa',
          Dimensions: [['service', 'stage']],
          Metrics: [{ Name: 'Sent', Unit: 'Count' }],
        },
      ],
    },
    service: 'qianfa',
    stage: 'local',
    Sent: [1, 2],
  }

  it('are taken from a function’s lines, by their dimensions', () => {
    const metrics = createMetrics(clock)
    expect(metrics.line(line)).toBe(true)
    expect(
      metrics.read('Qianfa', 'Sent', { stage: 'local', service: 'qianfa' }).map(({ value }) => value),
    ).toEqual([1, 2])
    expect(metrics.read('Qianfa', 'Sent', {})).toEqual([])
  })

  it('that carry no number are counted as CloudWatch counts them', () => {
    const metrics = createMetrics(clock)
    metrics.line({ ...line, Sent: 'two' })
    expect(metrics.read('AWS/Logs', 'EMFValidationErrors', {})).toHaveLength(1)
    expect(metrics.line({ message: 'no metric' })).toBe(false)
  })
})

describe('the page', () => {
  it('escapes what it shows and names what it cannot draw', async () => {
    const clock = createClock()
    const body = JSON.stringify({
      widgets: [
        { type: 'log', x: 0, y: 0, width: 24, height: 6, properties: { query: 'x' } },
        { type: 'text', properties: { markdown: '# <script>alert(1)</script>' } },
        { type: 'alarm', properties: { alarms: ['arn:aws:cloudwatch:r:0:alarm:TooLate'] } },
      ],
    })
    const show = dashboardPage({ dashboards: [{ name: 'd', body }], metrics: createMetrics(clock), clock })
    const { url, close } = await serve((_, response) => show(response))
    const page = await (await fetch(url)).text()
    await close()
    expect(page).toContain('a log widget is not drawn here')
    expect(page).toContain('TooLate')
    expect(page).not.toContain('<script>')
  })

  it('draws every point inside its frame', () => {
    const svg = chart([{ label: 'a', points: [0, 50, 100].map((at) => ({ at, value: at })) }], 0, 100)
    const points = /points="([^"]+)"/
      .exec(svg)![1]!
      .split(' ')
      .map((point) => point.split(',').map(Number))
    expect(points).toHaveLength(3)
    for (const [x, y] of points) {
      expect(x).toBeGreaterThanOrEqual(46)
      expect(x).toBeLessThanOrEqual(600)
      expect(y).toBeGreaterThanOrEqual(10)
      expect(y).toBeLessThanOrEqual(162)
    }
  })
})

import { createClock, type Clock } from '../../../local/cloud/clock'
import { createMetrics } from '../../../local/metrics'
import { stateOf } from '../../../local/pages/alarm'
import { chart, pointsOf } from '../../../local/pages/chart'
import { dashboardPage } from '../../../local/pages/dashboard'
import { statistic } from '../../../local/pages/statistic'
import { linesOf } from '../../../local/pages/widget'
import type { AlarmModel } from '../../../local/template/service'
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

const alarm: AlarmModel = {
  ...{ arn: 'arn:aws:cloudwatch:r:0:alarm:TooLate', says: 'It is <late>', section: 'late' },
  ...{ namespace: 'Qianfa', metric: 'Late', dimensions: {}, stat: 'Maximum', periodSeconds: 60, periods: 2 },
  ...{ threshold: 5, below: false, silenceBreaches: false },
}

describe('alarms are judged as CloudWatch does:', () => {
  const given = () => {
    let now = 1_000_000_000
    const clock = { now: () => now, move: () => undefined, offset: () => 0 } as unknown as Clock
    const metrics = createMetrics(clock)
    return {
      metrics,
      tell: (value: number) => metrics.put('Qianfa', 'Late', {}, value),
      pass: (seconds: number) => (now += seconds * 1000),
      is: (change: Partial<AlarmModel> = {}) => stateOf({ ...alarm, ...change }, metrics, now),
    }
  }

  it('raised from the threshold on, in as many periods in a row, and over when one is well', () => {
    const { tell, pass, is } = given()
    tell(5)
    expect(is()).toBe('well')
    pass(60)
    tell(9)
    expect(is()).toBe('alarm')
    pass(60)
    tell(4)
    expect(is()).toBe('well')
  })

  it('silence is well, or the alarm itself, once there was time to speak', () => {
    const { tell, pass, is } = given()
    const heartbeat = { stat: 'SampleCount', below: true, threshold: 1, silenceBreaches: true }
    expect([is(), is(heartbeat)]).toEqual(['well', 'unknown'])
    tell(0)
    expect(is(heartbeat)).toBe('well')
    pass(200)
    expect([is(), is(heartbeat)]).toEqual(['well', 'alarm'])
  })
})

describe('the page', () => {
  it('escapes what it shows and names what it cannot draw', async () => {
    const clock = createClock()
    const body = JSON.stringify({
      widgets: [
        { type: 'log', x: 0, y: 0, width: 24, height: 6, properties: { query: 'x' } },
        {
          type: 'text',
          properties: { markdown: '# <script>alert(1)</script>\n- [the section](docs/runbook.md#late)' },
        },
        {
          type: 'metric',
          properties: {
            view: 'singleValue',
            stat: 'Maximum',
            period: 60,
            metrics: [['Qianfa', 'Late', { label: 'Late' }]],
          },
        },
        { type: 'alarm', properties: { alarms: ['arn:aws:cloudwatch:r:0:alarm:TooLate'] } },
      ],
    })
    const metrics = createMetrics(clock)
    const show = dashboardPage({ dashboards: [{ name: 'd', body }], alarms: [alarm], metrics, clock })
    const { url, close } = await serve((_, response) => show(response))
    const shown = async () => (await fetch(url)).text()
    const quiet = await shown()
    metrics.put('Qianfa', 'Late', {}, 7)
    const once = await shown()
    clock.move(60_000)
    metrics.put('Qianfa', 'Late', {}, 7)
    const raised = await shown()
    await close()
    expect(quiet).toContain('a log widget is not drawn here')
    expect(quiet).not.toContain('<script>')
    expect(quiet).toContain('一切正常 All is well')
    expect(quiet).toContain('<a href="/runbook#late">the section</a>')
    expect(quiet).toContain('<div><b>–</b>Late</div>')
    expect(once).toContain('<div><b>7</b>Late</div>')
    expect(once).toContain('一切正常')
    expect(raised).toContain('<li class="alarm">告警 alarm · It is &#60;late&#62; · <a href="/runbook#late">')
    expect(raised).not.toContain('一切正常 All is well')
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

import type { Metrics } from '../metrics'
import type { AlarmModel } from '../template/service'
import { statistic } from './statistic'

/** `unknown`: too little has happened since the cloud started to say. */
export type AlarmState = 'well' | 'alarm' | 'unknown'

/** As CloudWatch would judge it now, over the last whole periods; counted from when the cloud began to count. */
export function stateOf(
  alarm: AlarmModel,
  metrics: Pick<Metrics, 'read' | 'since'>,
  now: number,
): AlarmState {
  const periodMs = alarm.periodSeconds * 1000
  const data = metrics.read(alarm.namespace, alarm.metric, alarm.dimensions)
  const breaches = Array.from({ length: alarm.periods }, (_, back) => {
    const until = now - back * periodMs
    const values = data.filter(({ at }) => at > until - periodMs && at <= until).map(({ value }) => value)
    const value = values.length > 0 ? statistic(alarm.stat, values) : undefined
    if (value === undefined) return alarm.silenceBreaches
    return alarm.below ? value < alarm.threshold : value >= alarm.threshold
  })
  if (!breaches.every(Boolean)) return 'well'
  const silent = data.every(({ at }) => at <= now - alarm.periods * periodMs)
  return silent && now - metrics.since < alarm.periods * periodMs ? 'unknown' : 'alarm'
}

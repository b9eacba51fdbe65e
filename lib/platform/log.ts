import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics } from '@aws-lambda-powertools/metrics'

const serviceName = process.env['SERVICE_NAME'] ?? 'qianfa'

/** Structured log lines; never a secret, a token or a mail address. */
export const log = new Logger({ serviceName })

/** Embedded metric lines: CloudWatch reads them from the log, and so does the one-machine cloud. */
const metrics = new Metrics({
  namespace: 'Qianfa',
  serviceName,
  defaultDimensions: { stage: process.env['STAGE'] ?? 'local' },
})

/** Writes one metric line at once; a step may run twice, so alarms on counts use Maximum or Sum >= 1. */
export function measure(name: string, value: number, unit: 'Count' | 'Seconds' | 'Bytes' = 'Count'): void {
  metrics.addMetric(name, unit, value)
  metrics.publishStoredMetrics()
}

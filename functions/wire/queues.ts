import { SQSClient } from '@aws-sdk/client-sqs'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'

/** The queues of what failed for good, or reached no function. */
export function failedQueues() {
  const env = configFrom(Env.pick({ FAILED_EVENTS_URL: true, DEAD_LETTERS_URL: true }).required())
  // The address of a queue names a host, which one machine does not have; its own address serves all queues.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false })
  return { sqs, queueUrls: [env.FAILED_EVENTS_URL, env.DEAD_LETTERS_URL] }
}

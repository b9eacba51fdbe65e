import { emptyAnswer } from '../answer'
import { demandOf, largestPut } from '../body'
import { bucketOf, type Operation } from '../call'
import { descriptionOf } from '../description'
import {
  allowWriting,
  bodyHeaders,
  commitBody,
  describingHeaders,
  requireConditions,
  requireLength,
  requireSum,
  retentionFor,
} from '../writing'

export const putObject: Operation = {
  name: 'PutObject',
  on: 'object',
  method: 'PUT',
  headers: [...describingHeaders, ...bodyHeaders],
  async run(call) {
    const { header, headerNames, body } = call.request
    allowWriting(call)
    const bucket = bucketOf(call)
    requireConditions(call, bucket)
    const description = descriptionOf(headerNames, header)
    const retention = retentionFor(call, bucket)
    const demand = demandOf(headerNames, header, { maxBytes: largestPut })
    requireLength(demand)
    requireSum(bucket, demand)
    const written = await bucket.blobs.write(body, demand)
    return emptyAnswer(
      200,
      commitBody(call, bucket, written, { description, retention }, 'PutObject').headers,
    )
  },
}

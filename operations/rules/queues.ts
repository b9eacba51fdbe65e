import { ofType, refersTo, type Rule } from './rule'

/** Queues are encrypted, and queues and topics take nothing without TLS (cdk-nag: SQS3, SQS4, SNS3). */
export const openQueues: Rule = (template) => {
  const faults = (type: 'Queue' | 'Topic', service: 'SQS' | 'SNS') =>
    ofType(template, `AWS::${service}::${type}`).flatMap(([id, properties]) => {
      const tlsOnly = ofType(template, `AWS::${service}::${type}Policy`)
        .filter(([, policy]) => refersTo(policy[`${type}s`], id))
        .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement as Record<string, unknown>[])
        .some(
          ({ Effect, Condition }) =>
            Effect === 'Deny' && JSON.stringify(Condition).includes('aws:SecureTransport'),
        )
      return [
        ...(type === 'Topic' || properties['SqsManagedSseEnabled'] ? [] : [`${id} is not encrypted`]),
        ...(tlsOnly ? [] : [`${id} takes messages without TLS`]),
      ]
    })
  return [...faults('Queue', 'SQS'), ...faults('Topic', 'SNS')]
}

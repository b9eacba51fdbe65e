import { ofType, refersTo, type Rule } from './rule'

const blocks = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']

/** Closed to everybody outside, encrypted, and by TLS only. */
export const openBuckets: Rule = (template) =>
  ofType(template, 'AWS::S3::Bucket').flatMap(([id, properties]) => {
    const { PublicAccessBlockConfiguration: closed = {}, BucketEncryption } = properties
    const statements = ofType(template, 'AWS::S3::BucketPolicy')
      .filter(([, { Bucket }]) => refersTo(Bucket, id))
      .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement as Record<string, unknown>[])
    const tlsOnly = statements.some(
      ({ Effect, Action, Condition }) =>
        Effect === 'Deny' && Action === 's3:*' && JSON.stringify(Condition).includes('aws:SecureTransport'),
    )
    return [
      ...blocks.filter((block) => closed[block] !== true).map((block) => `${id} is without ${block}`),
      ...statements
        .filter(({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes('"*"'))
        .map(() => `${id} lets everybody in`),
      ...(BucketEncryption ? [] : [`${id} is not encrypted`]),
      ...(tlsOnly ? [] : [`${id} takes requests without TLS`]),
    ]
  })

import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { parseArgs } from 'node:util'
import { command } from './command'
import { bringBackObjects, restoreTable } from './recover'
import { stackOf } from './stack'
import { targetOf, targetOptions, Usage } from './target'

/**
 * `npm run recover -- --stage prod --region … --at 2026-11-30T01:00:00Z`: table and buckets as they were then. The table
 * is a new one; the stack takes it with the parameters that are printed.
 */
command(async (args) => {
  const options = { ...targetOptions, at: { type: 'string' } } as const
  const { at: given, ...values } = parseArgs({ args, options }).values
  const target = targetOf(values, 'recover')
  if (target.stage === 'local') throw new Usage('on one machine: npm run restore -- backups/<folder>')
  const at = new Date(given ?? '')
  if (Number.isNaN(at.getTime())) throw new Usage('as of when? --at 2026-11-30T01:00:00Z')
  const { reach, outputs } = await stackOf(target)
  const from = outputs['TableName'] ?? ''
  const to = `qianfa-${target.stage}-as-of-${at.toISOString().replace(/\D/g, '').slice(0, 12)}`
  for (const bucket of ['MediaBucketName', 'ArchiveBucketName']) {
    const { shownAgain, writtenAgain } = await bringBackObjects(
      new S3Client(reach),
      outputs[bucket] ?? '',
      at,
    )
    console.log(`${outputs[bucket]}: ${shownAgain} shown again, ${writtenAgain} written again`)
  }
  console.log(`restoring ${from} as of ${at.toISOString()} into ${to}: minutes to hours`)
  const stream = await restoreTable(new DynamoDBClient(reach), { from, to, at })
  console.log('deploy with the parameters of before and these, and keep them in your file:')
  console.log(`  --param="table=${to}" --param="tableStream=${stream}"`)
})

import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation'
import { S3Client } from '@aws-sdk/client-s3'
import { parseArgs } from 'node:util'
import { command } from './command'
import { stackOf } from './stack'
import { targetOf, targetOptions, Usage } from './target'
import { emptyBucket, keptOf, takeDown } from './teardown'

/** `npm run teardown -- --stage dev --region … --yes dev`: takes a stage down and says what is kept, and how it is taken again. */
command(async (args) => {
  const { yes, ...values } = parseArgs({
    args,
    options: { ...targetOptions, yes: { type: 'string' } },
  }).values
  const target = targetOf(values, 'teardown')
  if (target.stage === 'local') throw new Usage('one machine is stopped, and its folder .qianfa is its data')
  if (yes !== target.stage)
    throw new Usage(`the whole stage ends: say its name once more, --yes ${target.stage}`)
  const { reach, outputs } = await stackOf(target)
  const StackName = `qianfa-${target.stage}`
  const client = new CloudFormationClient(reach)
  const { StackResourceDetail } = await client.send(
    new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'ServerlessDeploymentBucket' }),
  )
  const uploads = StackResourceDetail?.PhysicalResourceId ?? ''
  console.log(`${uploads}: ${await emptyBucket(new S3Client(reach), uploads)} uploads of deploys removed`)
  await takeDown(client, StackName)
  console.log(`${StackName} is gone. What is kept, as a next stage takes it:`)
  for (const kept of keptOf(outputs)) console.log(`  --param="${kept}"`)
})

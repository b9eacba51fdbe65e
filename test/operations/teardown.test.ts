import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation'
import { ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { emptyBucket, keptOf, takeDown } from '../../operations/teardown'
import { closeStands, someone, stand } from '../local/s3/kit'

afterAll(closeStands)

test('the uploads of deploys go with all their versions', async () => {
  const { clientOf } = await stand({ uploads: { versioned: true } })
  const client = clientOf(someone, { forcePathStyle: true })
  for (const Key of ['a', 'a', 'b'])
    await client.send(new PutObjectCommand({ Bucket: 'uploads', Key, Body: Key }))
  expect(await emptyBucket(client, 'uploads')).toBe(3)
  expect((await client.send(new ListObjectVersionsCommand({ Bucket: 'uploads' }))).Versions).toBeUndefined()
})

test('protection is taken off before the stack is deleted, and what is kept is told as a next stage takes it', async () => {
  const cloud = mockClient(CloudFormationClient)
  cloud.on(DescribeStacksCommand).resolves({
    Stacks: [{ StackName: 'qianfa-dev', CreationTime: new Date(), StackStatus: 'DELETE_COMPLETE' }],
  })
  await takeDown(new CloudFormationClient({ region: 'ap-southeast-1' }), 'qianfa-dev')
  expect(cloud.calls().map(({ args: [command] }) => [command.constructor.name, command.input])).toEqual([
    [
      UpdateTerminationProtectionCommand.name,
      { StackName: 'qianfa-dev', EnableTerminationProtection: false },
    ],
    [DeleteStackCommand.name, { StackName: 'qianfa-dev' }],
    [DescribeStacksCommand.name, { StackName: 'qianfa-dev' }],
  ])
  expect(keptOf({ TableName: 'qianfa-dev-Table-1', ArchiveBucketName: 'qianfa-dev-archive-2' })).toEqual([
    'table=qianfa-dev-Table-1',
    'archiveBucket=qianfa-dev-archive-2',
  ])
})

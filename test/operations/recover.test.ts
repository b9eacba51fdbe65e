import {
  DescribeTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { restoreTable } from '../../operations/recover'

const at = new Date('2026-11-30T01:00:00Z')
const stream = 'arn:aws:dynamodb:ap-southeast-1:1:table/after/stream/1'

test('a restored table gets back what a restore leaves out, once it is there', async () => {
  const table = mockClient(DynamoDBClient)
  const index = (IndexStatus: 'CREATING' | 'ACTIVE') => [{ IndexName: 'gsi1', IndexStatus }]
  table
    .on(DescribeTableCommand)
    .resolvesOnce({ Table: { TableStatus: 'CREATING' } })
    .resolvesOnce({ Table: { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: index('CREATING') } })
    .resolvesOnce({ Table: { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: index('ACTIVE') } })
    .resolvesOnce({ Table: { TableStatus: 'UPDATING', LatestStreamArn: stream } })
    .resolves({ Table: { TableStatus: 'ACTIVE', LatestStreamArn: stream } })
  const client = new DynamoDBClient({ region: 'ap-southeast-1' })
  expect(await restoreTable(client, { from: 'before', to: 'after', at }, 1)).toBe(stream)
  const made = table.calls().map(({ args: [command] }) => [command.constructor.name, command.input] as const)
  expect(made.filter(([name]) => name !== DescribeTableCommand.name)).toEqual([
    [
      RestoreTableToPointInTimeCommand.name,
      { SourceTableName: 'before', TargetTableName: 'after', RestoreDateTime: at },
    ],
    [
      UpdateTableCommand.name,
      {
        TableName: 'after',
        DeletionProtectionEnabled: true,
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      },
    ],
    [
      UpdateTimeToLiveCommand.name,
      { TableName: 'after', TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } },
    ],
    [
      UpdateContinuousBackupsCommand.name,
      { TableName: 'after', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    ],
  ])
})

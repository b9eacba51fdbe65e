import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { absent, ConditionFailed, dynamoTable } from '../../../lib/platform/table'

const aws = mockClient(DynamoDBClient)
const table = dynamoTable('T')
const meta = { $metadata: {} }

beforeEach(() => aws.reset())

describe('the table', () => {
  it('says what stands there when a condition fails', async () => {
    aws.on(PutItemCommand).rejects(
      new ConditionalCheckFailedException({
        ...meta,
        message: 'no',
        Item: marshall({ pk: 'DAY', sk: 'CLAIM', claimer: '许雯' }),
      }),
    )
    await expect(table.put({ pk: 'DAY', sk: 'CLAIM' }, absent)).rejects.toMatchObject({
      name: 'ConditionFailed',
      row: { claimer: '许雯' },
    })
    expect(aws.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
  })

  it('names the failed write of a transaction by its row', async () => {
    aws.on(TransactWriteItemsCommand).rejects(
      new TransactionCanceledException({
        ...meta,
        message: 'cancelled',
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ConditionalCheckFailed', Item: marshall({ pk: 'S', sk: 'TURN' }) },
        ],
      }),
    )
    await expect(table.transact([{ put: { pk: 'S', sk: 'HEAD' } }])).rejects.toMatchObject({
      name: 'ConditionFailed',
      row: { sk: 'TURN' },
    })
  })

  it('tries again after a conflict between transactions, which wrote nothing, and gives up in the end', async () => {
    const conflict = new TransactionCanceledException({
      ...meta,
      message: 'conflict',
      CancellationReasons: [{ Code: 'TransactionConflict' }],
    })
    aws.on(TransactWriteItemsCommand).rejectsOnce(conflict).resolves({})
    await table.transact([{ put: { pk: 'S', sk: 'HEAD' } }])
    expect(aws.commandCalls(TransactWriteItemsCommand)).toHaveLength(2)
    aws.reset()
    aws.on(TransactWriteItemsCommand).rejects(conflict)
    await expect(table.transact([{ put: { pk: 'S', sk: 'HEAD' } }])).rejects.toBe(conflict)
  })

  it('tries a single write again while a transaction holds its row', async () => {
    const conflict = new TransactionConflictException({
      ...meta,
      message: 'Transaction is ongoing for the item',
    })
    aws.on(PutItemCommand).rejectsOnce(conflict).resolves({})
    aws.on(DeleteItemCommand).rejectsOnce(conflict).resolves({})
    aws
      .on(UpdateItemCommand)
      .rejectsOnce(conflict)
      .resolves({ Attributes: marshall({ tries: 2 }) })
    await table.put({ pk: 'S', sk: 'HEAD' })
    await table.remove({ pk: 'S', sk: 'HEAD' })
    expect(await table.increment({ pk: 'S', sk: 'HEAD' }, 'tries', 1)).toBe(2)
    expect(aws.calls()).toHaveLength(6)
    aws.on(PutItemCommand).rejects(conflict)
    await expect(table.put({ pk: 'S', sk: 'HEAD' })).rejects.toBe(conflict)
  })

  it('lets throttling and timeouts through as they are: nothing is known then', async () => {
    const throttled = new ProvisionedThroughputExceededException({ ...meta, message: 'slow down' })
    aws.on(PutItemCommand).rejects(throttled)
    await expect(table.put({ pk: 'a', sk: 'b' })).rejects.toBe(throttled)
    const timeout = Object.assign(new Error('socket hang up'), { name: 'TimeoutError' })
    aws.on(GetItemCommand).rejects(timeout)
    await expect(table.get({ pk: 'a', sk: 'b' })).rejects.not.toBeInstanceOf(ConditionFailed)
  })

  it('reads a partition to its end, page by page', async () => {
    aws
      .on(QueryCommand)
      .resolvesOnce({
        Items: [marshall({ pk: 'p', sk: '1' })],
        LastEvaluatedKey: marshall({ pk: 'p', sk: '1' }),
      })
      .resolvesOnce({ Items: [marshall({ pk: 'p', sk: '2' })] })
    expect(await table.partition('p')).toEqual([
      { pk: 'p', sk: '1' },
      { pk: 'p', sk: '2' },
    ])
    expect(aws.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({ ConsistentRead: true })
  })
})

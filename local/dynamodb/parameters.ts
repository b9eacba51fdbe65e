import { AwsError } from '../aws/json-protocol'

const names = ['ExpressionAttributeNames']
const placeholders = [...names, 'ExpressionAttributeValues']
const conditional = ['ConditionExpression', 'ReturnValuesOnConditionCheckFailure', ...placeholders]
const written = [...conditional, 'ReturnValues', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics']

/** What each operation takes. dynalite ignores what it does not know, so the front refuses it by name. */
const known: Record<string, string[]> = {
  GetItem: ['TableName', 'Key', 'ConsistentRead', 'ProjectionExpression', ...names, 'ReturnConsumedCapacity'],
  PutItem: ['TableName', 'Item', ...written],
  UpdateItem: ['TableName', 'Key', 'UpdateExpression', ...written],
  DeleteItem: ['TableName', 'Key', ...written],
  Query: [
    ...['TableName', 'IndexName', 'KeyConditionExpression', 'FilterExpression', 'ProjectionExpression'],
    ...['ConsistentRead', 'ScanIndexForward', 'Limit', 'ExclusiveStartKey', 'Select'],
    ...[...placeholders, 'ReturnConsumedCapacity'],
  ],
  Scan: ['TableName', 'ExclusiveStartKey', 'Limit', 'ConsistentRead', 'ReturnConsumedCapacity'],
  BatchGetItem: ['RequestItems', 'ReturnConsumedCapacity'],
  BatchWriteItem: ['RequestItems', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'],
  DescribeTable: ['TableName'],
  ListTables: ['ExclusiveStartTableName', 'Limit'],
  DescribeTimeToLive: ['TableName'],
  UpdateTimeToLive: ['TableName', 'TimeToLiveSpecification'],
  TransactWriteItems: ['TransactItems', 'ClientRequestToken'],
  TransactGetItems: ['TransactItems'],
  // members of a transaction
  Put: ['TableName', 'Item', ...conditional],
  Update: ['TableName', 'Key', 'UpdateExpression', ...conditional],
  Delete: ['TableName', 'Key', ...conditional],
  ConditionCheck: ['TableName', 'Key', ...conditional],
  Get: ['TableName', 'Key', 'ProjectionExpression', ...names],
}

/** @throws AwsError ValidationException naming what `operation` cannot take here */
export function refuseUnknown(operation: string, input: object): void {
  const strange = Object.keys(input).filter((name) => !known[operation]?.includes(name))
  if (strange.length > 0)
    throw new AwsError(
      'ValidationException',
      `${strange.join(', ')} of ${operation} is not supported by this emulator`,
    )
}

import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb'
import { NoSuchKey, NoSuchUpload, NotFound, S3Client } from '@aws-sdk/client-s3'
import { ExecutionDoesNotExist, SFNClient, TaskDoesNotExist } from '@aws-sdk/client-sfn'
import { SQSClient } from '@aws-sdk/client-sqs'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { AwsClient } from 'aws4fetch'
import { ConditionFailed, type Condition, type Row, type Table, type Write } from '../../lib/platform/table'
import { memoryTable, type Rows } from './memory-table'

type Item = Record<string, AttributeValue>
type Input = Record<string, unknown>
type Answer = (input: Input) => unknown

const metadata = { $metadata: {}, message: '' }
const itemOf = (row: Row | undefined) => row && marshall(row, { removeUndefinedValues: true })
const rowOf = (item: unknown) => unmarshall(item as Item) as Row
const valuesOf = (input: Input) =>
  input['ExpressionAttributeValues'] ? unmarshall(input['ExpressionAttributeValues'] as Item) : {}

const conditionOf = (input: Input): Condition | undefined =>
  input['ConditionExpression'] === undefined
    ? undefined
    : {
        expression: String(input['ConditionExpression']),
        names: input['ExpressionAttributeNames'] as Record<string, string> | undefined,
        values: valuesOf(input),
      }

/** An update that only fills gaps, as `keep` of lib/platform/table sends it. */
function keptRow(input: Input): Row {
  const names = input['ExpressionAttributeNames'] as Record<string, string>
  const values = valuesOf(input)
  const filled = Object.entries(names).map(([short, name]) => [
    name,
    values[`:v${short.slice(2)}`] as unknown,
  ])
  return { ...rowOf(input['Key']), ...(Object.fromEntries(filled) as object) }
}

function writeOf(item: Record<string, Input>): Write {
  const { Put: put, Update: keep, ConditionCheck: check, Delete: remove } = item
  if (put) return { put: rowOf(put['Item']), when: conditionOf(put) }
  if (keep) return { keep: keptRow(keep) }
  if (check) return { check: rowOf(check['Key']), when: conditionOf(check)! }
  return { remove: rowOf(remove!['Key']), when: conditionOf(remove!) }
}

/** The rows of a table with what was written since `mark`: what changed for good, and the way back. */
export function watchedTable(rows: Rows) {
  const table = memoryTable(rows)
  const before = new Map<string, { pk: string; sk: string; row: Row | undefined }>()
  const note = ({ pk, sk }: { pk: string; sk: string }) => {
    const name = `${pk} ${sk}`
    if (!before.has(name)) before.set(name, { pk, sk, row: rows.get(pk)?.get(sk) })
  }
  const watched: Table = {
    ...table,
    put: (row, when) => (note(row), table.put(row, when)),
    remove: (key, when) => (note(key), table.remove(key, when)),
    increment: (key, attribute, by) => (note(key), table.increment(key, attribute, by)),
    transact: (writes) => {
      for (const write of writes)
        note(
          'put' in write
            ? write.put
            : 'keep' in write
              ? write.keep
              : 'check' in write
                ? write.check
                : write.remove,
        )
      return table.transact(writes)
    },
  }
  return {
    table: watched,
    /** Rows that are not what they were, as `pk sk`. */
    changed: () =>
      [...before.values()]
        .filter(({ pk, sk, row }) => JSON.stringify(rows.get(pk)?.get(sk)) !== JSON.stringify(row))
        .map(({ pk, sk }) => `${pk} ${sk}`),
    /** From here on: what is written now is the way back no more. */
    mark: () => before.clear(),
    undo() {
      for (const { pk, sk, row } of before.values()) {
        if (row === undefined) rows.get(pk)?.delete(sk)
        else rows.set(pk, (rows.get(pk) ?? new Map<string, Row>()).set(sk, row))
        if (rows.get(pk)?.size === 0) rows.delete(pk)
      }
      before.clear()
    },
  }
}

const span = (input: Input, of: 'sk' | 'gsi1sk') => {
  const values = valuesOf(input) as Record<string, string>
  const start = input['ExclusiveStartKey'] === undefined ? undefined : rowOf(input['ExclusiveStartKey'])
  return {
    from: values[':from'],
    to: values[':to'],
    newestFirst: input['ScanIndexForward'] === false,
    limit: Number(input['Limit'] ?? Infinity),
    ...(start && { after: { pk: start.pk, sk: start.sk, place: String(start[of]) } }),
  }
}

/** The operations of DynamoDB that lib/platform/table sends, on rows in memory. */
function dynamoOn(table: Table): Record<string, Answer> {
  const conditional = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error
      throw new ConditionalCheckFailedException({ ...metadata, Item: itemOf(error.row) })
    }
  }
  return {
    GetItemCommand: async (input) => ({ Item: itemOf(await table.get(rowOf(input['Key']))) }),
    PutItemCommand: (input) => conditional(table.put(rowOf(input['Item']), conditionOf(input))),
    DeleteItemCommand: (input) => conditional(table.remove(rowOf(input['Key']), conditionOf(input))),
    async UpdateItemCommand(input) {
      const attribute = (input['ExpressionAttributeNames'] as Record<string, string>)['#attribute']!
      const by = Number((valuesOf(input) as Record<string, number>)[':by'])
      const value = await conditional(table.increment(rowOf(input['Key']), attribute, by))
      return { Attributes: marshall({ [attribute]: value }) }
    },
    async QueryCommand(input) {
      const values = valuesOf(input) as Record<string, string>
      const pk = values[':pk']!
      const rows =
        input['IndexName'] === 'gsi1'
          ? await table.list(pk, span(input, 'gsi1sk'))
          : ':from' in values
            ? await table.span(pk, span(input, 'sk'))
            : await table.partition(pk, values[':prefix'])
      return { Items: rows.map(itemOf) }
    },
    async TransactWriteItemsCommand(input) {
      try {
        await table.transact((input['TransactItems'] as Record<string, Input>[]).map(writeOf))
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        throw new TransactionCanceledException({
          ...metadata,
          CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: itemOf(error.row) }],
        })
      }
    },
  }
}

/** What was done outside the table: `start <name>`, `answer <token>`, `write <key>`, `fetch <address>`. */
export type Deeds = { what: string; input: unknown }[]

const stepFunctions = (deeds: Deeds): Record<string, Answer> => {
  const done = (what: string, input: Input) => void deeds.push({ what, input })
  return {
    StartExecutionCommand: (input) => (done(`start ${String(input['name'])}`, input), {}),
    DescribeExecutionCommand(input) {
      const name = String(input['executionArn']).split(':').at(-1)!
      if (!deeds.some(({ what }) => what === `start ${name}`)) throw new ExecutionDoesNotExist(metadata)
      return { status: 'RUNNING' }
    },
    SendTaskSuccessCommand(input) {
      const token = String(input['taskToken'])
      if (!token.startsWith('task-')) throw new TaskDoesNotExist(metadata)
      done(`answer ${token}`, input)
      return {}
    },
  }
}

export type Objects = Map<string, { body: Uint8Array; contentType: string }>

const storage = (objects: Objects, deeds: Deeds): Record<string, Answer> => {
  const uploads = new Map<string, { key: string; parts: Map<number, number> }>()
  const upload = (input: Input) => {
    const found = uploads.get(String(input['UploadId']))
    if (!found) throw new NoSuchUpload(metadata)
    return found
  }
  const keep = (key: string, body: Uint8Array, contentType: string) => {
    deeds.push({ what: `write ${key}`, input: key })
    objects.set(key, { body, contentType })
    return { VersionId: 'v1', ETag: '"etag"' }
  }
  return {
    HeadObjectCommand(input) {
      const found = objects.get(String(input['Key']))
      if (!found) throw new NotFound(metadata)
      return {
        VersionId: 'v1',
        ETag: '"etag"',
        ContentLength: found.body.length,
        ContentType: found.contentType,
      }
    },
    GetObjectCommand(input) {
      const found = objects.get(String(input['Key']))
      if (!found) throw new NoSuchKey(metadata)
      return { Body: { transformToByteArray: () => Promise.resolve(found.body) } }
    },
    PutObjectCommand: (input) =>
      keep(String(input['Key']), Buffer.from(input['Body'] as string), String(input['ContentType'])),
    CreateMultipartUploadCommand(input) {
      const id = `upload ${uploads.size + 1}`
      uploads.set(id, { key: String(input['Key']), parts: new Map() })
      return { UploadId: id }
    },
    UploadPartCommand(input) {
      upload(input).parts.set(Number(input['PartNumber']), Buffer.from(input['Body'] as string).length)
      return { ETag: '"part"' }
    },
    ListPartsCommand: (input) => ({
      Parts: [...upload(input).parts].map(([PartNumber, Size]) => ({ PartNumber, Size, ETag: '"part"' })),
    }),
    CompleteMultipartUploadCommand: (input) => keep(upload(input).key, Buffer.from('joined'), 'video/mp4'),
    AbortMultipartUploadCommand: (input) => (upload(input), {}),
  }
}

/** GetParameter as it goes over the wire. */
const parameters =
  (secrets: Record<string, string>) =>
  (_: string, { body }: { body: string }) => {
    const { Name } = JSON.parse(body) as { Name: string }
    const Value = secrets[Name.split('/').at(-1)!]
    return Promise.resolve(
      Value === undefined
        ? Response.json({ __type: 'ParameterNotFound' }, { status: 400 })
        : Response.json({ Parameter: { Value } }),
    )
  }

/** Every client of these services, also one that is made later, is answered here and sends nothing. */
export function awsInProcess(given: { rows: Rows; secrets: Record<string, string>; objects?: Objects }) {
  const deeds: Deeds = []
  const objects: Objects = given.objects ?? new Map()
  const watched = watchedTable(given.rows)
  const answered = (client: { prototype: object }, answers: Record<string, Answer>) =>
    Object.assign(client.prototype, {
      async send({ constructor: { name }, input }: { constructor: { name: string }; input: Input }) {
        const answer = answers[name]
        if (!answer) throw new Error(`nobody answers ${name} in this process`)
        return (await answer(input)) ?? {}
      },
    })
  answered(DynamoDBClient, dynamoOn(watched.table))
  answered(SFNClient, stepFunctions(deeds))
  answered(S3Client, storage(objects, deeds))
  // Nothing has failed for good.
  answered(SQSClient, { ReceiveMessageCommand: () => ({}) })
  Object.assign(AwsClient.prototype, { fetch: parameters(given.secrets) })
  return { ...watched, deeds, objects, rows: given.rows }
}

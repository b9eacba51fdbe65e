import {
  DeleteItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import {
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  TestStateCommand,
  ValidateStateMachineDefinitionCommand,
  type SFNClient,
  type TestStateOutput,
} from '@aws-sdk/client-sfn'
import { randomUUID } from 'node:crypto'
import { s3Bucket } from '../lib/platform/bucket'
import { failed, passed, type Check } from './check'

/** A value of a field by its name, so that expressions find what they look for. */
const sampleOf = (name: string): unknown =>
  /seconds$/i.test(name)
    ? 60
    : /at$/i.test(name)
      ? '2030-01-01T00:00:00Z'
      : /^(index|version|attempt)$/.test(name)
        ? 1
        : 'sample'

const namesIn = (text: string, pattern: RegExp) =>
  Object.fromEntries([...text.matchAll(pattern)].map(([, name = '']) => [name, sampleOf(name)]))

/** What a state is tested with: everything its expressions name, and what a function would answer. */
export function givenFor(definition: string, stateName: string) {
  const { States } = JSON.parse(definition) as { States: Record<string, { Type: string }> }
  const state = States[stateName]
  const text = JSON.stringify(state)
  const Payload = namesIn(text, /\$states\.result\.Payload\.(\w+)/g)
  return {
    ...{ definition, stateName },
    input: JSON.stringify({ Payload: {}, ...namesIn(text, /\$states\.input\.(\w+)/g) }),
    // `$` of a function is followed by a bracket.
    variables: JSON.stringify(namesIn(text, /\$(?!states\b)(\w+)\b(?!\s*\()/g)),
    context: JSON.stringify({
      Execution: {
        ...{ Id: 'arn:aws:states:::execution:contract', Name: 'contract', StartTime: '2030-01-01T00:00:00Z' },
        Input: namesIn(text, /Execution\.Input\.(\w+)/g),
      },
      State: { Name: stateName, EnteredTime: '2030-01-01T00:00:00Z', RetryCount: 0 },
      Task: { Token: 'contract' },
    }),
    ...(state?.Type === 'Task' && {
      mock: { result: JSON.stringify({ ExecutedVersion: '$LATEST', Payload, StatusCode: 200 }) },
    }),
  }
}

const outcomeOf = ({ status, nextState, output, error }: TestStateOutput) =>
  JSON.stringify({ status, nextState, output: output && (JSON.parse(output) as unknown), error })

/**
 * Each machine of a stage as AWS keeps it is valid to AWS, and each of its states ends with the same outcome on AWS as on
 * the emulator (`twin`), given the same.
 */
export async function checkMachines(client: SFNClient, twin: SFNClient, stage: string): Promise<Check[]> {
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}))
  const ours = stateMachines.filter(({ name }) => name?.startsWith(`qianfa-${stage}-`))
  if (ours.length === 0) return [failed('machines', `none of ${stage}`)]
  const checks: Check[] = []
  for (const { stateMachineArn, name = '' } of ours) {
    const { definition = '' } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }))
    const { result, diagnostics = [] } = await client.send(
      new ValidateStateMachineDefinitionCommand({ definition, type: 'STANDARD' }),
    )
    const differences = result === 'OK' ? [] : diagnostics.map(({ message }) => message ?? '')
    const { States } = JSON.parse(definition) as { States: object }
    for (const stateName of Object.keys(States)) {
      const given = new TestStateCommand(givenFor(definition, stateName))
      const [there, here] = [outcomeOf(await client.send(given)), outcomeOf(await twin.send(given))]
      if (there !== here) differences.push(`${stateName} ends with ${there}, on the emulator with ${here}`)
    }
    checks.push(
      ...(differences.length > 0
        ? differences.map((said) => failed(name, said))
        : [passed(name, `valid; ${Object.keys(States).length} states end as on the emulator`)]),
    )
  }
  return checks
}

const is = (name: string, said: string, holds: boolean, found: unknown): Check =>
  holds ? passed(name, said) : failed(name, `${said}: not so, but ${JSON.stringify(found)}`)

async function post(form: { url: string; fields: Record<string, string> }, bytes: number) {
  const body = new FormData()
  for (const [field, value] of Object.entries(form.fields)) body.set(field, value)
  body.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'contract.jpg')
  const answer = await fetch(form.url, { method: 'POST', body })
  return { status: answer.status, text: await answer.text() }
}

/** Forms and parts as browsers use them, below `export/`, where nothing is judged and everything ends after a day. */
export async function checkUploads(client: S3Client, name: string): Promise<Check[]> {
  const bucket = s3Bucket(name, client)
  const key = `export/contract/${randomUUID()}`
  const form = await bucket.presignPost({ key, contentType: 'image/jpeg', range: [10, 100], seconds: 300 })
  const large = await post(form, 101)
  const other = await post({ ...form, fields: { ...form.fields, key: `${key}-other` } }, 50)
  const fits = await post(form, 50)
  const stored = await bucket.head({ key })
  const uploadId = await bucket.beginMultipart({ key, contentType: 'video/mp4' })
  const sign = (partNumber: number) => bucket.signPart({ key, uploadId, partNumber, bytes: 64, seconds: 300 })
  const put = async (bytes: number) =>
    (await fetch(await sign(1), { method: 'PUT', body: new Uint8Array(bytes) })).status
  const [tooLong, right] = [await put(65), await put(64)]
  const parts = await bucket.listParts({ key, uploadId })
  await bucket.abortMultipart({ key, uploadId })
  if (stored)
    await client.send(new DeleteObjectCommand({ Bucket: name, Key: key, VersionId: stored.versionId }))
  return [
    is(
      'form',
      'a file over the limit is EntityTooLarge',
      large.status === 400 && large.text.includes('EntityTooLarge'),
      large,
    ),
    is('form', 'another key is AccessDenied', other.status === 403, other),
    is('form', 'a file within it is taken, with a version', fits.status === 201 && !!stored?.versionId, fits),
    is('part', 'one byte more than was signed is refused', tooLong === 403, tooLong),
    is('part', 'what was signed is taken', right === 200, right),
    is('part', 'is listed with its size', parts.length === 1 && parts[0]?.bytes === 64, parts),
  ]
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error))

/** The conditions that the day's claim, the ledger and the counters stand on, in a partition of its own. */
export async function checkWrites(client: DynamoDBClient, TableName: string): Promise<Check[]> {
  const Key = { pk: { S: `CONTRACT#${randomUUID()}` }, sk: { S: 'HEAD' } }
  const claim = (owner: string) =>
    client.send(
      new PutItemCommand({
        ...{ TableName, Item: { ...Key, owner: { S: owner }, n: { N: '0' } } },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    )
  const update = {
    ...{ TableName, Key, UpdateExpression: 'SET n = n + :one' },
    ExpressionAttributeValues: { ':one': { N: '1' } },
  }
  const counted = (ClientRequestToken = randomUUID()) =>
    client.send(new TransactWriteItemsCommand({ ClientRequestToken, TransactItems: [{ Update: update }] }))
  const settled = async (works: Promise<unknown>[]) => {
    const ends = await Promise.allSettled(works)
    return ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  }
  try {
    const rivals = await settled(['a', 'b', 'c', 'd'].map(claim))
    const told = rivals.every(
      (error) => nameOf(error) === 'ConditionalCheckFailedException' && 'Item' in (error as object),
    )
    const token = randomUUID()
    await counted(token)
    await counted(token)
    const read = async () =>
      (
        await client.send(
          new UpdateItemCommand({ ...update, UpdateExpression: 'SET m = :one', ReturnValues: 'ALL_NEW' }),
        )
      ).Attributes?.['n']?.N
    const once = await read()
    const clashes = await settled(Array.from({ length: 12 }, () => counted()))
    const strange = clashes
      .map(nameOf)
      .filter((one) => !/^Transaction(Canceled|Conflict|InProgress)Exception$/.test(one))
    const after = await read()
    return [
      is(
        'claim',
        'one of four is taken, the others are told by whom',
        rivals.length === 3 && told,
        rivals.map(nameOf),
      ),
      is('transaction', 'the same twice is done once', once === '1', once),
      is(
        'transaction',
        'of twelve at once each is done or says that it conflicts',
        strange.length === 0,
        strange,
      ),
      is(
        'transaction',
        'what was answered is what was counted',
        after === String(1 + 12 - clashes.length),
        after,
      ),
    ]
  } finally {
    await client.send(new DeleteItemCommand({ TableName, Key }))
  }
}

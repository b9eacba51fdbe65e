import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { AwsError, jsonDoor } from '../../../local/aws/json-protocol'
import { AccessDenied } from '../../../local/aws/access'
import { accessFor, aClock, root, serve } from '../../kit/aws-service'

const clock = aClock()
const operations = {
  ListTables: () => ({ TableNames: ['one'] }),
  GetItem: (input: Record<string, unknown>) => {
    const { TableName } = z.strictObject({ TableName: z.string() }).parse(input)
    if (TableName === 'denied') throw new AccessDenied('Guest', 'dynamodb:GetItem', 'arn')
    if (TableName === 'failed') throw new AwsError('ConditionalCheckFailedException', 'no', { Item: {} })
    return {}
  },
}
let service: Awaited<ReturnType<typeof serve>>
let asked = 0
const clientOf = (secret = root.secretAccessKey) =>
  new DynamoDBClient({ ...service.as({ ...root, secretAccessKey: secret }), maxAttempts: 3 })

beforeAll(async () => {
  const door = jsonDoor({ access: accessFor(), now: () => clock.now(), operations, typePrefix: 'prefix#' })
  service = await serve((request, response) => {
    asked++
    return door(request, response)
  })
})
afterAll(() => service.close())

const get = (TableName: string, more = {}) =>
  clientOf().send(new GetItemCommand({ TableName, Key: undefined!, ...more }))

describe('the door of a JSON service', () => {
  it('answers the errors of an operation with their code, and what they carry', async () => {
    await expect(get('failed')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item: {} })
    await expect(get('denied')).rejects.toMatchObject({ name: 'AccessDeniedException' })
    await expect(get('x', { Key: { pk: { S: '1' } } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Key is not supported by this emulator',
    })
  })

  it('refuses a forged signature and an unknown key with the codes of JSON services', async () => {
    await expect(clientOf('guessed').send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    })
    const tokenOfAnother = new DynamoDBClient(service.as({ ...root, sessionToken: 'of another' }))
    await expect(tokenOfAnother.send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
    const stranger = new DynamoDBClient(service.as({ accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }))
    await expect(stranger.send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
  })

  it('keeps a client going after the clock was moved: the SDK learns the time from the answer', async () => {
    const client = clientOf()
    await client.send(new ListTablesCommand({}))
    clock.move(86_400_000)
    await client.send(new ListTablesCommand({}))
    const before = asked
    await client.send(new ListTablesCommand({}))
    expect(asked - before).toBe(1)
  })
})

import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import type { Claim } from '../../../lib/edition/rows'
import { editionStore } from '../../../lib/edition/store'
import { dynamoTable } from '../../../lib/platform/table'
import { givenTable, type GivenTable } from './given-table'

const clock = { now: () => new Date('2026-11-23T02:00:00Z') }
const account = 'wx-test'
const claimOf = (number: number): Claim => ({
  account,
  date: '2026-11-23',
  owner: `${account}-2026-11-23-${number}`,
  contentHash: `hash ${number}`,
  clientMsgId: `id ${number}`,
  title: `第${number}期`,
  by: `editor-${number}`,
  name: `编辑${number}`,
  claimedAt: clock.now().toISOString(),
})

describe('in the table', () => {
  let given: GivenTable
  beforeEach(async () => {
    given = await givenTable()
  })
  afterEach(() => given.close())

  test('invariant 2: of 100 simultaneous claims exactly one wins, and the others learn who did', async () => {
    const editions = editionStore(given.table, clock, account)
    const claims = await Promise.all(
      Array.from({ length: 100 }, (_, number) => editions.claim(claimOf(number + 1))),
    )
    const winners = claims.filter((claim) => claim.won)
    expect(winners).toHaveLength(1)
    const winner = winners[0]?.standing
    expect(claims.map((claim) => claim.standing)).toEqual(claims.map(() => winner))
    expect(await editions.claimOf('2026-11-23')).toEqual(winner)
  })

  test('knows its own claim again, and frees a day only for its owner', async () => {
    const editions = editionStore(given.table, clock, account)
    expect((await editions.claim(claimOf(1))).won).toBe(true)
    expect((await editions.claim(claimOf(1))).won).toBe(true)
    expect(await editions.claim(claimOf(2))).toEqual({ won: false, standing: claimOf(1) })
    await editions.freeDay({ account, date: '2026-11-23', attempt: 2 })
    expect(await editions.claimOf('2026-11-23')).toEqual(claimOf(1))
    await editions.freeDay({ account, date: '2026-11-23', attempt: 1 })
    expect(await editions.claimOf('2026-11-23')).toBeUndefined()
  })

  test('does not take the same owner with other content for itself', async () => {
    const editions = editionStore(given.table, clock, account)
    await editions.claim(claimOf(1))
    expect((await editions.claim({ ...claimOf(1), contentHash: 'changed' })).won).toBe(false)
  })
})

describe('when AWS has a bad minute', () => {
  const client = new DynamoDBClient({ maxAttempts: 1 })
  const aws = mockClient(client)
  beforeEach(() => aws.reset())
  afterAll(() => aws.restore())
  const editions = editionStore(dynamoTable('t', client), clock, account)
  const conditionFailed = (item?: object) =>
    Object.assign(new Error('The conditional request failed'), {
      name: 'ConditionalCheckFailedException',
      ...(item && { Item: marshall(item) }),
    })

  test('the claim is one PutItem with attribute_not_exists that asks for the row standing there', async () => {
    aws.on(PutItemCommand).resolves({})
    expect((await editions.claim(claimOf(1))).won).toBe(true)
    expect(aws.commandCalls(PutItemCommand)).toHaveLength(1)
    expect(aws.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
  })

  test('a condition that fails because our own first write went through is our claim', async () => {
    aws.on(PutItemCommand).rejects(conditionFailed(claimOf(1)))
    expect((await editions.claim(claimOf(1))).won).toBe(true)
  })

  test('where the standing row does not come with the failure, it is read', async () => {
    aws.on(PutItemCommand).rejects(conditionFailed())
    aws.on(GetItemCommand).resolves({ Item: marshall(claimOf(7)) })
    expect(await editions.claim(claimOf(1))).toEqual({ won: false, standing: claimOf(7) })
  })

  test.each([
    ['throttled', new ProvisionedThroughputExceededException({ message: 'slow down', $metadata: {} })],
    ['timed out', Object.assign(new Error('socket hang up'), { name: 'TimeoutError' })],
  ])('a claim that was %s is neither won nor lost: it is thrown on and tried again', async (_name, error) => {
    aws.on(PutItemCommand).rejects(error)
    await expect(editions.claim(claimOf(1))).rejects.toBe(error)
  })
})

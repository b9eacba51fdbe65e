import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SFNClient } from '@aws-sdk/client-sfn'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDynamoDb } from '../../local/dynamodb/create-dynamodb'
import { createS3 } from '../../local/s3/create-s3'
import { createStepFunctions } from '../../local/step-functions/create-step-functions'
import type { Check } from '../../operations/check'
import { checkMachines, checkUploads, checkWrites } from '../../operations/contract'
import { openTwin } from '../../operations/twin'
import { accessFor, aClock, root, serve } from '../kit/aws-service'
import { properties } from '../local/dynamodb/given-table'
import { machineNames, readMachine } from '../statemachines/read-machine'

let dir: string
const closing: (() => unknown)[] = []
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-contract-'))
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
  rmSync(dir, { recursive: true, force: true })
})
const shared = () => ({ access: accessFor(), clock: aClock() })
const served = async (handle: Parameters<typeof serve>[0]) => {
  const service = await serve(handle)
  closing.push(service.close)
  return service.as(root)
}
const states = (checks: Check[]) => checks.map(({ state }) => state)

describe('the machines of a stage', () => {
  const machinesOf = (
    stage: string,
    spoil: (definition: ReturnType<typeof readMachine>['substituted']) => void,
  ) =>
    machineNames.map((name) => {
      const definition = structuredClone(readMachine(name).substituted)
      spoil(definition)
      const arn = `arn:aws:states:ap-southeast-1:000000000000:stateMachine:qianfa-${stage}-${name}`
      return { name: `qianfa-${stage}-${name}`, arn, role: root, definition }
    })
  const aws = async (machines: ReturnType<typeof machinesOf>) => {
    const stepFunctions = createStepFunctions({
      ...{ ...shared(), dir: mkdtempSync(join(dir, 'aws-')), machines },
      invoke: () => Promise.resolve({}),
    })
    closing.push(() => stepFunctions.close())
    return new SFNClient({ ...(await served(stepFunctions.handle)), disableHostPrefix: true })
  }

  it('are valid, and every state ends as the emulator says: all six, hundreds of states', async () => {
    const twin = await openTwin()
    const checks = await checkMachines(await aws(machinesOf('prod', () => undefined)), twin.client, 'prod')
    expect(checks.map(({ name, state }) => [name, state])).toEqual(
      machineNames.map((name) => [`qianfa-prod-${name}`, 'passed']),
    )
    const counted = checks.map(({ said }) => Number(/(\d+) states/.exec(said)?.[1]))
    expect(counted.reduce((sum, one) => sum + one)).toBe(
      machineNames.reduce((sum, name) => sum + readMachine(name).states.length, 0),
    )
    await twin.close()
  })

  it('differ where AWS says another outcome, and none of a stage is no pass', async () => {
    const twin = await openTwin()
    // An AWS that knows no JSONata function of ours: what a state assigns fails there.
    const other = await aws(machinesOf('prod', () => undefined))
    const send = other.send.bind(other)
    Object.assign(other, {
      send: async (command: { input: { stateName?: string } }) => {
        const answer = (await send(command as never)) as object
        return command.input.stateName === 'CloseSend'
          ? { ...answer, status: 'FAILED', error: 'States.QueryEvaluationError' }
          : answer
      },
    })
    const checks = await checkMachines(other, twin.client, 'prod')
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([
      expect.objectContaining({
        name: 'qianfa-prod-send-edition',
        said: expect.stringMatching(
          /^CloseSend ends with .*FAILED.*on the emulator with .*SUCCEEDED/,
        ) as string,
      }),
    ])
    expect(states(await checkMachines(other, twin.client, 'dev'))).toEqual(['failed'])
    await twin.close()
  })
})

it('forms and parts hold on the emulator of S3, and nothing is left', async () => {
  const s3 = createS3({
    ...shared(),
    dir: join(dir, 's3'),
    region: 'ap-southeast-1',
    onEvent: () => undefined,
  })
  closing.push(() => s3.close())
  s3.createBucket('media', { versioned: true })
  const settings = await served((request, response) => Promise.resolve(s3.handle(request, response)))
  const client = new S3Client({
    ...settings,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  const checks = await checkUploads(client, 'media')
  expect(checks.filter(({ state }) => state !== 'passed')).toEqual([])
  expect(checks).toHaveLength(6)
})

it('conditional writes hold on the emulator of DynamoDB; a table that takes every claim is found out', async () => {
  const dynamodb = await createDynamoDb({ ...shared(), dir: join(dir, 'dynamodb') })
  closing.push(() => dynamodb.close())
  await dynamodb.createTable(properties)
  const client = new DynamoDBClient(await served(dynamodb.handle))
  expect(states(await checkWrites(client, 'Main'))).toEqual(['passed', 'passed', 'passed', 'passed'])

  const send = client.send.bind(client)
  const unconditional = (command: { input: object }) => {
    const {
      ConditionExpression: _,
      ReturnValuesOnConditionCheckFailure: __,
      ...input
    } = command.input as Record<string, unknown>
    return send(Object.assign(command, { input }) as never)
  }
  Object.assign(client, { send: unconditional })
  expect(states(await checkWrites(client, 'Main'))[0]).toBe('failed')
})

import { join } from 'node:path'
import { createDynamoDb, type DynamoDb } from '../dynamodb/create-dynamodb'
import type { Bill } from './bill'
import type { Bus } from '../events/bus'
import { createStreams } from '../events/streams'
import type { RoleAccess } from '../iam/role-access'
import { FunctionFailed } from '../lambda/invocation'
import type { AsyncQueue } from '../lambda/async-queue'
import type { Lambda } from '../lambda/lambda'
import type { Metrics } from '../metrics'
import { createS3, type S3 } from '../s3/create-s3'
import { createSsm, type Ssm } from '../ssm/ssm'
import { createStepFunctions } from '../step-functions/create-step-functions'
import { place } from '../template/place'
import type { Service } from '../template/service'
import type { Clock } from './clock'
import { countExecutions } from './count-executions'
import type { Handler } from './gateway'

/** The AWS APIs of this machine, with the tables, buckets and machines of the template made. */
export async function openServices(
  given: {
    dir: string
    service: Service
    access: RoleAccess
    clock: Clock
    lambda: Lambda
    bus: Bus
    queue: AsyncQueue
    metrics: Metrics
    chance: (() => number) | undefined
    log: (line: string) => void
    bill?: Bill | undefined
  },
  closing: { first: (() => unknown)[]; then: (() => unknown)[] },
): Promise<{
  dynamodb: DynamoDb
  s3: S3
  ssm: Ssm
  handlers: Record<'dynamodb' | 'stepFunctions' | 'ssm' | 's3', Handler>
}> {
  const { dir, service, access, clock, lambda, bus, queue, metrics, chance, log, bill } = given

  const ssm = createSsm({ file: join(dir, 'ssm.json'), access, clock })

  const dynamodb = await createDynamoDb({
    ...{ dir: join(dir, 'dynamodb'), access, clock, chance, bill },
    onChange: createStreams({ streams: service.streams, queue, access, log }).put,
  })
  closing.then.push(() => dynamodb.close())
  for (const table of service.tables) await dynamodb.createTable(table)
  for (const { table } of service.streams) await dynamodb.openStream(table)

  const s3 = createS3({
    dir: join(dir, 's3'),
    access,
    clock,
    region: place.region,
    onEvent: (event) => bus.put(event),
    log,
  })
  closing.then.push(() => s3.close())
  for (const { name, ...settings } of service.buckets) s3.createBucket(name, settings)

  const stepFunctions = createStepFunctions({
    ...{ dir: join(dir, 'step-functions'), access, clock, chance },
    async invoke(functionArn, payload) {
      const outcome = await lambda.invoke(functionArn, payload)
      if ('error' in outcome) throw new FunctionFailed(outcome.error)
      return outcome.payload
    },
    machines: service.machines.map((machine) => ({ ...machine, role: access.credentialsOf(machine.role) })),
  })
  const counting = countExecutions(service.machines, stepFunctions.counts, metrics)
  closing.first.push(() => stepFunctions.close(), counting.close)

  return {
    dynamodb,
    s3,
    ssm,
    handlers: {
      dynamodb: (request, response) => dynamodb.handle(request, response),
      stepFunctions: (request, response) => stepFunctions.handle(request, response),
      ssm: (request, response) => ssm.handle(request, response),
      s3: (request, response) => s3.handle(request, response),
    },
  }
}

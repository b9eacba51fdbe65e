import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { join, resolve } from 'node:path'
import { createClock } from '../local/cloud/clock'
import { readKept } from '../local/disk/kept-json'
import { createRoleAccess } from '../local/iam/role-access'
import { packageService } from '../local/template/package-service'
import { resolverFor } from '../local/template/resolve'
import type { Target } from './target'

/** How clients reach a stage: AWS by the engineer's own credentials, or the one-machine cloud that runs beside. */
export interface Reach {
  region: string
  endpoint?: string
  credentials?: { accessKeyId: string; secretAccessKey: string }
}

export interface Stack {
  reach: Reach
  outputs: Record<string, string>
  /** the stage's own time: one machine's clock may have been moved */
  now: Date
}

/** A stage's stack: its outputs by name and how it is reached. @throws Error when it is not there */
export async function stackOf(target: Target): Promise<Stack> {
  return target.stage === 'local' ? oneMachine() : deployed(target)
}

async function deployed({ stage, region }: Target): Promise<Stack> {
  const { Stacks } = await new CloudFormationClient({ region }).send(
    new DescribeStacksCommand({ StackName: `qianfa-${stage}` }),
  )
  const outputs = (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
    OutputKey,
    OutputValue,
  ])
  return {
    reach: { region },
    now: new Date(),
    outputs: Object.fromEntries(outputs) as Record<string, string>,
  }
}

/** `QIANFA_DIR` and the current directory as `npm start` reads them. */
async function oneMachine(): Promise<Stack> {
  const dir = resolve(process.env['QIANFA_DIR'] ?? '.qianfa')
  const { template, stack } = await packageService(resolve('.'))
  const { resolve: compute } = resolverFor(template, stack)
  const { accessKeyId, secretAccessKey } = createRoleAccess({
    dir,
    roles: {},
    log: () => undefined,
  }).credentialsOf('cloud')
  const outputs = Object.entries(template.Outputs ?? {}).map(([name, output]) => [
    name,
    String(compute((output as { Value: unknown }).Value)),
  ])
  return {
    now: new Date(createClock({ file: join(dir, 'clock') }).now()),
    reach: {
      region: 'ap-southeast-1',
      endpoint: `http://127.0.0.1:${String(readKept(join(dir, 'gateway-port')))}`,
      credentials: { accessKeyId, secretAccessKey },
    },
    outputs: Object.fromEntries(outputs) as Record<string, string>,
  }
}

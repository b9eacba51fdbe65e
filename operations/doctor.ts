import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { SQSClient } from '@aws-sdk/client-sqs'
import { SSMClient } from '@aws-sdk/client-ssm'
import { STSClient } from '@aws-sdk/client-sts'
import * as z from 'zod'
import { keptEvents, letGo } from '../lib/failed/kept-events'
import { checkIdentity, checkQuota } from './account-check'
import { failed, looked, passed, report, type Check } from './check'
import { command } from './command'
import { checkCompanySignIn } from './company-sign-in-check'
import { queuesOf, summaryOf } from './redrive'
import { checkSecrets } from './secrets-check'
import { smokeTest } from './smoke'
import { stackOf, type Stack } from './stack'
import { secretsPrefix, targetFrom, type Target } from './target'

const Whole = z.object({
  ledgers: z.number(),
  events: z.number(),
  objects: z.number(),
  damages: z.array(z.object({ file: z.string(), what: z.string() })),
})

async function queues(stack: Stack): Promise<Check[]> {
  const sqs = new SQSClient(stack.reach)
  const kept = await keptEvents(sqs, queuesOf(stack))
  await letGo(sqs, kept)
  return kept.length > 0
    ? summaryOf(kept).map((line) => failed('failed events', line))
    : [passed('failed events', 'none')]
}

async function alarms({ reach }: Stack, { stage }: Target): Promise<Check[]> {
  const { MetricAlarms = [] } = await new CloudWatchClient(reach).send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: `qianfa-${stage}-`, StateValue: 'ALARM' }),
  )
  return MetricAlarms.length > 0
    ? MetricAlarms.map(({ AlarmDescription = '' }) => failed('alarm', AlarmDescription))
    : [passed('alarms', 'none is raised')]
}

/** Ledgers and objects of one machine; AWS keeps its own checksums, and a restored table is judged by its restore. */
async function wholeData(url: string): Promise<Check[]> {
  const { damages, ...read } = Whole.parse(await (await fetch(`${url}/whole`)).json())
  return damages.length > 0
    ? damages.map(({ file, what }) => failed('data', `${file}: ${what}; npm run restore -- <backup>`))
    : [passed('data', `${read.ledgers} ledgers, ${read.events} events, ${read.objects} objects as written`)]
}

/** On one machine nobody counts executions, judges alarms, or demands real secrets. */
const onlyDeployed = (stack: Stack, target: Target) => [
  looked('concurrency', () => checkQuota(new LambdaClient(stack.reach), 0)),
  looked('secrets', () => checkSecrets(new SSMClient(stack.reach), secretsPrefix(target))),
  looked('company sign-in', () => checkCompanySignIn(new SSMClient(stack.reach), target)),
  looked('alarms', () => alarms(stack, target)),
]

/** `npm run doctor -- --stage prod --region … [--param="publicUrl=…"]`: is all well, and if not, what is not. Changes nothing. */
command(async (args) => {
  const target = targetFrom(args, 'doctor')
  const stack = await stackOf(target)
  const url = target.params['publicUrl'] ?? stack.outputs['HttpApiUrl'] ?? ''
  const checks = await Promise.all([
    looked('identity', () => checkIdentity(new STSClient(stack.reach), target)),
    looked('queues', () => queues(stack)),
    looked('doors', () => smokeTest(url)),
    ...(target.stage === 'local' ? [looked('data', () => wholeData(url))] : onlyDeployed(stack, target)),
  ])
  if (!report(checks.flat(), console.log)) throw new Error('not all is well (docs/runbook.md)')
})

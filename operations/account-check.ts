import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts'
import { failed, noticed, passed, type Check } from './check'
import type { Target } from './target'

/** Whose account it is, and that it can be in this region at all. */
export async function checkIdentity(client: STSClient, target: Target): Promise<Check[]> {
  const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}))
  const partition = Arn.split(':')[1]
  if (partition !== target.partition)
    return [
      failed(
        'identity',
        `${Arn} is of the partition ${partition}; ${target.region} is of ${target.partition}`,
      ),
    ]
  if (target.account && target.account !== Account)
    return [failed('identity', `this is account ${Account}, not ${target.account}`)]
  return [passed('identity', `${Arn} in ${target.region}`), ...filing(target)]
}

/** docs/deploy.md, 1: nothing of the template can help against it, so it is said each time. */
const filing = ({ partition }: Target): Check[] =>
  partition === 'aws-cn'
    ? [noticed('region', 'public routes answer 403 here until the account’s ICP filing is done')]
    : []

/** Three schedules a minute, a machine's steps, a page with its twenty calls, and WeChat, which waits five seconds. */
const neededAtOnce = 50
/** What AWS keeps unreserved in every account. */
const keptByAws = 100

/** A new account has ten executions at once, and whoever is the eleventh is refused. */
export async function checkQuota(client: LambdaClient, reserved: number): Promise<Check[]> {
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}))
  const all = AccountLimit?.ConcurrentExecutions ?? 0
  const free = AccountLimit?.UnreservedConcurrentExecutions ?? 0
  if (all < neededAtOnce)
    return [
      failed(
        'concurrency',
        `${all} executions at once in this account, ${neededAtOnce} are needed: raise the quota L-B99A9384 of Lambda (free, takes a day)`,
      ),
    ]
  if (reserved > 0 && free - reserved < keptByAws)
    return [
      failed('concurrency', `${reserved} cannot be reserved: ${free} are free and AWS keeps ${keptByAws}`),
    ]
  return [passed('concurrency', `${all} executions at once`)]
}

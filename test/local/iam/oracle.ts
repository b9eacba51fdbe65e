import { runSimulation } from '@cloud-copilot/iam-simulate'
import type { Asked } from '../../../local/iam/evaluate'

/** What an independent simulator of AWS IAM says about one request of a role. */
export async function oracle(
  statements: unknown[],
  { action, resource, context = {} }: Asked,
): Promise<boolean> {
  const outcome = await runSimulation(
    {
      request: {
        principal: 'arn:aws:iam::000000000000:role/Role',
        action,
        resource: { resource, accountId: '000000000000' },
        contextVariables: context,
      },
      identityPolicies: [{ name: 'inline', policy: { Version: '2012-10-17', Statement: statements } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  )
  if (outcome.resultType === 'error') throw new Error(JSON.stringify(outcome.errors))
  return outcome.overallResult === 'Allowed'
}

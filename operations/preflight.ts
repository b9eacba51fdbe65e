import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { SSMClient } from '@aws-sdk/client-ssm'
import type { STSClient } from '@aws-sdk/client-sts'
import { checkIdentity, checkQuota } from './account-check'
import { failed, looked, passed, type Check } from './check'
import { checkCompanySignIn } from './company-sign-in-check'
import { loadPackages } from './load-packages'
import type { Packaged } from './packaged'
import { templateFaults } from './rules/template-faults'
import { checkSecrets } from './secrets-check'
import { checkSettings } from './settings-check'
import { secretsPrefix, type Target } from './target'

export interface Clients {
  sts: STSClient
  lambda: LambdaClient
  ssm: SSMClient
}

/** Everything that can be known to go wrong before anything is changed on AWS; all of it at once. */
export async function preflight(packaged: Packaged, target: Target, clients: Clients): Promise<Check[]> {
  const reserved = packaged.functions.reduce(
    (sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency,
    0,
  )
  const checks = await Promise.all([
    looked('identity', () => checkIdentity(clients.sts, target)),
    looked('concurrency', () => checkQuota(clients.lambda, reserved)),
    looked('secrets', () => checkSecrets(clients.ssm, secretsPrefix(target))),
    looked('company sign-in', () => checkCompanySignIn(clients.ssm, target)),
    looked('settings', async () => checkSettings(packaged, target)),
    looked('template', async () => checkTemplate(packaged)),
    looked('packages', () => loadPackages(packaged)),
  ])
  return checks.flat()
}

/** With this stage's own parameters, which no test saw. */
function checkTemplate({ template }: Packaged): Check[] {
  const faults = templateFaults(template)
  return faults.length > 0
    ? faults.map((fault) => failed('template', fault))
    : [passed('template', `${Object.keys(template.Resources).length} resources as AWS knows them`)]
}

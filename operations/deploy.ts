import { LambdaClient } from '@aws-sdk/client-lambda'
import { SSMClient } from '@aws-sdk/client-ssm'
import { STSClient } from '@aws-sdk/client-sts'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { report, type Check } from './check'
import { command } from './command'
import { makePackages } from './packaged'
import { preflight } from './preflight'
import { smokeTest } from './smoke'
import { stackOf } from './stack'
import { deployedTarget, frameworkArguments } from './target'

const root = join(__dirname, '..')

const must = (checks: Check[], what: string) => {
  if (!report(checks, console.log)) throw new Error(what)
}

/** `npm run deploy -- --stage prod --region … [--param="…"]…`: packages, looks at everything, deploys, knocks. */
command(async (args) => {
  const target = deployedTarget(args, 'deploy')
  console.log('packaging …')
  const packaged = await makePackages(root, target)
  console.log('before anything is changed:')
  const at = { region: target.region }
  const clients = { sts: new STSClient(at), lambda: new LambdaClient(at), ssm: new SSMClient(at) }
  must(await preflight(packaged, target, clients), 'nothing was deployed')
  console.log('deploying …')
  const framework = join('node_modules', 'serverless', 'bin', 'serverless.js')
  const { status } = spawnSync(
    process.execPath,
    [framework, 'deploy', '--package', packaged.dir, ...frameworkArguments(target)],
    { cwd: root, stdio: 'inherit' },
  )
  if (status !== 0)
    throw new Error('CloudFormation stopped; it has rolled back what it could (docs/runbook.md#deploy)')
  const { HttpApiUrl = '', EgressAddress } = (await stackOf(target)).outputs
  console.log('as people find it:')
  must(
    await smokeTest(target.params['publicUrl'] ?? HttpApiUrl),
    'deployed, but not as it should be: go back to the version before (docs/deploy.md)',
  )
  if (EgressAddress) console.log(`WeChat has to know this address (IP 白名单): ${EgressAddress}`)
})

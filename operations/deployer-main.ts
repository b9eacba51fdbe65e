import { command } from './command'
import { deployerPolicy } from './deployer-policy'
import { deployedTarget, Usage } from './target'

/** `npm run --silent deployer -- --stage prod --region … --account 123456789012 [--param="egress=nat"]`: the policy of whoever deploys, as JSON. */
command((args) => {
  const target = deployedTarget(args, 'deployer')
  if (!target.account) throw new Usage('of which account? --account 123456789012')
  console.log(JSON.stringify(deployerPolicy(target, target.account), undefined, 2))
  return Promise.resolve()
})

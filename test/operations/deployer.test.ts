import { packageService } from '../../local/template/package-service'
import { evaluate } from '../../local/iam/evaluate'
import { statementsOf } from '../../local/iam/statement'
import { deployerPolicy } from '../../operations/deployer-policy'
import { deployedTarget } from '../../operations/target'
import { root } from '../house/imports'

const account = '123456789012'
const policyOf = (region: string, ...params: string[]) =>
  deployerPolicy(
    deployedTarget(
      ['--stage', 'prod', '--region', region, ...params.flatMap((one) => ['--param', one])],
      'deployer',
    ),
    account,
  )
/** What IAM calls a service that CloudFormation calls otherwise. */
const prefixOf = (type: string) =>
  ({ ApiGatewayV2: 'apigateway' })[type.split('::')[1]!] ?? type.split('::')[1]!.toLowerCase()

describe('the rights of whoever deploys', () => {
  it.each(['none', 'nat', 'fck'])(
    'cover every type of resource with egress %s, in the size of a managed policy',
    async (egress) => {
      const { template } = await packageService(root, egress === 'none' ? [] : [`--param=egress=${egress}`])
      const policy = policyOf('ap-southeast-1', `egress=${egress}`)
      const granted = new Set(
        policy.Statement.flatMap(({ Action }) => Action.map((action) => action.split(':')[0])),
      )
      const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))]
      const asIam = (type: string) => prefixOf(type).replace('stepfunctions', 'states')
      expect(types.length).toBeGreaterThan(15)
      expect(types.filter((type) => !granted.has(asIam(type)))).toEqual([])
      expect(JSON.stringify(policy).length).toBeLessThan(6_144)
    },
    300_000,
  )

  it('end at the stage: another stage, a role of somebody else and the network without need are not in them', () => {
    const statements = statementsOf('deployer', policyOf('ap-southeast-1').Statement)
    const may = (action: string, resource: string) => evaluate(statements, { action, resource }) === 'allowed'
    const arn = (service: string, rest: string) => `arn:aws:${service}:ap-southeast-1:${account}:${rest}`
    expect(may('lambda:CreateFunction', arn('lambda', 'function:qianfa-prod-claimDay'))).toBe(true)
    expect(may('lambda:CreateFunction', arn('lambda', 'function:qianfa-dev-claimDay'))).toBe(false)
    expect(may('dynamodb:DeleteTable', arn('dynamodb', 'table/qianfa-dev-Table'))).toBe(false)
    expect(may('iam:PassRole', `arn:aws:iam::${account}:role/qianfa-prod-ClaimDayRole-X1`)).toBe(true)
    expect(may('iam:PassRole', `arn:aws:iam::${account}:role/Administrator`)).toBe(false)
    expect(may('ssm:GetParameter', arn('ssm', 'parameter/qianfa/prod/wechat'))).toBe(true)
    expect(may('ssm:PutParameter', arn('ssm', 'parameter/qianfa/prod/wechat'))).toBe(false)
    expect(may('ec2:CreateVpc', '*')).toBe(false)
  })

  it('are of the partition', () => {
    const text = JSON.stringify(policyOf('cn-north-1', 'egress=nat'))
    expect(text).toContain('arn:aws-cn:lambda:cn-north-1')
    expect(text).not.toContain('arn:aws:')
  })
})

import type { Target } from './target'

interface Statement {
  Effect: 'Allow'
  Action: string[]
  Resource: string[]
}
export interface Policy {
  Version: '2012-10-17'
  Statement: Statement[]
}

const everywhere = [
  'sts:GetCallerIdentity',
  'lambda:GetAccountSettings',
  'cloudformation:ValidateTemplate',
  // AWS takes no narrower resource for these.
  ...[
    'CreateEventSourceMapping',
    'UpdateEventSourceMapping',
    'DeleteEventSourceMapping',
    'GetEventSourceMapping',
  ].map((action) => `lambda:${action}`),
  ...[
    'PutMetricAlarm',
    'DeleteAlarms',
    'DescribeAlarms',
    'PutDashboard',
    'DeleteDashboards',
    'GetDashboard',
  ].map((action) => `cloudwatch:${action}`),
  ...[
    'CreateLogDelivery',
    'GetLogDelivery',
    'UpdateLogDelivery',
    'DeleteLogDelivery',
    'ListLogDeliveries',
  ].map((action) => `logs:${action}`),
  ...['PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'].map((action) => `logs:${action}`),
]
const roles = [
  ...['CreateRole', 'DeleteRole', 'GetRole', 'UpdateAssumeRolePolicy', 'PutRolePolicy', 'GetRolePolicy'],
  ...['DeleteRolePolicy', 'ListRolePolicies', 'ListAttachedRolePolicies', 'TagRole', 'UntagRole', 'PassRole'],
].map((action) => `iam:${action}`)
const profiles = [
  'CreateInstanceProfile',
  'DeleteInstanceProfile',
  'GetInstanceProfile',
  'AddRoleToInstanceProfile',
]
  .concat('RemoveRoleFromInstanceProfile')
  .map((action) => `iam:${action}`)

const allow = (Action: string[], Resource: string[]): Statement => ({ Effect: 'Allow', Action, Resource })

/**
 * What whoever deploys a stage may do, and nothing of another stage: to be given to a role of its own. What the framework
 * and CloudFormation do goes by the name of the stack, `qianfa-<stage>`.
 */
export function deployerPolicy({ stage, region, partition, params }: Target, account: string): Policy {
  const stack = `qianfa-${stage}`
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`
  const ofAccount = (rest: string) => `arn:${partition}:iam::${account}:${rest}`
  const egress = params['egress'] ?? 'none'
  return {
    Version: '2012-10-17',
    Statement: [
      allow(everywhere, ['*']),
      allow(
        ['cloudformation:*'],
        // What watches it is a stack below: CloudFormation names it after both and adds letters of its own.
        [`stack/${stack}/*`, `stack/${stack}-Watching-*`].map((name) => arn('cloudformation', name)),
      ),
      allow(['s3:*'], [`arn:${partition}:s3:::${stack}-*`]),
      allow(['dynamodb:*'], [arn('dynamodb', `table/${stack}-*`)]),
      allow(['lambda:*'], [arn('lambda', `function:${stack}-*`)]),
      allow(['states:*'], [arn('states', `stateMachine:${stack}-*`)]),
      allow(
        ['apigateway:*'],
        [`arn:${partition}:apigateway:${region}::/apis*`, `arn:${partition}:apigateway:${region}::/tags*`],
      ),
      allow(['events:*'], [arn('events', `rule/${stack}-*`)]),
      allow(['scheduler:*'], [arn('scheduler', `schedule/default/${stack}-*`)]),
      allow(['sqs:*'], [arn('sqs', `${stack}-*`)]),
      allow(['sns:*'], [arn('sns', `${stack}-*`)]),
      allow(
        ['logs:*'],
        [
          ...['aws/lambda', 'aws/http-api', 'aws/vendedlogs/states'].flatMap((group) => [
            arn('logs', `log-group:/${group}/${stack}*`),
          ]),
        ],
      ),
      allow(['ssm:GetParameter'], [arn('ssm', `parameter/qianfa/${stage}/*`)]),
      allow(roles, [ofAccount(`role/${stack}-*`)]),
      // A network has no name in an ARN, and is made once.
      ...(egress === 'none' ? [] : [allow(['ec2:*'], ['*'])]),
      ...(egress === 'fck'
        ? [
            allow(['autoscaling:*', 'ssm:GetParameters'], ['*']),
            allow(profiles, [ofAccount(`instance-profile/${stack}-*`)]),
          ]
        : []),
    ],
  }
}

import { arn, place } from './place'
import { Unsupported, type Resource } from './template'

/** What `Ref` and `Fn::GetAtt` give for one resource. `name` is its physical name. */
export interface Attributes {
  ref: string
  /** attribute name to value, e.g. `Arn` */
  got: Record<string, string>
}

type Describe = (named: {
  id: string
  name: string
  given: (key: string) => string | undefined
}) => Attributes

const byName =
  (service: string, prefix = ''): Describe =>
  ({ name }) => ({ ref: name, got: { Arn: arn(service, `${prefix}${name}`) } })
const refIsArn =
  (service: string, prefix = ''): Describe =>
  ({ name }) => ({ ref: arn(service, `${prefix}${name}`), got: { Arn: arn(service, `${prefix}${name}`) } })
const idOnly: Describe = ({ id }) => ({ ref: id, got: {} })

const describe: Record<string, Describe> = {
  'AWS::Lambda::Function': byName('lambda', 'function:'),
  'AWS::Lambda::LayerVersion': ({ name }) => ({ ref: arn('lambda', `layer:${name}:1`), got: {} }),
  'AWS::IAM::Role': ({ name }) => ({
    ref: name,
    got: { Arn: `arn:${place.partition}:iam::${place.accountId}:role/${name}` },
  }),
  'AWS::S3::Bucket': ({ id, given }) => {
    const name = given('BucketName') ?? `${given('stack')}-${id}`.toLowerCase()
    const host = `${name}.s3.${place.region}.${place.urlSuffix}`
    return {
      ref: name,
      got: { Arn: `arn:${place.partition}:s3:::${name}`, DomainName: host, RegionalDomainName: host },
    }
  },
  'AWS::DynamoDB::Table': ({ name }) => {
    const Arn = arn('dynamodb', `table/${name}`)
    return { ref: name, got: { Arn, StreamArn: `${Arn}/stream/local` } }
  },
  'AWS::SQS::Queue': ({ name }) => ({
    ref: `https://sqs.${place.region}.${place.urlSuffix}/${place.accountId}/${name}`,
    got: { Arn: arn('sqs', name), QueueName: name },
  }),
  'AWS::SNS::Topic': ({ name }) => ({
    ref: arn('sns', name),
    got: { TopicArn: arn('sns', name), TopicName: name },
  }),
  'AWS::StepFunctions::StateMachine': ({ name }) => ({
    ref: arn('states', `stateMachine:${name}`),
    got: { Arn: arn('states', `stateMachine:${name}`), Name: name },
  }),
  'AWS::Logs::LogGroup': ({ name }) => ({ ref: name, got: { Arn: arn('logs', `log-group:${name}:*`) } }),
  'AWS::Events::Rule': byName('events', 'rule/'),
  'AWS::Scheduler::Schedule': byName('scheduler', 'schedule/default/'),
  'AWS::CloudWatch::Alarm': byName('cloudwatch', 'alarm:'),
  'AWS::CloudWatch::CompositeAlarm': byName('cloudwatch', 'alarm:'),
  'AWS::CloudWatch::Dashboard': byName('cloudwatch', 'dashboard/'),
  'AWS::SSM::Parameter': ({ name, given }) => ({ ref: name, got: { Value: given('Value') ?? '' } }),
  'AWS::ApiGatewayV2::Api': ({ id }) => ({
    ref: id.toLowerCase(),
    got: { ApiId: id.toLowerCase(), ApiEndpoint: apiAddress(id.toLowerCase()) },
  }),
  'AWS::ApiGatewayV2::Stage': ({ given }) => ({ ref: given('StageName') ?? '$default', got: {} }),
  'AWS::KMS::Key': refIsArn('kms', 'key/'),
  'AWS::EC2::EIP': () => ({ ref: '192.0.2.1', got: { AllocationId: 'eipalloc-local' } }),
  'AWS::EC2::VPC': ({ id, given }) => ({ ref: id, got: { CidrBlock: given('CidrBlock') ?? '' } }),
  'AWS::EC2::LaunchTemplate': ({ id }) => ({ ref: id, got: { LatestVersionNumber: '1' } }),
  'AWS::IAM::InstanceProfile': ({ name }) => ({
    ref: name,
    got: { Arn: `arn:${place.partition}:iam::${place.accountId}:instance-profile/${name}` },
  }),
}

/** The address AWS would give an HTTP API; the one-machine cloud puts its own address in its place. */
export const apiAddress = (apiId: string): string =>
  `https://${apiId}.execute-api.${place.region}.${place.urlSuffix}`

const nameKeys = [
  'FunctionName',
  'RoleName',
  'TableName',
  'QueueName',
  'TopicName',
  'StateMachineName',
  'LogGroupName',
  'AlarmName',
  'DashboardName',
  'LayerName',
  'Name',
]

/** Names not given are built as CloudFormation does, without its random tail: `<stack>-<logical id>`. */
export function attributesOf(
  id: string,
  resource: Resource,
  stack: string,
  resolve: (value: unknown) => unknown,
): Attributes {
  const properties = resource.Properties ?? {}
  const given = (key: string): string | undefined => {
    if (key === 'stack') return stack
    const value = properties[key]
    return value === undefined ? undefined : String(resolve(value))
  }
  const nameKey = nameKeys.find((key) => properties[key] !== undefined)
  const name = (nameKey && given(nameKey)) ?? `${stack}-${id}`
  return (describe[resource.Type] ?? idOnly)({ id, name, given })
}

export function attribute(id: string, resource: Resource, known: Attributes, key: string): string {
  const value = known.got[key]
  if (value === undefined) throw new Unsupported(`attribute ${key} of ${id} (${resource.Type})`)
  return value
}

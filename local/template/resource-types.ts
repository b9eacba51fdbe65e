/** Resource types the one-machine cloud acts on; `read-service.ts` says how. */
const acted = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::CloudWatch::Dashboard',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SSM::Parameter',
  'AWS::Scheduler::Schedule',
  'AWS::StepFunctions::StateMachine',
]

/** Known, and without meaning on one machine; the comment says why. */
const meaningless = [
  'AWS::CloudWatch::Alarm', // read by the dashboard only
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::Lambda::LayerVersion', // native code comes from this machine's node_modules
  'AWS::Lambda::Permission', // resource policies are not evaluated, identity policies are
  'AWS::Logs::LogGroup', // logs are files
  'AWS::Logs::MetricFilter',
  'AWS::S3::BucketPolicy', // demands TLS, which one machine has not
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic', // alarms would mail through it
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::AutoScaling::AutoScalingGroup', // the fixed way out to WeChat
  'AWS::EC2::EIP',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::LaunchTemplate',
  'AWS::EC2::NatGateway',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::IAM::InstanceProfile',
]

export const knownTypes: ReadonlySet<string> = new Set([...acted, ...meaningless])

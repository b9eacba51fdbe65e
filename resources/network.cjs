/**
 * The one address from which WeChat and Weibo are called (docs/deploy.md, 4; docs/decisions/0028). `nat` is AWS's managed
 * gateway, `fck` an instance of our own in its place (named after fck-nat), `none` no network at all.
 */
const ways = ['nat', 'fck', 'none']
const usesNetwork = (egress) => {
  if (!ways.includes(egress)) throw new Error(`egress is ${ways.join(', ')}, not ${egress}`)
  return egress !== 'none'
}

const ref = (id) => ({ Ref: id })
const tagged = (name) => [{ Key: 'Name', Value: `\${self:service}-\${self:provider.stage}-${name}` }]
const zone = (index) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] })
const allocation = (given) => given || { 'Fn::GetAtt': ['EgressAddress', 'AllocationId'] }

/** One subnet for the way out, two for functions: a lost zone takes its functions along, not all of them. */
const subnet = (index, block, more = {}) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: {
    VpcId: ref('EgressNetwork'),
    CidrBlock: block,
    AvailabilityZone: zone(index),
    Tags: tagged('egress'),
    ...more,
  },
})
const associated = (subnetId, table) => ({
  Type: 'AWS::EC2::SubnetRouteTableAssociation',
  Properties: { SubnetId: ref(subnetId), RouteTableId: ref(table) },
})
/** Free, and it keeps pictures and rows off the gateway that bills each gigabyte. */
const gatewayEndpoint = (service) => ({
  Type: 'AWS::EC2::VPCEndpoint',
  Properties: {
    VpcEndpointType: 'Gateway',
    ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` },
    VpcId: ref('EgressNetwork'),
    RouteTableIds: [ref('FunctionRoutes')],
  },
})

const shared = () => ({
  EgressNetwork: {
    Type: 'AWS::EC2::VPC',
    Properties: {
      CidrBlock: '10.71.0.0/24',
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
      Tags: tagged('egress'),
    },
  },
  EgressInternet: { Type: 'AWS::EC2::InternetGateway', Properties: { Tags: tagged('egress') } },
  EgressAttachment: {
    Type: 'AWS::EC2::VPCGatewayAttachment',
    Properties: { VpcId: ref('EgressNetwork'), InternetGatewayId: ref('EgressInternet') },
  },
  GatewaySubnet: subnet(0, '10.71.0.0/28'),
  FunctionSubnetA: subnet(0, '10.71.0.64/26'),
  FunctionSubnetB: subnet(1, '10.71.0.128/26'),
  GatewayRoutes: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('EgressNetwork') } },
  FunctionRoutes: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('EgressNetwork') } },
  GatewaySubnetRoutes: associated('GatewaySubnet', 'GatewayRoutes'),
  FunctionSubnetARoutes: associated('FunctionSubnetA', 'FunctionRoutes'),
  FunctionSubnetBRoutes: associated('FunctionSubnetB', 'FunctionRoutes'),
  ToInternet: {
    Type: 'AWS::EC2::Route',
    DependsOn: ['EgressAttachment'],
    Properties: {
      RouteTableId: ref('GatewayRoutes'),
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: ref('EgressInternet'),
    },
  },
  FunctionDoor: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'Functions that call WeChat and Weibo: out only',
      VpcId: ref('EgressNetwork'),
      SecurityGroupEgress: [
        { IpProtocol: '-1', CidrIp: '0.0.0.0/0', Description: 'platforms, mail server, AWS' },
      ],
    },
  },
  BucketEndpoint: gatewayEndpoint('s3'),
  TableEndpoint: gatewayEndpoint('dynamodb'),
})

/** Kept when everything else goes: WeChat's list of addresses is changed by hand, in a console, by an administrator. */
const address = () => ({
  EgressAddress: {
    Type: 'AWS::EC2::EIP',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { Domain: 'vpc', Tags: tagged('egress') },
  },
})

const nat = (allocationId) => ({
  EgressGateway: {
    Type: 'AWS::EC2::NatGateway',
    DependsOn: ['EgressAttachment'],
    Properties: {
      AllocationId: allocation(allocationId),
      SubnetId: ref('GatewaySubnet'),
      Tags: tagged('egress'),
    },
  },
  OutOfFunctions: {
    Type: 'AWS::EC2::Route',
    Properties: {
      RouteTableId: ref('FunctionRoutes'),
      DestinationCidrBlock: '0.0.0.0/0',
      NatGatewayId: ref('EgressGateway'),
    },
  },
})

/** Takes the address, forwards what functions send, and becomes their way out; a lost instance is replaced by a new one. */
const onBoot = `#!/bin/bash
set -euo pipefail
token=$(curl -fsX PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' http://169.254.169.254/latest/api/token)
id=$(curl -fsH "X-aws-ec2-metadata-token: $token" http://169.254.169.254/latest/meta-data/instance-id)
export AWS_DEFAULT_REGION=\${AWS::Region}
aws ec2 modify-instance-attribute --instance-id "$id" --no-source-dest-check
aws ec2 associate-address --instance-id "$id" --allocation-id \${Allocation} --allow-reassociation
aws ec2 replace-route --route-table-id \${FunctionRoutes} --destination-cidr-block 0.0.0.0/0 --instance-id "$id" ||
  aws ec2 create-route --route-table-id \${FunctionRoutes} --destination-cidr-block 0.0.0.0/0 --instance-id "$id"
dnf install -y iptables-nft
sysctl -w net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s \${EgressNetwork.CidrBlock} ! -d \${EgressNetwork.CidrBlock} -j MASQUERADE
`
const inAccount = (kind, id) => ({
  'Fn::Sub': [`arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:${kind}/\${Id}`, { Id: id }],
})

const fck = (allocationId) => ({
  EgressInstanceDoor: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'The way out: in from functions only',
      VpcId: ref('EgressNetwork'),
      SecurityGroupIngress: [
        { IpProtocol: '-1', SourceSecurityGroupId: ref('FunctionDoor'), Description: 'functions' },
      ],
      SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0', Description: 'out' }],
    },
  },
  EgressInstanceRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: { 'Fn::Sub': 'ec2.\${AWS::URLSuffix}' } },
            Action: 'sts:AssumeRole',
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'egress',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['ec2:AssociateAddress', 'ec2:ModifyInstanceAttribute'],
                Resource: [
                  inAccount('elastic-ip', allocation(allocationId)),
                  inAccount('instance', '*'),
                  inAccount('network-interface', '*'),
                ],
                Condition: { StringEquals: { 'ec2:Region': ref('AWS::Region') } },
              },
              {
                Effect: 'Allow',
                Action: ['ec2:ReplaceRoute', 'ec2:CreateRoute'],
                Resource: inAccount('route-table', ref('FunctionRoutes')),
              },
            ],
          },
        },
      ],
    },
  },
  EgressInstanceProfile: {
    Type: 'AWS::IAM::InstanceProfile',
    Properties: { Roles: [ref('EgressInstanceRole')] },
  },
  EgressTemplate: {
    Type: 'AWS::EC2::LaunchTemplate',
    Properties: {
      LaunchTemplateData: {
        ImageId: '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}',
        InstanceType: 't4g.nano',
        IamInstanceProfile: { Arn: { 'Fn::GetAtt': ['EgressInstanceProfile', 'Arn'] } },
        MetadataOptions: { HttpTokens: 'required' },
        NetworkInterfaces: [
          { DeviceIndex: 0, AssociatePublicIpAddress: true, Groups: [ref('EgressInstanceDoor')] },
        ],
        UserData: { 'Fn::Base64': { 'Fn::Sub': [onBoot, { Allocation: allocation(allocationId) }] } },
      },
    },
  },
  EgressInstances: {
    Type: 'AWS::AutoScaling::AutoScalingGroup',
    DependsOn: ['ToInternet'],
    Properties: {
      MinSize: '1',
      MaxSize: '1',
      VPCZoneIdentifier: [ref('GatewaySubnet')],
      LaunchTemplate: {
        LaunchTemplateId: ref('EgressTemplate'),
        Version: { 'Fn::GetAtt': ['EgressTemplate', 'LatestVersionNumber'] },
      },
    },
  },
})

/**
 * Resources and outputs of the way out. `given` names an address that exists already, e.g. of a stack before this one:
 * then WeChat's list stays as it is.
 */
function networkOf(egress, given) {
  if (!usesNetwork(egress)) return {}
  const { allocationId } = given
  return {
    Resources: {
      ...shared(),
      ...(allocationId ? {} : address()),
      ...(egress === 'nat' ? nat(allocationId) : fck(allocationId)),
    },
    Outputs: {
      EgressAddress: {
        Description: 'The address to put into the IP allow list (IP 白名单) of WeChat',
        Value: addressOf(given),
      },
    },
  }
}

const addressOf = ({ address: known }) => known || ref('EgressAddress')

module.exports = {
  addressOf,
  usesNetwork,
  networkOf,
  /** of a function inside */
  vpcConfig: {
    securityGroupIds: [ref('FunctionDoor')],
    subnetIds: [ref('FunctionSubnetA'), ref('FunctionSubnetB')],
  },
  /** AWS takes no narrower resource for network interfaces. */
  vpcStatement: {
    Effect: 'Allow',
    Action: ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface'],
    Resource: '*',
  },
}

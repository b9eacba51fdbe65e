import { resolverFor } from '../../../local/template/resolve'
import { readService } from '../../../local/template/read-service'
import type { Template } from '../../../local/template/template'

const template: Template = {
  Parameters: { Level: { Type: 'String', Default: 'high' } },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Level' }, 'high'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }] },
  },
  Resources: {
    Table: { Type: 'AWS::DynamoDB::Table' },
    Uploads: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: { 'Fn::Sub': 'given-${AWS::AccountId}' } },
    },
    HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'x' } },
    Absent: { Type: 'AWS::S3::Bucket', Condition: 'No' },
  },
}
const { resolve, exists } = resolverFor(template, 'unit-local')

describe('intrinsic functions', () => {
  it.each([
    [{ Ref: 'Table' }, 'unit-local-Table'],
    [{ Ref: 'Uploads' }, 'given-000000000000'],
    [{ Ref: 'Level' }, 'high'],
    [{ Ref: 'AWS::Region' }, 'ap-southeast-1'],
    [
      { 'Fn::GetAtt': ['Table', 'Arn'] },
      'arn:aws:dynamodb:ap-southeast-1:000000000000:table/unit-local-Table',
    ],
    [{ 'Fn::GetAtt': 'Uploads.Arn' }, 'arn:aws:s3:::given-000000000000'],
    [{ 'Fn::Sub': '${Uploads.Arn}/in/* ${!kept}' }, 'arn:aws:s3:::given-000000000000/in/* ${kept}'],
    [{ 'Fn::Sub': ['${a}-${AWS::Partition}', { a: { Ref: 'Level' } }] }, 'high-aws'],
    [{ 'Fn::Join': ['/', ['a', { Ref: 'Level' }]] }, 'a/high'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b'] }] }, 'b'],
    [{ 'Fn::If': ['Yes', 'y', 'n'] }, 'y'],
    [{ 'Fn::If': ['Both', 'y', 'n'] }, 'y'],
    [{ a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, b: [{ Ref: 'AWS::NoValue' }, 2] }, { b: [2] }],
    [{ Condition: { StringEquals: { a: 'b' } } }, { Condition: { StringEquals: { a: 'b' } } }],
    [{ 'Fn::ToJsonString': { a: { Ref: 'Level' } } }, '{"a":"high"}'],
  ])('computes %j', (value, wanted) => {
    expect(resolve(value)).toEqual(wanted)
  })

  it.each([
    [{ 'Fn::ImportValue': 'other-stack' }, 'does not support the intrinsic function Fn::ImportValue'],
    [{ 'Fn::Sub': '${Nobody}' }, 'the template has no resource Nobody'],
    [
      { 'Fn::GetAtt': ['Table', 'Colour'] },
      'does not support attribute Colour of Table (AWS::DynamoDB::Table)',
    ],
    [{ 'Fn::If': ['Maybe', 1, 2] }, 'the template has no condition Maybe'],
  ])('refuses %j', (value, message) => {
    expect(() => resolve(value)).toThrow(message)
  })

  it('knows which resources are there', () => {
    expect([exists('Table'), exists('Absent')]).toEqual([true, false])
  })
})

describe('reading a template', () => {
  const read = (Resources: Template['Resources']) =>
    readService(
      { ...template, Resources: { ...template.Resources, ...Resources } },
      'unit-local',
      'http://here:4000',
    )

  it('refuses a resource type it does not know, by name', () => {
    expect(() => read({ Cluster: { Type: 'AWS::ECS::Cluster' } })).toThrow(
      'the one-machine cloud does not support resource type AWS::ECS::Cluster (Cluster)',
    )
  })

  it('leaves out what a condition excludes', () => {
    expect(read({}).buckets.map(({ name }) => name)).toEqual(['given-000000000000'])
  })

  it('makes the substitutions in a machine, and puts its own address for the API’s', () => {
    const role = { Type: 'AWS::IAM::Role', Properties: {} }
    const { machines } = read({
      MachineRole: role,
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          StateMachineName: 'm',
          Definition: {
            States: { A: { Resource: 'arn:${Partition}:x', Q: '{% ${not}.b %}', U: { Ref: 'HttpApi' } } },
          },
          DefinitionSubstitutions: { Partition: { Ref: 'AWS::Partition' } },
          RoleArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
        },
      },
    })
    expect(machines).toEqual([
      {
        name: 'm',
        arn: 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:m',
        role: 'MachineRole',
        definition: { States: { A: { Resource: 'arn:aws:x', Q: '{% ${not}.b %}', U: 'httpapi' } } },
      },
    ])
  })

  it('names role and policy for a managed policy it does not know', () => {
    expect(() =>
      read({
        Wide: {
          Type: 'AWS::IAM::Role',
          Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
        },
      }),
    ).toThrow('the managed policy arn:aws:iam::aws:policy/AdministratorAccess (Wide)')
  })
})

import { resolve } from 'node:path'
import { packageService } from '../../local/template/package-service'
import { readService } from '../../local/template/read-service'
import type { Resource, Template } from '../../local/template/template'

const root = resolve(__dirname, '../..')
const withParams = async (...params: string[]) =>
  (
    await packageService(
      root,
      params.map((param) => `--param=${param}`),
    )
  ).template

const typesIn = ({ Resources }: Template) => new Set(Object.values(Resources).map(({ Type }) => Type))
const propertiesOf = (template: Template, id: string) =>
  (template.Resources[id]?.Properties ?? {}) as Record<string, unknown>
const functionsOf = ({ Resources }: Template): [string, Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
const inside = (template: Template) =>
  functionsOf(template)
    .filter(([, { Properties }]) => Properties?.['VpcConfig'] !== undefined)
    .map(([id]) => id)

describe('none', () => {
  it('costs nothing: no network, no address, no right to network interfaces', async () => {
    const template = await withParams()
    expect([...typesIn(template)].filter((type) => type.startsWith('AWS::EC2'))).toEqual([])
    expect(inside(template)).toEqual([])
    expect(JSON.stringify(template)).not.toContain('ec2:')
  }, 300_000)
})

describe.each([
  ['nat', 'AWS::EC2::NatGateway', 'AWS::AutoScaling::AutoScalingGroup'],
  ['fck', 'AWS::AutoScaling::AutoScalingGroup', 'AWS::EC2::NatGateway'],
])('%s', (egress, has, hasNot) => {
  let template: Template
  beforeAll(async () => {
    template = await withParams(`egress=${egress}`)
  }, 300_000)

  it('gives one address that is kept when the stack goes, and says which', () => {
    expect(template.Resources['EgressAddress']).toMatchObject({
      Type: 'AWS::EC2::EIP',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    })
    expect(Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::EC2::EIP')).toHaveLength(1)
    expect(template.Outputs?.['EgressAddress']).toMatchObject({ Value: { Ref: 'EgressAddress' } })
    expect(typesIn(template)).toContain(has)
    expect(typesIn(template)).not.toContain(hasNot)
  })

  it('keeps pictures and rows off the metered way', () => {
    const endpoints = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::EC2::VPCEndpoint')
    expect(endpoints.map(({ Properties }) => Properties)).toMatchObject([
      { VpcEndpointType: 'Gateway', RouteTableIds: [{ Ref: 'FunctionRoutes' }] },
      { VpcEndpointType: 'Gateway', RouteTableIds: [{ Ref: 'FunctionRoutes' }] },
    ])
    expect(JSON.stringify(endpoints)).toMatch(/\.s3".*\.dynamodb"/)
  })

  it('holds only functions that call a platform, each with the right to its network interface and the address', () => {
    const ids = inside(template)
    expect(ids.length).toBeGreaterThan(8)
    expect(ids.length).toBeLessThan(functionsOf(template).length / 3)
    expect(ids).toContain('MassSendLambdaFunction')
    expect(ids).not.toContain('ShowDecisionLambdaFunction')
    for (const [id, { Properties }] of functionsOf(template)) {
      const role = (Properties?.['Role'] as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0]
      const may = JSON.stringify(propertiesOf(template, role)).includes('ec2:CreateNetworkInterface')
      const { Variables } = (Properties?.['Environment'] ?? { Variables: {} }) as { Variables: object }
      expect([id, may, 'EGRESS_ADDRESS' in Variables]).toEqual([id, ids.includes(id), ids.includes(id)])
    }
  })

  it('lets nothing in from outside', () => {
    for (const { Type, Properties } of Object.values(template.Resources))
      if (Type === 'AWS::EC2::SecurityGroup')
        expect(JSON.stringify(Properties?.['SecurityGroupIngress'] ?? [])).not.toContain('Cidr')
  })

  it('is a template the one-machine cloud understands, partition-free', () => {
    expect(readService(template, 'qianfa-local', 'http://127.0.0.1:1').functions.length).toBeGreaterThan(60)
    expect(JSON.stringify(template).match(/arn:aws[:-][^"]{0,40}|amazonaws\.com\.cn/g)).toBeNull()
  })
})

describe('an address of an earlier stack', () => {
  it('is used as it is, so that WeChat’s list stays', async () => {
    const template = await withParams(
      'egress=nat',
      'egressAllocation=eipalloc-1',
      'egressAddress=198.51.100.7',
    )
    expect(typesIn(template)).not.toContain('AWS::EC2::EIP')
    expect(propertiesOf(template, 'EgressGateway')).toMatchObject({ AllocationId: 'eipalloc-1' })
    expect(template.Outputs?.['EgressAddress']).toMatchObject({ Value: '198.51.100.7' })
  }, 300_000)

  it('is no way that does not exist', async () => {
    await expect(withParams('egress=vpn')).rejects.toThrow('egress is nat, fck, none, not vpn')
  }, 300_000)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { packageService } from '../../local/template/package-service'
import type { Template } from '../../local/template/template'
import { ofType } from '../../operations/rules/rule'
import { root } from '../house/imports'

/** Types that cost nothing while nobody uses them; what else a stack holds has to be put here with a reason, or left out. */
const freeWhenIdle = [
  ...[
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Stage',
  ],
  ...['AWS::DynamoDB::Table', 'AWS::Events::Rule', 'AWS::IAM::Role', 'AWS::Lambda::EventInvokeConfig'],
  ...[
    'AWS::Lambda::EventSourceMapping',
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
    'AWS::Logs::LogGroup',
  ],
  ...[
    'AWS::S3::Bucket',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::Topic',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::Queue',
  ],
  ...['AWS::SQS::QueuePolicy', 'AWS::StepFunctions::StateMachine'],
  // The first three are free.
  'AWS::CloudWatch::Dashboard',
]
/** What costs by being there: docs/cost.md says how much. */
const costs = ['AWS::CloudWatch::Alarm', 'AWS::Scheduler::Schedule']

/** Why a stack costs while nothing happens, beyond what is known. */
function rented(template: Template): string[] {
  const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))]
  return [
    ...types.filter((type) => !freeWhenIdle.includes(type) && !costs.includes(type)),
    ...ofType(template, 'AWS::DynamoDB::Table')
      .filter(([, { BillingMode }]) => BillingMode !== 'PAY_PER_REQUEST')
      .map(([id]) => `${id} has provisioned capacity`),
    ...ofType(template, 'AWS::Lambda::Function')
      .filter(([, { SnapStart, ProvisionedConcurrencyConfig }]) => SnapStart ?? ProvisionedConcurrencyConfig)
      .map(([id]) => `${id} is kept warm`),
    ...ofType(template, 'AWS::CloudWatch::Dashboard')
      .slice(3)
      .map(([id]) => `${id} is the fourth dashboard`),
    ...ofType(template, 'AWS::Logs::LogGroup')
      .filter(([, { RetentionInDays }]) => !RetentionInDays)
      .map(([id]) => `${id} keeps its lines for ever`),
  ]
}

let template: Template
beforeAll(async () => {
  template = (await packageService(root)).template
}, 300_000)

it('without a way out nothing is rented: what an idle stack costs are its alarms and its schedules', () => {
  expect(rented(template)).toEqual([])
})

it('what would be rented is seen', () => {
  const planted = structuredClone(template)
  planted.Resources['Spare'] = { Type: 'AWS::EC2::NatGateway', Properties: {} }
  planted.Resources['Table']!.Properties!['BillingMode'] = 'PROVISIONED'
  expect(rented(planted)).toEqual(['AWS::EC2::NatGateway', 'Table has provisioned capacity'])
})

it('service and stage are tags of the whole stack, so that a bill can be read by them', () => {
  const { provider } = parse(readFileSync(join(root, 'serverless.yml'), 'utf8')) as {
    provider: { stackTags: Record<string, string> }
  }
  expect(Object.keys(provider.stackTags).sort()).toEqual(['service', 'stage'])
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AccessDenied } from '../../../local/aws/access'
import { evaluate, type Asked } from '../../../local/iam/evaluate'
import { createRoleAccess } from '../../../local/iam/role-access'
import { statementsOf } from '../../../local/iam/statement'
import { removeTemporaryDirs, temporaryDir } from '../kit'
import { oracle } from './oracle'

afterAll(removeTemporaryDirs)

const table = 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/qianfa'
const bucket = 'arn:aws:s3:::qianfa-media'
const machine = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:approve'
const allow = (more: object) => ({ Effect: 'Allow', Resource: '*', ...more })

const policies: Record<string, object[]> = {
  plain: [allow({ Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: [table, `${table}/index/*`] })],
  wildcards: [allow({ Action: 's3:Get*', Resource: `${bucket}/in/*/v?.jpg` })],
  'case of actions': [allow({ Action: 'S3:getobject', Resource: `${bucket}/*` })],
  'deny wins': [
    allow({ Action: 's3:*' }),
    { Effect: 'Deny', Action: 's3:DeleteObject*', Resource: `${bucket}/*` },
  ],
  'not action': [allow({ NotAction: ['s3:DeleteObject', 'dynamodb:*'] })],
  'not resource': [{ Effect: 'Allow', Action: 's3:GetObject', NotResource: `${bucket}/secret/*` }],
  'string equals': [
    allow({
      Action: 's3:PutObject',
      Condition: { StringEquals: { 's3:x-amz-acl': ['private', 'bucket-owner-read'] } },
    }),
  ],
  'string like': [allow({ Action: 's3:ListBucket', Condition: { StringLike: { 's3:prefix': 'in/*' } } })],
  bool: [allow({ Action: 's3:GetObject', Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
  'arn like': [
    allow({
      Action: 's3:PutObject',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:000000000000:rule/*' } },
    }),
  ],
  'arn equals': [
    allow({ Action: 's3:PutObject', Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sqs:*:*:queue' } } }),
  ],
  'leading keys': [
    allow({
      Action: 'dynamodb:GetItem',
      Resource: table,
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SUB#*', 'DAY#*'] } },
    }),
  ],
  'leading keys exactly': [
    allow({
      Action: 'dynamodb:GetItem',
      Resource: table,
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['TOKEN'] } },
    }),
  ],
  'leading keys of rooms': [
    allow({
      Action: 'dynamodb:Query',
      Resource: `${table}/index/*`,
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['UNIT#*', 'ROLE#*'] },
        'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': ['UNIT#*#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
    allow({
      Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
      Resource: table,
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SUB#*', 'COMPANY'] },
        Null: { 'dynamodb:LeadingKeys': false },
      },
    }),
  ],
  'no leading key': [
    allow({
      Action: 'dynamodb:*',
      Resource: '*',
      Condition: { Null: { 'dynamodb:LeadingKeys': 'true' } },
    }),
  ],
  nothing: [],
}

const leading = (...keys: string[]) => ({ 'dynamodb:LeadingKeys': keys })

const asked: Asked[] = [
  { action: 'dynamodb:BatchGetItem', resource: table, context: leading('SUB#1', 'COMPANY') },
  { action: 'dynamodb:BatchGetItem', resource: table, context: leading('SUB#1', 'SESSION#1') },
  { action: 'dynamodb:PutItem', resource: table, context: leading('COMPANY') },
  { action: 'dynamodb:PutItem', resource: table, context: leading('COMPANYX') },
  { action: 'dynamodb:PutItem', resource: table, context: leading('') },
  { action: 'dynamodb:Query', resource: `${table}/index/gsi1`, context: leading('UNIT#1') },
  { action: 'dynamodb:Query', resource: `${table}/index/gsi1`, context: leading('UNIT#1#COMPLAINTS') },
  { action: 'dynamodb:Query', resource: `${table}/index/gsi1`, context: leading('ROLE#editor#1') },
  { action: 'dynamodb:Query', resource: table, context: leading('UNIT#1') },
  { action: 'dynamodb:GetItem', resource: table },
  { action: 'dynamodb:GetItem', resource: table, context: { 'dynamodb:LeadingKeys': 'SUB#1' } },
  { action: 'dynamodb:GetItem', resource: table, context: { 'dynamodb:LeadingKeys': 'TOKEN' } },
  { action: 'dynamodb:Query', resource: `${table}/index/gsi1` },
  { action: 'dynamodb:PutItem', resource: table },
  { action: 's3:GetObject', resource: `${bucket}/in/a/v1.jpg` },
  { action: 's3:GetObject', resource: `${bucket}/in/a/v12.jpg` },
  { action: 's3:GetObject', resource: `${bucket}/secret/a`, context: { 'aws:SecureTransport': 'true' } },
  { action: 's3:GetObject', resource: `${bucket}/in/a`, context: { 'aws:SecureTransport': 'false' } },
  { action: 's3:DeleteObject', resource: `${bucket}/in/a` },
  { action: 's3:PutObject', resource: `${bucket}/in/a`, context: { 's3:x-amz-acl': 'private' } },
  { action: 's3:PutObject', resource: `${bucket}/in/a`, context: { 's3:x-amz-acl': 'public-read' } },
  {
    action: 's3:PutObject',
    resource: `${bucket}/in/a`,
    context: { 'aws:SourceArn': 'arn:aws:events:ap-southeast-1:000000000000:rule/nightly' },
  },
  {
    action: 's3:PutObject',
    resource: `${bucket}/in/a`,
    context: { 'aws:SourceArn': 'arn:aws:sqs:ap-southeast-1:000000000000:queue' },
  },
  { action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': 'in/2026' } },
  { action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': 'out/' } },
  { action: 'states:StartExecution', resource: machine },
]

describe('the evaluator against an independent simulator', () => {
  it.each(Object.entries(policies))('agrees on every request: %s', async (name, statements) => {
    const parsed = statementsOf(name, statements)
    const ours = asked.map((one) => evaluate(parsed, one) === 'allowed')
    const theirs = await Promise.all(asked.map((one) => oracle(statements, one)))
    expect(asked.map((one, index) => ({ ...one, allowed: ours[index] }))).toEqual(
      asked.map((one, index) => ({ ...one, allowed: theirs[index] })),
    )
  })

  it('is asked about requests of both outcomes', () => {
    const outcomes = Object.entries(policies).map(([name, statements]) =>
      asked.map((one) => evaluate(statementsOf(name, statements), one)),
    )
    expect(new Set(outcomes.flat())).toEqual(new Set(['allowed', 'denied', 'denied explicitly']))
  })
})

describe('what is not known', () => {
  it.each([
    [
      'an operator',
      allow({ Action: 's3:*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
      'IpAddress',
    ],
    ['a principal', allow({ Action: 's3:*', Principal: '*' }), 'Principal'],
    ['no action', allow({}), 'needs one of Action and NotAction'],
  ])('refuses %s by name', (_, statement, named) => {
    expect(() => statementsOf('WideRole', [statement])).toThrow(new RegExp(`WideRole: [\\s\\S]*${named}`))
  })
})

describe('roles', () => {
  const roles = { ReaderRole: [allow({ Action: 's3:GetObject', Resource: `${bucket}/*` })] }
  const dir = temporaryDir()

  it('names role, action and resource of a denial, tells it once and counts it', () => {
    const lines: string[] = []
    const access = createRoleAccess({ dir, roles, log: (line) => lines.push(line) })
    const reader = access.credentialsOf('ReaderRole')
    access.authorize(reader, 's3:GetObject', `${bucket}/a`)
    const refused = () => access.authorize(reader, 's3:PutObject', `${bucket}/a`)
    expect(refused).toThrow(AccessDenied)
    expect(refused).toThrow(
      'User: arn:aws:sts::000000000000:assumed-role/ReaderRole is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::qianfa-media/a',
    )
    expect(access.denials()).toEqual([
      { role: 'ReaderRole', action: 's3:PutObject', resource: `${bucket}/a`, times: 2 },
    ])
    expect(lines).toEqual([expect.stringContaining('ReaderRole may not s3:PutObject')])
  })

  it('gives a role credentials with a session token, and itself an engineer’s', () => {
    const access = createRoleAccess({ dir, roles, log: () => undefined })
    expect(access.credentialsOf('ReaderRole')).toMatchObject({
      accessKeyId: expect.stringMatching(/^ASIA/),
      sessionToken: expect.stringMatching(/^.{800,}$/),
    })
    expect(access.credentialsOf('cloud')).toMatchObject({ accessKeyId: expect.stringMatching(/^AKIA/) })
    expect(access.credentialsOf('cloud')).not.toHaveProperty('sessionToken')
  })

  it('keeps credentials over a restart and lets the machine itself do everything', () => {
    const [before, after] = [1, 2].map(() => createRoleAccess({ dir, roles, log: () => undefined }))
    const reader = before!.credentialsOf('ReaderRole')
    expect(after!.identityOf(reader.accessKeyId)).toEqual(reader)
    expect(after!.identityOf('AKIAUNKNOWN')).toBeUndefined()
    expect(reader.secretAccessKey).not.toBe(before!.credentialsOf('cloud').secretAccessKey)
    expect(() => after!.authorize(after!.credentialsOf('cloud'), 's3:PutObject', bucket)).not.toThrow()
    // 32 bytes and their checksum
    expect(readFileSync(join(dir, 'credentials.seed'))).toHaveLength(36)
  })
})

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRoleAccess } from '../../../local/iam/role-access'
import { noteIn, usesOf } from '../../../local/iam/used'
import { statementsOf } from '../../../local/iam/statement'

const table = 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/t'
const ofRooms = (Action: string[], Resource: string, ...keys: string[]) => ({
  ...{ Effect: 'Allow', Action, Resource },
  Condition: {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  },
})
const DeskRole = [
  ofRooms(['dynamodb:GetItem'], table, 'SUB#*', 'PERSON#*'),
  ofRooms(['dynamodb:Query'], `${table}/index/gsi1`, 'UNIT#*'),
  ofRooms(['dynamodb:PutItem'], table, 'SUB#*'),
  { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::media/*' },
]

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'used-'))))
afterEach(() => rmSync(dir, { recursive: true }))

it('a role’s statements fall into parts: partitions by way, other actions by resource', () => {
  expect(usesOf('DeskRole', statementsOf('DeskRole', DeskRole))).toEqual([
    ...['DeskRole reads SUB#*', 'DeskRole reads PERSON#*', 'DeskRole lists UNIT#*', 'DeskRole writes SUB#*'],
    ...['DeskRole s3:GetObject arn:aws:s3:::media/*', 'DeskRole s3:PutObject arn:aws:s3:::media/*'],
  ])
})

it('what allowed a call is noted once, what was refused never, and the rest stays without a note', () => {
  const folder = join(dir, 'notes')
  const options = { dir, roles: { DeskRole }, log: () => undefined, used: noteIn(folder) }
  const access = createRoleAccess(options)
  const desk = access.credentialsOf('DeskRole')
  const key = { 'dynamodb:LeadingKeys': ['SUB#1'] }
  for (let n = 0; n < 3; n++) access.authorize(desk, 'dynamodb:GetItem', table, key)
  access.authorize(desk, 's3:GetObject', 'arn:aws:s3:::media/in/1', {})
  expect(() =>
    access.authorize(desk, 'dynamodb:GetItem', table, { 'dynamodb:LeadingKeys': ['ACTS'] }),
  ).toThrow(/DeskRole/)
  const notes = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  expect(notes).toEqual(['DeskRole reads SUB#*\nDeskRole s3:GetObject arn:aws:s3:::media/*\n'])
})

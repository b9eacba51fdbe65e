import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { parse } from 'yaml'
import { filesIn, root } from '../house/imports'

/**
 * What a door hands to a verb is what the verb's type says it needs, and what it needs says which rights and which rooms
 * of the table (resources/rooms.yml) the role must have. Read from the types, so that a verb that learns to call a machine and a role that was forgotten do not meet on AWS.
 */
const needed = new Map(
  Object.entries({
    Machine: ['states:StartExecution'],
    Callbacks: ['states:SendTaskSuccess'],
    Secrets: ['ssm:GetParameter'],
    // A letter is sealed and written; the passwords of the mail server and of WeChat are read when they are first used.
    Mail: ['ssm:GetParameter', 'writes outbox'],
    Outbox: ['ssm:GetParameter', 'writes outbox'],
    Smtp: ['ssm:GetParameter'],
    OutboxStore: ['ssm:GetParameter', 'reads outbox', 'lists outbox', 'writes outbox'],
    // The access token is a row that all instances share.
    Wechat: ['ssm:GetParameter', 'reads wechatToken', 'writes wechatToken'],
    Weibo: ['ssm:GetParameter', 'reads weibo', 'writes weibo'],
    // The next place in the chain is read before it is taken.
    Acts: ['reads acts', 'writes acts'],
    ReadActs: ['reads acts'],
    Approvals: ['reads submissions'],
    Complaints: ['reads complaints'],
    DailyCounts: ['reads counts', 'writes counts'],
    Editions: ['reads editions'],
    Letters: ['reads letters'],
    Loans: ['reads loans'],
    Passkeys: ['reads passkeys'],
    People: ['reads people'],
    Posts: ['reads posts'],
    ReadCalendar: ['reads calendar'],
    Requests: ['reads requests'],
    ReturningMailboxes: ['reads mailboxes'],
    Submissions: ['reads submissions'],
    WordLists: ['reads words'],
  }),
)
const ofBucket = new Map(
  Object.entries({
    presignPost: ['s3:PutObject'],
    beginMultipart: ['s3:PutObject'],
    signPart: ['s3:PutObject'],
    completeMultipart: ['s3:PutObject'],
    listParts: ['s3:ListMultipartUploadParts'],
    abortMultipart: ['s3:AbortMultipartUpload'],
    head: ['s3:GetObject'],
    read: ['s3:GetObject', 's3:GetObjectVersion'],
    presignRead: ['s3:GetObject'],
    write: ['s3:PutObject'],
  }),
)

const read = (path: string) => parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>
const grants = read('resources/grants.yml') as Record<string, { Action: string[] }[]>

interface Door {
  grants?: string[]
  secrets?: string[]
  egress?: boolean
  reads?: string[]
  lists?: string[]
  writes?: string[]
}

/** What functions.yml says of a door, by its file. */
function doorOf(file: string): Door | undefined {
  const [, area = '', name = ''] = /^functions\/([^/]+)\/(.+)\.ts$/.exec(file) ?? []
  const key = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  return (read(`functions/${area}/functions.yml`) as Record<string, Door>)[key]
}

/** The actions and rooms of a door's role, by its file. */
function allowed(file: string): Set<string> {
  const door = doorOf(file) ?? {}
  return new Set([
    ...(door.grants ?? []).flatMap((grant) => grants[grant]?.flatMap(({ Action }) => Action) ?? []),
    ...(door.secrets ? ['ssm:GetParameter'] : []),
    ...(['reads', 'lists', 'writes'] as const).flatMap((ask) =>
      (door[ask] ?? []).map((room) => `${ask} ${room}`),
    ),
  ])
}

const doors = filesIn('functions').filter((file) => !file.startsWith('functions/wire/'))
const program = ts.createProgram(
  doors.map((door) => join(root, door)),
  ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    root,
  ).options,
)
const checker = program.getTypeChecker()

/** As it is written, or as it comes out of an `Omit`, which has no text of its own. */
function typeOf(property: ts.Symbol): string {
  const declaration = property.valueDeclaration
  const written = declaration && ts.isPropertySignature(declaration) ? declaration.type?.getText() : undefined
  return written ?? checker.typeToString(checker.getTypeOfSymbol(property))
}

/** The rights behind one thing a verb needs: by the name of its type, or by the methods it picks of a bucket. */
function rightsOf(property: ts.Symbol): string[] {
  const type = typeOf(property)
  // Who asks for the whole bucket does not say which of its methods are called.
  const methods = /^Pick<Bucket,(.*)>$/.exec(type)?.[1] ?? ''
  return [
    ...[...methods.matchAll(/\w+/g)].flatMap(([method]) => ofBucket.get(method) ?? []),
    ...[...type.matchAll(/\w+/g)].flatMap(([name]) => needed.get(name) ?? []),
  ]
}

interface Need {
  verb: string
  property: ts.Symbol
}

/** Everything the verbs of a door ask for, with the verb that asks. */
function needs(file: string): Need[] {
  const source = program.getSourceFile(join(root, file))
  const found: Need[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const signature = checker.getResolvedSignature(node)
      const declared = signature?.getDeclaration() as ts.SignatureDeclaration | undefined
      const given = signature?.parameters[0]
      const isVerb = declared?.getSourceFile().fileName.startsWith(join(root, 'lib/'))
      if (isVerb && given)
        for (const property of checker.getTypeOfSymbol(given).getProperties())
          found.push({ property, verb: node.expression.getText() })
    }
    ts.forEachChild(node, visit)
  }
  if (source) visit(source)
  return found
}

/** Every right the verbs of a door need, with the verb that needs it. */
const wanted = (file: string): { right: string; verb: string }[] =>
  needs(file).flatMap(({ verb, property }) => rightsOf(property).map((right) => ({ right, verb })))

const missingOf = (door: string, may = allowed(door)): string[] =>
  wanted(door)
    .filter(({ right }) => !may.has(right))
    .map(({ right, verb }) => `${door}: ${verb} needs ${right}`)

it('grants every door what its verbs need, as their types tell', () => {
  const all = doors.map((door) => ({ door, rights: wanted(door) }))
  const seen = new Set(all.flatMap(({ rights }) => rights.map(({ right }) => right)))
  expect([...seen].sort()).toEqual(
    expect.arrayContaining([
      'reads submissions',
      'writes outbox',
      's3:GetObject',
      'ssm:GetParameter',
      'states:SendTaskSuccess',
      'states:StartExecution',
    ]),
  )
  expect(all.filter(({ rights }) => rights.length > 0).length).toBeGreaterThan(30)
  const missing = all.flatMap(({ door }) => missingOf(door))
  expect([...new Set(missing)]).toEqual([])
}, 180_000)

it('goes red when one grant is taken away', () => {
  const door = 'functions/portal/submit-submission.ts'
  const without = new Set([...allowed(door)].filter((right) => right !== 'states:StartExecution'))
  expect(missingOf(door, without).join()).toContain('needs states:StartExecution')
}, 180_000)

/** Types whose holder calls WeChat, Weibo or 企业微信, from an address that has to be on their lists. */
const platforms = /^(Pick<)?(Wechat|Weibo|WeiboOauth|Notify)\b/

it('puts exactly the doors whose verbs call a platform behind the one address', () => {
  const calling = doors.filter((door) => needs(door).some(({ property }) => platforms.test(typeOf(property))))
  const declared = doors.filter((door) => doorOf(door)?.egress === true)
  expect(calling.length).toBeGreaterThan(8)
  expect(declared.sort()).toEqual(calling.sort())
}, 180_000)

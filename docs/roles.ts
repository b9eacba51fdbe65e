import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { statementsOf, type Statement } from '../local/iam/statement'
import { packageService } from '../local/template/package-service'
import { readService } from '../local/template/read-service'
import type { FunctionModel, Service } from '../local/template/service'

const root = join(__dirname, '..')

interface Room {
  holds: string
  rows?: string[]
  lists?: string[]
}
const rooms = Object.entries(
  parse(readFileSync(join(root, 'resources/rooms.yml'), 'utf8')) as Record<string, Room>,
)

const named = (statement: Statement, ...names: string[]) =>
  (statement.Action ?? []).some((action) => names.includes(action))
const leadingKeys = (statement: Statement) =>
  statement.Condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? []

/** Rooms one of whose patterns is among the keys that a statement allows. */
const roomsOf = (kind: 'rows' | 'lists', statements: Statement[]): string[] => {
  const keys = new Set(statements.flatMap(leadingKeys))
  return rooms.filter(([, room]) => room[kind]?.some((pattern) => keys.has(pattern))).map(([name]) => name)
}

const resourcesOf = (statements: Statement[], ...actions: string[]) =>
  statements.filter((one) => named(one, ...actions)).flatMap(({ Resource = [] }) => Resource)
const lastPart = (arn: string) => arn.split(/[:/]/).at(-1) ?? arn
const machineOf = (arn: string) => lastPart(arn).replace(/^qianfa-local-/, '')
/** `arn:aws:s3:::qianfa-local-mediabucket/in/*` is `media in/`. */
const placeOf = (arn: string) => {
  const [, bucket = '', path = ''] = /:::([^/]+)\/?(.*)$/.exec(arn) ?? []
  return `${bucket.includes('archive') ? 'archive' : 'media'} ${path.replace(/\*$/, '') || '(all)'}`.trim()
}

const words = (...parts: (string | false)[]) =>
  parts.filter((part) => part !== false && part !== '').join('; ') || '–'
const said = (verb: string, list: string[]) => list.length > 0 && `${verb} ${[...new Set(list)].join(', ')}`

const sourceOf = ({ handler }: FunctionModel) =>
  readFileSync(join(root, `${handler.replace(/\.handler$/, '')}.ts`), 'utf8')
/** Doors made by `http` ask for no session, those made by `portalDoor` do. */
const callersOf = (model: FunctionModel): string =>
  [/\bhttp\(/.test(sourceOf(model)) && 'anybody', /\bdoor\(/.test(sourceOf(model)) && 'who is signed in']
    .filter(Boolean)
    .join(' and ')

/** Who wakes a function. */
function knocksAt(model: FunctionModel, service: Service): string {
  const { arn, key } = model
  const isRouted = service.routes.some(({ functionArn }) => functionArn === arn)
  const machines = service.machines.filter(({ definition }) => JSON.stringify(definition).includes(`${arn}"`))
  return words(
    isRouted && callersOf(model),
    said(
      'machine',
      machines.map(({ name }) => machineOf(name)),
    ),
    service.rules.some(({ targets }) => targets.some((target) => target.functionArn === arn)) && 'uploads',
    service.schedules.some(({ functionArn }) => functionArn === arn) && 'the clock',
    service.streams.some(({ functionArn }) => functionArn === arn) && 'new rows',
    key === 'loadCompany' && 'an administrator of AWS',
  )
}

/** Behind the one address that WeChat lets in: functions.yml says so, and the template where it is switched on. */
function usesEgress({ key, handler }: FunctionModel): boolean {
  const [, area = ''] = handler.split('/')
  const doors = parse(readFileSync(join(root, 'functions', area, 'functions.yml'), 'utf8')) as Record<
    string,
    { egress?: boolean }
  >
  return doors[key]?.egress === true
}

function lineOf(model: FunctionModel, service: Service): string {
  const statements = statementsOf(model.role, service.roles[model.role] ?? [])
  const [ofRows, ofLists] = [false, true].map((isIndex) =>
    statements.filter(({ Resource = [] }) => Resource.some((arn) => arn.includes('/index/')) === isIndex),
  ) as [Statement[], Statement[]]
  const reads = roomsOf(
    'rows',
    ofRows.filter((one) => named(one, 'dynamodb:GetItem')),
  )
  const lists = roomsOf(
    'lists',
    ofLists.filter((one) => named(one, 'dynamodb:Query')),
  )
  const writes = roomsOf(
    'rows',
    ofRows.filter((one) => named(one, 'dynamodb:PutItem')),
  )
  const secrets = resourcesOf(statements, 'ssm:GetParameter').map(lastPart)
  const cells = [
    model.key,
    knocksAt(model, service),
    words(...reads.map((room) => (writes.includes(room) ? `**${room}**` : room)), said('lists', lists)),
    words(
      said(
        'also',
        writes.filter((room) => !reads.includes(room)),
      ),
      writes.includes('outbox') && 'can mail',
    ),
    words(...secrets),
    words(
      said('gets', resourcesOf(statements, 's3:GetObject').map(placeOf)),
      said('puts', resourcesOf(statements, 's3:PutObject').map(placeOf)),
    ),
    words(
      said('starts', resourcesOf(statements, 'states:StartExecution').map(machineOf)),
      said('answers', resourcesOf(statements, 'states:SendTaskSuccess').map(machineOf)),
      usesEgress(model) && 'calls WeChat or Weibo',
    ),
  ]
  return `| ${cells.join(' | ')} |`
}

/** docs/roles.md, made from the compiled template: what whoever takes a function over could do. */
export async function rolesDocument(): Promise<string> {
  const { template, stack } = await packageService(root)
  const service = readService(template, stack, 'http://127.0.0.1:4000')
  const head = [
    'role of',
    'woken by',
    'reads (bold: and writes)',
    'writes',
    'secrets',
    'files',
    'machines, the outside',
  ]
  const text = [
    '# What a role could do if it were taken over',
    '',
    'Made from the template by `npm run roles`, and compared with it by a test. Each function has a role of its own; hostile code',
    'in a function can do what stands in its line and nothing else. What doors that ask for no session may do is tried deed by',
    'deed in `test/resources/hostile.test.ts`. Everybody writes a log; what fails for good is kept in a queue. Rooms are those of',
    '`resources/rooms.yml`; a secret that seals or signs is worth nothing without rows to open or links to make.',
    '',
    '## Rooms',
    '',
    '| room | holds |',
    '| --- | --- |',
    ...rooms.map(([name, { holds }]) => `| ${name} | ${holds} |`),
    '',
    '## Roles',
    '',
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...service.functions.map((model) => lineOf(model, service)).sort(),
    '',
  ].join('\n')
  const { format } = await import('prettier')
  return format(text, { parser: 'markdown', printWidth: 110 })
}

export const rolesFile = join(root, 'docs', 'roles.md')

if (require.main === module)
  void rolesDocument().then((document) => {
    writeFileSync(rolesFile, document)
    console.log(`wrote ${rolesFile}`)
  })

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { statementsOf } from '../../local/iam/statement'
import { packageService } from '../../local/template/package-service'
import { readService } from '../../local/template/read-service'
import type { Service } from '../../local/template/service'
import { root } from '../house/imports'
import { hostileCloud } from './hostile-cloud'

/**
 * What hostile code in the place of a function that answers without a session could do with the function's role: the whole
 * list, everything else is tried and refused. A new function of that kind needs a line here, which is its review.
 */
const stated: Record<string, string[]> = {
  showStylesheet: [],
  showSignIn: [],
  showPortal: [],
  // Names and addresses of the staff; sessions by the hash of a secret that no row holds.
  showHome: ['reads people', 'lists people', 'reads sessions', 'writes seen', 'secret session-key'],
  // Texts by an id that has to be known, drafts among them; pictures of published posts.
  showArticle: ['reads submissions', 'reads posts', 'gets media public'],
  // What is behind a link it was given, and by ids that have to be known.
  showDecision: [
    ...['reads people', 'lists people', 'reads words', 'reads submissions', 'reads links', 'reads loans'],
    ...['reads proposals', 'secret page-key'],
    ...['gets media in', 'gets media preview', 'gets media copy', 'gets media public'],
  ],
  // The door that decides can decide: what waits for an approver, and nothing else. Its letters tell of decisions.
  takeDecision: [
    ...['reads people', 'lists people', 'reads words', 'reads submissions', 'reads links', 'reads loans'],
    ...['gets media in', 'gets media preview', 'gets media copy', 'gets media public'],
    ...['reads proposals', 'writes submissions', 'writes links', 'writes loans', 'writes proposals'],
    ...['writes outbox'],
    ...['secret link-key', 'secret letter-key', 'secret page-key'],
    ...['answers approve-submission', 'answers lend-account'],
  ],
  // Whoever opens sessions can open one in anybody's name; what a session may is then asked door by door, on record.
  takeSignIn: signingIn(),
  signInDesk: signingIn(),
  // The same by a passkey; whose keys are whose is what it may change.
  passkeySignIn: [
    ...['reads people', 'reads sessions', 'lists sessions', 'reads passkeys'],
    ...['writes sessions', 'writes signIns', 'writes passkeys', 'writes seen', 'secret session-key'],
  ],
  // The same by the company's own sign-in, with the secret it is known by there.
  companySignIn: [
    ...[
      'reads people',
      'reads sessions',
      'lists sessions',
      'writes sessions',
      'writes signIns',
      'writes seen',
    ],
    ...['secret session-key', 'secret oidc-client-secret'],
  ],
  // The first people are written by a stranger with the set-up code: to be closed after the first start.
  setupDesk: [
    ...['reads people', 'lists people', 'reads passkeys', 'reads acts'],
    ...['writes people', 'writes passkeys', 'writes acts', 'secret setup-code'],
  ],
  // Keeps what WeChat pushes, and can read none of it again. What it writes there another function acts on as WeChat's
  // word; the app's secret among its own is worth nothing from an address WeChat does not allow (decision 0028).
  receivePush: ['writes pushes', 'secret wechat', 'secret push-key'],
}

function signingIn(): string[] {
  return [
    ...['reads people', 'reads sessions', 'lists sessions', 'reads signIns', 'reads counts', 'reads acts'],
    ...['writes sessions', 'writes signIns', 'writes counts', 'writes acts', 'writes seen', 'writes outbox'],
    ...['secret link-key', 'secret letter-key', 'secret session-key'],
  ]
}

/** Deeds after which something is approved, or goes out to readers. */
const approves =
  /^(writes (submissions|links|loans|proposals)|(answers|starts) (approve-submission|lend-account))$/
const sends =
  /^(writes (days|editions|posts|sendEnds|sendWaits|wechat|wechatToken|weibo)|secret (wechat|weibo|mail-url)|(answers|starts) (send-edition|post-weibo))$/
/** Customers' words, letters with their codes and links, task tokens, the keys of the platforms, what is archived. */
const tells =
  /^((reads|lists) (complaints|chats|pushes|outbox|letters|sendWaits|wechat|wechatToken|weibo|archive)|gets (archive|media export)|lists media)$/
const puts = /^(puts|deletes) /

let service: Service
let cloud: Awaited<ReturnType<typeof hostileCloud>>
beforeAll(async () => {
  const { template, stack } = await packageService(root)
  service = readService(template, stack, 'http://127.0.0.1:4000')
  cloud = await hostileCloud(service)
}, 300_000)
afterAll(() => cloud.close())

/** Functions with a route whose door is made by `http`: one made by `portalDoor` asks for a session first. */
function withoutSession(): { name: string; role: string }[] {
  const routed = service.functions.filter(({ arn }) =>
    service.routes.some(({ functionArn }) => functionArn === arn),
  )
  const doors = routed.map(({ key, role, handler }) => {
    const source = readFileSync(join(root, `${handler.replace(/\.handler$/, '')}.ts`), 'utf8')
    return { name: key, role, open: /\bhttp\(/.test(source), asks: /\bdoor\(/.test(source) }
  })
  expect(doors.filter(({ open, asks }) => !open && !asks)).toEqual([])
  return doors.filter(({ open }) => open)
}

it('says of every function that answers without a session what its role may do', () => {
  const names = withoutSession().map(({ name }) => name)
  expect(names.length).toBeGreaterThan(8)
  expect(Object.keys(stated).sort()).toEqual(names.sort())
})

it.each(Object.entries(stated))(
  'hostile code in %s gets nothing done beyond its list',
  async (name, list) => {
    const role = withoutSession().find((one) => one.name === name)?.role ?? ''
    expect((await cloud.doneAs(role)).sort()).toEqual([...list].sort())
  },
  60_000,
)

/** Who, of those that answer without a session, has a deed of this kind on the list. */
const withDeed = (kind: RegExp) =>
  Object.entries(stated).flatMap(([name, list]) => (list.some((deed) => kind.test(deed)) ? [name] : []))

it('one of them can approve, none can send or read what customers wrote, and none touches a file', () => {
  for (const kind of [approves, sends, tells, puts])
    expect(cloud.deeds.filter((deed) => kind.test(deed)).length).toBeGreaterThan(4)
  expect(withDeed(approves)).toEqual(['takeDecision'])
  expect(withDeed(tells)).toEqual([])
  // WeChat's door holds the secret that pushes are proved with, and the app's beside it; it has no way to send.
  expect(withDeed(sends)).toEqual(['receivePush'])
  expect(stated['receivePush']!.filter((deed) => sends.test(deed))).toEqual(['secret wechat'])
  expect(withDeed(puts)).toEqual([])
})

it('WeChat’s access token is read by those alone who call WeChat, and how sends ended is written by one', () => {
  const doors = service.functions.map(({ key, handler }) => {
    const [, area = ''] = handler.split('/')
    const declared = parse(readFileSync(join(root, 'functions', area, 'functions.yml'), 'utf8')) as Record<
      string,
      Declared
    >
    return { key, ...declared[key]! }
  })
  const token = doors.filter(({ reads = [], writes = [] }) => [...reads, ...writes].includes('wechatToken'))
  expect(token.length).toBeGreaterThan(8)
  expect(token.filter(({ egress, secrets = [] }) => !egress || !secrets.includes('wechat'))).toEqual([])
  expect(doors.flatMap(({ key, writes = [] }) => (writes.includes('sendEnds') ? [key] : []))).toEqual([
    'actOnPushes',
  ])
})

it('none of the stack’s roles may take another role, change rights, or call a function but the machines and the watch, which has no door', () => {
  const statements = Object.entries(service.roles).flatMap(([role, list]) =>
    statementsOf(role, list).flatMap(({ Action = [], NotAction }) => {
      expect(NotAction).toBeUndefined()
      return Action.map((action) => ({ role, action }))
    }),
  )
  expect(statements.length).toBeGreaterThan(300)
  expect(statements.filter(({ action }) => /^(iam|sts|kms|cloudformation):/.test(action))).toEqual([])
  const callers = statements.filter(({ action }) => action.startsWith('lambda:')).map(({ role }) => role)
  expect(
    [...new Set(callers)].filter((role) => !/MachineRole$|^Schedul|^(DoorsRole|WatchStuckRole)$/.test(role)),
  ).toEqual([])
})

it('closes the first start: deployed with setup=closed its door may write nothing', async () => {
  const { roles } = (await import(join(root, 'resources/compose.cjs'))) as {
    roles: (given: { resolveVariable: (name: string) => Promise<string> }) => Promise<{ Resources: object }>
  }
  const writableWith = async (setup: string) => {
    const { Resources } = await roles({
      resolveVariable: (name) => Promise.resolve(name.startsWith('param:setup') ? setup : 'none'),
    })
    const { Properties } = (Resources as Record<string, { Properties: Role }>)['SetupDeskRole']!
    return Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => Action.includes('dynamodb:PutItem'))
      .flatMap(({ Condition }) => Condition['ForAllValues:StringLike']['dynamodb:LeadingKeys'])
  }
  expect(await writableWith('open')).toContain('PERSON#*')
  expect(await writableWith('closed')).toEqual([])
})

interface Declared {
  reads?: string[]
  writes?: string[]
  secrets?: string[]
  egress?: boolean
}

interface Role {
  Policies: {
    PolicyDocument: {
      Statement: {
        Action: string[]
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': string[] } }
      }[]
    }
  }[]
}

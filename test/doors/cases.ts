import fc from 'fast-check'
import { encrypt } from '../../lib/channels/wechat/callback/aes'
import { signatureOf } from '../../lib/channels/wechat/callback/signature'
import { declaredDoors, secrets, type Knock } from '../kit/doors'
import { people, rights, strangers, type Caller } from './rights'
import { now, type Thing, type Things } from './things'

/** A word that nobody may find unescaped in a page. */
export const injected = '<qfx onx=1>'

/** One request of the fuzz, with what it was made of. */
export interface Case {
  route: string
  caller: Caller
  /** made from a request that has everything, so that what changed may have been granted */
  sound: boolean
  knock: Knock
}

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values)

/** Once in so many times; null otherwise. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>, times: number) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })

/** Signs that parsers, terminals, databases and people stumble over. */
const nasty = oneOf(
  ...[
    '',
    ' ',
    '\u0000',
    '\u001b[2J',
    '\r\nset-cookie: a=b',
    '\u202e',
    '\ufeff',
    '\ud800',
    '😀',
    '﷽',
    '\u2028',
  ],
  ...[
    '%',
    '%00',
    '%2e%2e%2f',
    '..',
    '/',
    '\\',
    "'",
    '"',
    '`',
    '${7*7}',
    '{{7*7}}',
    '$ne',
    '#',
    ';',
    '--',
    '*',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'NaN',
    '-1',
    '1e999',
    '0x10',
    'true',
    '[]',
    '{}',
  ],
  ...[
    injected,
    '<br',
    '<![CDATA[',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    '&#x0;',
    '&lt',
    ']]>',
  ],
  ...[
    'HEAD',
    'SUB#',
    'PERSON#song-an',
    'EVENT#000001',
    '2026-11-24',
    '2026-02-30',
    '9999-12-31T23:59:59Z',
    '签发',
  ],
)
const word = fc.oneof(
  { weight: 4, arbitrary: nasty },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.array(nasty, { maxLength: 6 }).map((parts) => parts.join('')) },
)
/** Now and then as long as a body may be, of one thing again and again: what is not linear shows here. */
const long = fc
  .tuple(
    oneOf(
      'a',
      '<br',
      '<p>',
      '<![CDATA[',
      '[',
      '{"a":',
      '&',
      '%',
      '签',
      '\u0000',
      '=',
      ';',
      '<b style="',
      ' ',
      '\n',
      "'",
    ),
    oneOf(2_000, 20_000, 90_000),
  )
  .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length))
const text = fc.oneof({ weight: 60, arbitrary: word }, { weight: 1, arbitrary: long })

const { value: json } = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(word, tie('value'), { maxKeys: 4 }),
  ),
}))

/** A hand that spoils a value somewhere, given its own chance: what it touches is gone, other, doubled or nested. */
type Spoil = { at: number; how: 'drop' | 'junk' | 'more' | 'list' | 'deep'; junk: unknown; name: string }
const spoil: fc.Arbitrary<Spoil> = fc.record({
  at: fc.nat(40),
  how: oneOf('drop', 'junk', 'more', 'list', 'deep'),
  junk: json,
  name: word,
})

const nested = (depth: number, value: unknown): unknown =>
  depth === 0 ? value : { a: [nested(depth - 1, value)] }

function spoiled(value: unknown, { at, how, junk, name }: Spoil): unknown {
  if (typeof value !== 'object' || value === null) {
    if (how === 'list') return [value, value]
    return how === 'deep' ? nested(20, value) : junk
  }
  const entries = Object.entries(value)
  const target = entries[at % (entries.length || 1)]
  if (!target || how === 'more') return { ...value, [name]: junk }
  const rest = entries.filter(([key]) => key !== target[0])
  if (how === 'drop') return Object.fromEntries(rest)
  const deeper = { at: Math.floor(at / 3), how, junk, name }
  return Array.isArray(value)
    ? value.map((one: unknown, index) => (String(index) === target[0] ? spoiled(one, deeper) : one))
    : Object.fromEntries([...rest, [target[0], spoiled(target[1], deeper)]])
}

/** Bytes that are no text, or not the text they say they are. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw)),
  text.map((said) => Buffer.from(said)),
  long.map((said) => Buffer.from(said)),
  text.map((said) => Buffer.from(said, 'utf16le')),
  json.map((value) => Buffer.from(JSON.stringify(value) ?? '')),
  fc.nat(400).map((depth) => Buffer.from('['.repeat(depth * 50))),
  fc.nat(400).map((depth) => Buffer.from('{"a":'.repeat(depth) + '1' + '}'.repeat(depth))),
)

const contentTypes = oneOf(
  ...[
    'application/json',
    'application/x-www-form-urlencoded',
    'text/xml',
    'text/plain',
    'multipart/form-data',
  ],
  ...[
    'application/json; charset=utf-16',
    'APPLICATION/JSON',
    'application/xml',
    'application/octet-stream',
    '',
  ],
)
const origins = oneOf(
  'https://qianfa.example',
  'null',
  'https://evil.example',
  '',
  'qianfa.example',
  undefined,
)
const strange = fc.dictionary(
  oneOf(
    'x-forwarded-for',
    'user-agent',
    'accept-language',
    'idempotency-key',
    'host',
    'range',
    'expect',
    'te',
  ),
  text,
  { maxKeys: 3 },
)
const cookieJunk = fc.oneof(
  text.map((value) => `qianfa_session=${value}`),
  fc.tuple(word, word).map(([name, value]) => `${name}=${value}; ${name}`),
  fc
    .record({
      alg: oneOf('none', 'HS256', 'RS256', 'HS512'),
      sub: oneOf('song-an', 'xu-wen', ''),
      exp: fc.integer(),
    })
    .map(({ alg, ...claims }) =>
      [{ alg }, { ...claims, sid: 'a' }]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .concat('c2ln')
        .join('.'),
    )
    .map((token) => `qianfa_session=${token}`),
)

const routes = declaredDoors().map(({ route }) => route)
/** Doors that strangers reach are knocked at more often: what they take is parsed before anybody is known. */
const open = routes.filter((route) => rights[route]?.may === 'anybody' || route.includes('callback'))
const route = fc.oneof({ weight: 1, arbitrary: oneOf(...open) }, { weight: 2, arbitrary: oneOf(...routes) })

/** A lone surrogate has no encoding: what stands for it is what a browser sends. */
const wellFormed = (raw: string) => Buffer.from(raw).toString()

/** Encoded as a browser would, or as nobody should. */
const segment = text.chain((raw) =>
  oneOf(
    encoded(raw).slice(0, 4_000),
    raw.slice(0, 4_000).replace(/[\s?#]/g, ''),
    'f'.repeat(64),
    '00000000-0000-4000-8000-000000000000',
  ),
)
function encoded(raw: string): string {
  return encodeURIComponent(wellFormed(raw))
}

const query = fc
  .array(
    fc.tuple(
      oneOf('limit', 'cursor', 'from', 'to', 'state', 'unitId', 'month', 'lang', 'email', 'events', 'path'),
      text,
    ),
    { maxLength: 4 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${encoded(value).slice(0, 4_000)}`).join('&'))

/** A push, sealed and signed as WeChat does: what is inside is anything. */
const push = fc
  .oneof(
    text,
    fc
      .dictionary(
        oneOf('MsgType', 'Event', 'Content', 'FromUserName', 'ToUserName', 'CreateTime', 'MsgId'),
        word,
      )
      .map((fields) =>
        xmlOf({ ToUserName: 'gh_0123456789ab', FromUserName: 'oA', MsgType: 'text', ...fields }),
      ),
    fc
      .array(oneOf('<a>', '</a>', '<xml>', '</xml>', '<![CDATA[', ']]>', '<item>', '</item>', 'x', '<a/>'))
      .map((parts) => parts.join('')),
  )
  .map((message) => {
    const timestamp = String(Math.floor(now.getTime() / 1000))
    const { encodingAesKey, appId, token } = JSON.parse(secrets.wechat) as Record<string, string>
    const random = new Uint8Array(16)
    const sealed = encrypt(encodingAesKey!, { message, appId: appId!, random })
    const signature = signatureOf(token!, timestamp, '7', sealed)
    return {
      query: `encrypt_type=aes&timestamp=${timestamp}&nonce=7&msg_signature=${signature}`,
      body: `<xml><Encrypt>${sealed}</Encrypt></xml>`,
    }
  })
const xmlOf = (fields: Record<string, string>) =>
  `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')}</xml>`

/** Requests of every kind to every door, about the things there are; `cookies` of the callers. */
export function casesOf(things: Things, cookies: Record<Caller, string>): fc.Arbitrary<Case> {
  const members = Object.keys(people) as Caller[]
  const caller = fc.oneof(
    { weight: 1, arbitrary: oneOf<Caller>('nobody', ...strangers) },
    { weight: 3, arbitrary: oneOf(...members) },
  )
  const parts = fc.record({
    caller,
    at: fc.nat(),
    /** of the things in the right state, so that nothing but the right is wanting */
    fitting: fc.boolean(),
    segment: seldom(segment, 4),
    query: seldom(query, 4),
    contentType: seldom(contentTypes, 6),
    origin: seldom(origins, 12),
    site: seldom(oneOf('same-origin', 'cross-site', 'none', 'same-site', 'junk'), 15),
    headers: seldom(strange, 3),
    cookie: seldom(cookieJunk, 8),
    body: fc.oneof(
      { weight: 5, arbitrary: fc.constant('sound' as const) },
      { weight: 5, arbitrary: fc.array(spoil, { minLength: 1, maxLength: 3 }) },
      { weight: 2, arbitrary: bytes },
    ),
    push: seldom(push, 2),
  })
  return fc.tuple(route, parts).map(([of, part]) => caseOf(of, part))

  type Part = typeof parts extends fc.Arbitrary<infer T> ? T : never

  function caseOf(of: string, part: Part): Case {
    const right = rights[of]!
    const [method = '', pattern = ''] = of.split(' ')
    const all: Thing[] = right.on ? things[right.on] : [{ state: 'any', path: {} }]
    const fit = part.fitting ? all.filter(({ state }) => right.in?.includes(state) ?? true) : []
    const among = fit.length > 0 ? fit : all
    const thing = among[part.at % among.length]!
    const names = [...pattern.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name!)
    const replaced = part.segment === null ? undefined : names[part.at % (names.length || 1)]
    const path = pattern.replace(/\{(\w+)\+?\}/g, (_, name: string) =>
      name === replaced ? part.segment! : encoded({ ...right.path, ...thing.path }[name] ?? 'none'),
    )
    const isPush = of === 'POST /wechat/callback' && part.push !== null
    const own = right.query?.replace(/\{(\w+)\}/g, (_, name: string) => thing.path[name] ?? 'none')
    const search = isPush ? part.push!.query : [own, part.query].filter(Boolean).join('&')
    const wanted = typeof right.body === 'function' ? right.body(thing, things) : (right.body ?? {})
    const form = right.form ?? false
    const written = (value: unknown) => (form ? formOf(value) : (JSON.stringify(value) ?? ''))
    const body = isPush
      ? part.push!.body
      : part.body === 'sound'
        ? written(wanted)
        : Buffer.isBuffer(part.body)
          ? part.body
          : written(part.body.reduce<unknown>(spoiled, wanted))
    const headers: Record<string, string> = {
      ...{ host: 'qianfa.example', 'idempotency-key': `fuzz ${part.at}`, ...part.headers },
      ...(!['GET', 'HEAD'].includes(method) && {
        'content-type': part.contentType ?? (form ? 'application/x-www-form-urlencoded' : 'application/json'),
        ...(part.origin !== undefined && { origin: part.origin ?? 'https://qianfa.example' }),
        ...(part.site !== null && { 'sec-fetch-site': part.site }),
      }),
    }
    const cookie = [part.cookie, cookies[part.caller]].filter(Boolean).join('; ')
    if (cookie !== '') headers['cookie'] = cookie
    return {
      route: of,
      caller: part.caller,
      sound: isPush,
      knock: {
        method,
        url: search ? `${path}?${search}` : path,
        headers,
        ...(!['GET', 'HEAD'].includes(method) && { body }),
      },
    }
  }
}

/** A form of whatever there is: names and values as text, well formed. */
const formOf = (value: unknown): string =>
  new URLSearchParams(
    Object.entries(Object(value) as Record<string, unknown>).map(([name, one]): [string, string] => [
      wellFormed(name),
      wellFormed(typeof one === 'string' ? one : (JSON.stringify(one) ?? '')),
    ]),
  ).toString()

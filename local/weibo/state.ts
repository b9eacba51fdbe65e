import { join } from 'node:path'
import { durableFiles, openState } from '../outside/durable'
import type { TwinSettings, WeiboUser } from './account'
import type { Fault } from './faults'

/** Times are milliseconds of the twin's clock. */
export interface Token {
  token: string
  uid: string
  issuedAt: number
  expiresAt: number
  revoked: boolean
}

interface Code {
  code: string
  uid: string
  redirectUri: string
  expiresAt: number
  used: boolean
}

export interface PostFile {
  file: string
  contentType: string
}

export interface TwinPost {
  id: string
  uid: string
  /** as it was sent */
  text: string
  /** as it is shown: links shortened */
  shown: string
  files: PostFile[]
  at: number
  /** later than `at` after 20032 */
  visibleAt: number
  by: 'app' | 'hand'
  /** the person's address, as `rip` told it */
  ip?: string
  deletedAt?: number
}

/** What no document says for sure (reference sheet, 9 and 10); a client has to live with either. */
export interface Assumed {
  /** HTTP status of a token that is no good */
  tokenStatus: 400 | 401
  topicCode: 10017 | 20018
  /** of the 31st post in an hour */
  hourCode: 10024 | 20016
}

export interface TwinState {
  lastId: string
  users: WeiboUser[]
  tokens: Token[]
  codes: Code[]
  posts: TwinPost[]
  /** short links by their last part */
  links: Record<string, string>
  /** calls of a Beijing day by user, and of an hour by address */
  calls: { day: string; used: Record<string, number> }
  addressCalls: { hour: string; used: Record<string, number> }
  /** whether Weibo has reviewed the app */
  reviewed: boolean
  /** hosts a shared text may link to; none is "not set" */
  safeDomains: string[]
  /** addresses that may call; none is "any" */
  safeIps: string[]
  assumed: Assumed
  /** how long every call of the API takes at least */
  latencyMs: number
  faults: Fault[]
}

export interface Memory {
  state: TwinState
  /** Call before answering: what was answered must survive a kill. */
  save(): void
  keepFile(bytes: Uint8Array, extension: string): string
  file(name: string): Uint8Array
}

/** Sixteen digits, as Weibo's are today. */
const firstId = '5200000000000000'
export const reviewedLifeMs = 30 * 86_400_000

/** Opens or begins the memory of a twin: one state file, and files named by their content. */
export function openMemory(settings: TwinSettings & { users: WeiboUser[] }): Memory {
  const { dir, clock, app, users, firstToken } = settings
  const company = users.find((user) => user.company) ?? users[0]
  const { keepFile, file } = durableFiles(join(dir, 'files'))
  const now = clock.now()
  const first = { issuedAt: now, expiresAt: now + reviewedLifeMs, revoked: false }
  const memory = openState<TwinState>(join(dir, 'state.json'), {
    lastId: firstId,
    users,
    tokens: firstToken && company ? [{ token: firstToken, uid: company.uid, ...first }] : [],
    codes: [],
    posts: [],
    links: {},
    calls: { day: '', used: {} },
    addressCalls: { hour: '', used: {} },
    reviewed: true,
    safeDomains: app.safeDomains,
    safeIps: [],
    assumed: { tokenStatus: 401, topicCode: 10017, hourCode: 10024 },
    latencyMs: 0,
    faults: [],
  })
  // The first token's days count from the first start, not from the next.
  memory.save()
  return { ...memory, keepFile, file }
}

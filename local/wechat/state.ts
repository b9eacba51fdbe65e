import { join } from 'node:path'
import { durableFiles, openState } from '../outside/durable'
import type { Follower } from './account'
import type { Fault } from './faults'

/** Times are milliseconds of the twin's clock. */
export interface Token {
  token: string
  from: 'token' | 'stable_token'
  issuedAt: number
  expiresAt: number
}

interface Picture {
  file: string
  contentType: string
  bytes: number
  /** as content may use it, http://mmbiz.qpic.cn/… */
  url: string
}

interface Material extends Picture {
  type: 'image' | 'thumb'
  name: string
}

/** An article as WeChat keeps it: its content is what the filter left. */
export interface TwinArticle {
  title: string
  author: string
  digest: string
  content: string
  contentSourceUrl: string
  thumbMediaId: string
  picCrop235?: string
  picCrop1?: string
}

export interface Draft {
  /** names of article files */
  articles: string[]
  updatedAt: number
}

export interface Preview {
  msgId: number
  openId: string
  at: number
  mediaId: string
  articles: string[]
}

/** An article that others published as their original: one of the same title is judged a reprint of it. */
interface Original {
  title: string
  url: string
  canReprint: boolean
  /** what readers get in the place of a reprint; absent: the reprint as it was sent */
  content?: string
}

export interface MassSend {
  msgId: number
  msgDataId: number
  clientMsgId: string
  mediaId: string
  articles: string[]
  audience: 'everyone' | number
  /** `send_ignore_reprint`: go on with what its original allows to be reprinted */
  ignoresReprint?: boolean
  status: 'waiting-administrator' | 'sending' | 'success' | 'fail' | 'deleted'
  /** WeChat's word in the finish event, once finished */
  result?: string
  /** what happened to its finish event, if anything */
  finish?: string
  acceptedAt: number
  /** when it finishes, or when the administrator's 30 minutes end */
  dueAt: number
  lastTriedAt: number
  finishedAt?: number
  deletedArticles: number[]
}

export interface Delivery {
  id: string
  xml: string
  openId: string
  dueAt: number
  tries: number
  outcome: 'waiting' | 'delivered' | 'given-up'
  lastAnswer?: string
}

interface ChatMessage {
  openId: string
  from: 'reader' | 'account'
  text: string
  at: number
}

export interface TwinState {
  lastId: number
  tokens: Token[]
  forcedAt: number[]
  pictures: Record<string, Picture>
  materials: Record<string, Material>
  drafts: Record<string, Draft>
  previews: Preview[]
  sends: MassSend[]
  /** mass sends made by hand in WeChat's console: when, and of those whose articles are known what readers got */
  manualSends: number[]
  handSends: { msgId: number; articles: string[]; at: number }[]
  deliveries: Delivery[]
  messages: ChatMessage[]
  followers: Follower[]
  /** calls of a Beijing day, by path */
  calls: { day: string; used: Record<string, number> }
  massCalls: number[]
  /** of other accounts */
  originals: Original[]
  administratorConfirms: boolean
  /** how drafts are read back: looks so far, how many of the next lose all styles, whether the cover's id is empty */
  readBack: { looks: number; stylesLost: number; thumbEmpty: boolean }
  /** tags the filter lifts out since WeChat changed its mind */
  alsoGone: string[]
  /** how long every call of the API takes at least */
  latencyMs: number
  faults: Fault[]
}

/** Of an account nobody has used yet. */
export const fresh = (followers: Follower[]): TwinState => ({
  lastId: 1_000_000_000,
  tokens: [],
  forcedAt: [],
  pictures: {},
  materials: {},
  drafts: {},
  previews: [],
  sends: [],
  manualSends: [],
  handSends: [],
  deliveries: [],
  messages: [],
  followers,
  calls: { day: '', used: {} },
  massCalls: [],
  originals: [],
  administratorConfirms: false,
  readBack: { looks: 0, stylesLost: 0, thumbEmpty: false },
  alsoGone: [],
  latencyMs: 0,
  faults: [],
})

export interface Memory {
  state: TwinState
  /** Call before answering: what was answered must survive a kill. */
  save(): void
  keepArticle(article: TwinArticle): string
  article(name: string): TwinArticle
  keepFile(bytes: Uint8Array, extension: string): string
  file(name: string): Uint8Array
}

/** Opens or begins the memory of a twin below `dir`: one state file, and files named by their content. */
export function openMemory(dir: string, followers: Follower[]): Memory {
  const { keepFile, file } = durableFiles(join(dir, 'files'))
  return {
    ...openState(join(dir, 'state.json'), fresh(followers)),
    keepFile,
    file,
    keepArticle: (article) => keepFile(Buffer.from(JSON.stringify(article)), 'json'),
    article: (name) => JSON.parse(Buffer.from(file(name)).toString('utf8')) as TwinArticle,
  }
}

import * as z from 'zod'
import { Fault } from './faults'
import { revokeAll } from './oauth'
import { deletePost, postByHand } from './statuses'
import type { Twin } from './twin'

const Hosts = z.array(z.string().min(1)).max(20)

/** What tests and the page at `/_twin` may change, by its last path segment. */
const Change = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('faults'), fault: Fault }),
  z.strictObject({ what: z.literal('clear-faults') }),
  z.strictObject({ what: z.literal('latency'), ms: z.number().int().min(0).max(60_000) }),
  z.strictObject({ what: z.literal('revoke-tokens') }),
  z.strictObject({ what: z.literal('reviewed'), on: z.boolean() }),
  z.strictObject({ what: z.literal('safe-domains'), hosts: Hosts }),
  z.strictObject({ what: z.literal('safe-ips'), hosts: Hosts }),
  z.strictObject({
    what: z.literal('assume'),
    tokenStatus: z.union([z.literal(400), z.literal(401)]).optional(),
    topicCode: z.union([z.literal(10017), z.literal(20018)]).optional(),
    hourCode: z.union([z.literal(10024), z.literal(20016)]).optional(),
  }),
  z.strictObject({ what: z.literal('hand-post'), text: z.string() }),
  z.strictObject({ what: z.literal('delete-post'), id: z.string() }),
])

/** Throws a ZodError for what it does not know, a WeiboError for what Weibo would not do. */
export function applyChange(twin: Twin, wanted: unknown): void {
  const change = Change.parse(wanted)
  const { state } = twin
  switch (change.what) {
    case 'faults':
      state.faults.push(change.fault)
      break
    case 'clear-faults':
      state.faults = []
      break
    case 'latency':
      state.latencyMs = change.ms
      break
    case 'revoke-tokens':
      revokeAll(twin)
      break
    case 'reviewed':
      state.reviewed = change.on
      break
    case 'safe-domains':
      state.safeDomains = change.hosts
      break
    case 'safe-ips':
      state.safeIps = change.hosts
      break
    case 'assume': {
      const { what: _, ...assumed } = change
      state.assumed = { ...state.assumed, ...assumed }
      break
    }
    case 'hand-post':
      postByHand(twin, change.text)
      break
    case 'delete-post':
      deletePost(twin, change.id)
      break
  }
  twin.save()
}

/** What really happened, for tests and demos; tokens themselves are not told. */
export function stateReport({ state, now }: Twin) {
  return {
    posts: state.posts.map((post) => ({ ...post, visible: !post.deletedAt && post.visibleAt <= now() })),
    tokens: state.tokens.map(({ token: _, ...rest }) => rest),
    calls: state.calls,
    faults: state.faults,
    reviewed: state.reviewed,
    safeDomains: state.safeDomains,
    safeIps: state.safeIps,
    assumed: state.assumed,
  }
}

export type WeiboReport = ReturnType<typeof stateReport>

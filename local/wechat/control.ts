import * as z from 'zod'
import { draftOf } from './drafts'
import { Fault } from './faults'
import { HandArticle, sendByHand } from './hand'
import { decideAsAdministrator } from './finish'
import { sendOf } from './mass-send'
import { invalidateTokens } from './tokens'
import type { Twin } from './twin'

/** What tests and the page at `/_twin` may change, by its last path segment. */
const Change = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('faults'), fault: Fault }),
  z.strictObject({ what: z.literal('clear-faults') }),
  z.strictObject({ what: z.literal('administrator-mode'), on: z.boolean() }),
  z.strictObject({ what: z.literal('latency'), ms: z.number().int().min(0).max(60_000) }),
  z.strictObject({ what: z.literal('administrator'), msgId: z.coerce.number(), confirmed: z.boolean() }),
  z.strictObject({
    what: z.literal('manual-send'),
    /** as a hand pastes them into the console: its pictures get names of their own, its videos follow the text */
    articles: z.array(HandArticle).max(8).default([]),
  }),
  z.strictObject({
    what: z.literal('read-back'),
    stylesLost: z.number().int().min(0).default(0),
    thumbEmpty: z.boolean().default(false),
  }),
  /** WeChat changes its filter: these tags are lifted out of every draft made from now on */
  z.strictObject({ what: z.literal('filter'), alsoGone: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/)) }),
  /** somebody's hand in WeChat's console: a draft's stored HTML is replaced as it stands */
  z.strictObject({
    what: z.literal('draft-edited'),
    mediaId: z.string(),
    index: z.number().int().min(0).default(0),
    from: z.string().min(1),
    to: z.string(),
  }),
  /** another account published this as its original */
  z.strictObject({
    what: z.literal('original'),
    title: z.string().min(1),
    url: z.string().min(1),
    canReprint: z.boolean(),
    content: z.string().optional(),
  }),
  z.strictObject({ what: z.literal('invalidate-tokens') }),
  z.strictObject({
    what: z.literal('followers'),
    openId: z.string(),
    wechatId: z.string(),
    name: z.string(),
    follows: z.boolean(),
  }),
])

/** Throws a ZodError for what it does not know. */
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
    case 'administrator-mode':
      state.administratorConfirms = change.on
      break
    case 'latency':
      state.latencyMs = change.ms
      break
    case 'administrator':
      decideAsAdministrator(twin, sendOf(twin, change.msgId), change.confirmed)
      break
    case 'manual-send':
      sendByHand(twin, change.articles)
      break
    case 'read-back': {
      const { what: _, ...how } = change
      state.readBack = { ...state.readBack, ...how }
      break
    }
    case 'filter':
      state.alsoGone = change.alsoGone
      break
    case 'draft-edited': {
      const { articles } = draftOf(twin, change.mediaId)
      const article = twin.article(articles[change.index] ?? '')
      const content = article.content.replaceAll(change.from, change.to)
      articles[change.index] = twin.keepArticle({ ...article, content })
      break
    }
    case 'original': {
      const { what: _, ...original } = change
      state.originals.push(original)
      break
    }
    case 'invalidate-tokens':
      invalidateTokens(twin)
      break
    case 'followers': {
      const { what: _, ...person } = change
      state.followers = [...state.followers.filter((one) => one.openId !== person.openId), person]
      break
    }
  }
  twin.save()
  twin.wake()
}

/** What really happened, for tests and demos: mass sends with the content readers got, test sends, pushes. */
export function stateReport(twin: Twin) {
  const { state } = twin
  const articles = (names: string[]) => names.map((name) => twin.article(name))
  return {
    massSends: state.sends.map((send) => ({ ...send, articles: articles(send.articles) })),
    previews: state.previews.map((one) => ({ ...one, articles: articles(one.articles) })),
    materials: state.materials,
    pictures: state.pictures,
    drafts: Object.entries(state.drafts).map(([mediaId, draft]) => ({
      mediaId,
      ...draft,
      articles: articles(draft.articles),
    })),
    deliveries: state.deliveries,
    messages: state.messages,
    followers: state.followers,
    calls: state.calls,
    liveTokens: state.tokens.filter((token) => token.expiresAt > twin.now()).length,
    faults: state.faults,
    administratorConfirms: state.administratorConfirms,
    manualSends: state.manualSends,
    handSends: state.handSends.map(({ msgId, at, articles: names }) => ({
      ...{ msgId, at, articles: articles(names) },
      urls: names.map((_, index) => `${twin.publicUrl()}/s/${msgId}/${index + 1}`),
    })),
  }
}

export type StateReport = ReturnType<typeof stateReport>

import * as z from 'zod'
import { HandWait } from '../calendar/hand-wait'

/** The day of an account, held by one attempt (invariant 2). */
export const Claim = z.object({
  account: z.string(),
  date: z.string(),
  /** `<account>-<date>-<attempt>`: stable over retries, so that a repeated claim is recognised as one's own */
  owner: z.string(),
  /** hash of the edition */
  contentHash: z.string(),
  clientMsgId: z.string(),
  title: z.string(),
  /** who confirmed the send */
  by: z.string(),
  name: z.string(),
  claimedAt: z.iso.datetime(),
})
export type Claim = z.infer<typeof Claim>

/**
 * `by-hand`: handed to the editor, who sends it in WeChat's console and brings proof. No call is made in that attempt,
 * and the day is held as for one.
 */
export const sendStates = [
  'by-hand',
  'intended',
  'unknown',
  'waiting-administrator',
  'accepted',
  'sent',
  'failed',
  'refused',
] as const

/** One attempt's line in the send ledger: written before the call, closed only by what is known (invariant 3). */
export const Send = z.object({
  attempt: z.number().int().positive(),
  /** of the edition */
  hash: z.string(),
  clientMsgId: z.string(),
  mediaId: z.string(),
  state: z.enum(sendStates),
  intendedAt: z.iso.datetime(),
  /** when WeChat was last asked to send with this clientmsgid */
  calledAt: z.iso.datetime(),
  msgId: z.string().optional(),
  /** places from 1 of the articles that are permitted reposts: only for them WeChat is told to go on (articles 8, 9(7)) */
  reposts: z.array(z.number().int()).default([]),
  /** WeChat said SEND_SUCCESS or SEND_FAIL then, and its finish event may still come */
  statusSeen: z.object({ status: z.string(), at: z.iso.datetime() }).optional(),
  /** times the settler began to ask again with the same clientmsgid */
  repeats: z.number().int().default(0),
  /** the draft at WeChat is not what was tested: it is never sent, so only a person can say what became of the call */
  draftChanged: z.boolean().default(false),
  /** times the settler looked */
  looks: z.number().int().default(0),
  /** finish events the settler knew at its last look: one more, and it looks again at once */
  heard: z.number().int().default(0),
  /** nudges already mailed while an administrator has to confirm */
  nudged: z.number().int().default(0),
  /** reminders mailed since its day ended without an answer */
  reminded: z.number().int().default(0),
  /** what WeChat said last, for people */
  said: z.object({ zh: z.string(), en: z.string() }).optional(),
  errcode: z.number().optional(),
  /** WeChat's request id of a refusal, for its support */
  rid: z.string().optional(),
  /** with 40164: the address an administrator has to allow */
  ip: z.string().optional(),
  /** WeChat says that it was sent and then deleted in its console */
  deleted: z.boolean().default(false),
  /** times a finish event contradicted the end that stood here, so that it is being settled anew */
  reopened: z.number().int().default(0),
  /** of an attempt by hand: until when the editor is to send and say so, and the reminders */
  hand: HandWait.optional(),
  /** of a send by hand: how it is known that readers have it */
  proof: z
    .object({
      /** `person` an editor pasted the addresses · `event` a finish event named them · `list` WeChat lists them as published */
      known: z.enum(['person', 'event', 'list']),
      by: z.string().optional(),
      name: z.string().optional(),
      at: z.iso.datetime(),
      /** why an editor accepted what differs, or what could not be read back */
      reason: z.string().optional(),
      /** articles whose pages were read and compared */
      readBack: z.number().int(),
    })
    .optional(),
  override: z
    .object({ by: z.string(), name: z.string(), reason: z.string(), at: z.iso.datetime() })
    .optional(),
  revision: z.number().int(),
})
export type Send = z.infer<typeof Send>

/** One tester's test send of one content. */
export const Test = z.object({
  hash: z.string(),
  /** the draft that was sent: one that replaces it has to be tested itself */
  mediaId: z.string().optional(),
  to: z.string(),
  state: z.enum(['sending', 'sent', 'refused', 'unknown']),
  at: z.iso.datetime(),
  said: z.object({ zh: z.string(), en: z.string() }).optional(),
})
export type Test = z.infer<typeof Test>

/** A person asked to confirm; the code is derived from `nonce`, never stored. */
export const ConfirmAsk = z.object({
  personId: z.string(),
  hash: z.string(),
  /** the attempt it may release: the next one is a person's act again, with a code of its own */
  attempt: z.number().int().default(0),
  nonce: z.string(),
  /** 1, and one more for every code mailed anew after wrong ones */
  round: z.number().int(),
  attempts: z.number().int(),
  /** name of the key that the code is made with; none before keys had names */
  keyName: z.string().optional(),
})
export type ConfirmAsk = z.infer<typeof ConfirmAsk>

/** Readers under the tag, those left after WeChat's filters, and how many of them got it or did not; approximate. */
export const Counts = z.object({
  total: z.number(),
  afterFilter: z.number(),
  sent: z.number(),
  failed: z.number(),
})
export type Counts = z.infer<typeof Counts>

/** An article that WeChat judged the same as one that is published already, by its place from 1 (reference sheet, 6.7). */
export const Reprint = z.object({
  index: z.number(),
  canReprint: z.boolean(),
  originalUrl: z.string().optional(),
  /** readers get the original's text in the place of ours */
  replaced: z.boolean().default(false),
})
export type Reprint = z.infer<typeof Reprint>

/** MASSSENDJOBFINISH as stored (reference sheet, 6.7). */
export const Finished = z.object({
  msgId: z.string(),
  result: z.enum(['sent', 'failed', 'refused']),
  /** N of err(N) */
  code: z.number().optional(),
  status: z.string(),
  articles: z.array(z.object({ index: z.number(), url: z.string() })),
  counts: Counts,
  /** articles judged the same as one that is published already */
  reprints: z.array(Reprint).default([]),
  createdAt: z.iso.datetime(),
})
export type Finished = z.infer<typeof Finished>

/** What WeChat calls an uploaded picture: `url` inside articles; `mediaId` and crops as a cover. */
export const Picture = z.object({
  url: z.string().optional(),
  mediaId: z.string().optional(),
  crop235: z.string().optional(),
  crop1: z.string().optional(),
})
export type Picture = z.infer<typeof Picture>

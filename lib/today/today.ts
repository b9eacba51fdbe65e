import * as z from 'zod'
import { AtTier } from '../approval/ask'
import { ListedEdition } from '../edition/list-editions'
import { AtLoan } from '../loan/ask'
import { AtProposal } from '../oversight/store'
import { Bilingual } from '../policy/finding'
import { Card } from '../submission/card'

/** A question of one of the rooms, as its link and its letter are asked for. */
export const AskedThere = z.discriminatedUnion('about', [
  AtTier.extend({ about: z.literal('submission') }),
  AtLoan.extend({ about: z.literal('loan') }),
  AtProposal.extend({ about: z.literal('proposal') }),
])
export type AskedThere = z.infer<typeof AskedThere>

const waitKinds = [
  ...(['approval', 'removal', 'loan', 'change', 'returned', 'material', 'complaint'] as const),
  ...(['message', 'pool', 'edition', 'weibo'] as const),
] as const

/** One thing that waits for the person who asks; `href` is its page in the portal, from `/portal` on. */
export const Waiting = z.object({
  kind: z.enum(waitKinds),
  title: Bilingual,
  href: z.string(),
  due: z.iso.datetime().optional(),
  /** years of `due` whose holidays are not published */
  unpublished: z.array(z.number().int()).optional(),
  /** `due` is past */
  late: z.boolean(),
  note: Bilingual.optional(),
  /** a question, decided by link and code */
  asked: AskedThere.optional(),
})
export type Waiting = z.infer<typeof Waiting>

/** Something to know, and where to see it. */
export const Notice = z.object({ said: Bilingual, href: z.string().optional() })
export type Notice = z.infer<typeof Notice>

/** What one person is shown first. */
export const Today = z.object({
  /** late ones first, then by `due`, then what has none */
  waits: z.array(Waiting),
  /** each list gives its first page: there is more than stands here */
  more: z.boolean(),
  /** what this person began and is not over, and what ended within a week; changed last first */
  began: z.array(Card),
  /** the same of loans and of changes that wait for a second person */
  others: z.array(z.object({ title: Bilingual, state: Bilingual, href: z.string() })),
  /** for those who may open it: what goes out today */
  edition: ListedEdition.optional(),
  notices: z.array(Notice),
})
export type Today = z.infer<typeof Today>

import * as z from 'zod'
import type { WeiboPost } from './post'

/** One run of the machine. */
export const AtPost = z.object({ postId: z.uuid(), attempt: z.number().int().positive() })
export type AtPost = z.infer<typeof AtPost>

/** What the machine does next; `look` and `person` wait `waitSeconds`. */
export interface Step {
  next: 'send' | 'look' | 'person' | 'renew' | 'record'
  waitSeconds: number
}

export const isAttempt = (post: WeiboPost, { attempt }: AtPost): boolean => post.attempt === attempt
export const record: Step = { next: 'record', waitSeconds: 1 }

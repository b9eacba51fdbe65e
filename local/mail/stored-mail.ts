import * as z from 'zod'

/** One mail as it is kept on disk and answered by `/mailbox.json`. */
export const StoredMail = z.object({
  /** 20 hex digits, stable over restarts */
  id: z.string(),
  /** order of arrival, from 1 */
  seq: z.number().int().positive(),
  /** ISO time, UTC, of the movable clock */
  receivedAt: z.string(),
  from: z.string(),
  /** the address it was delivered to, lower case; one stored mail per recipient */
  to: z.string(),
  subject: z.string(),
  messageId: z.string(),
  inReplyTo: z.string().optional(),
  references: z.array(z.string()),
  text: z.string(),
  html: z.string().optional(),
})
export type StoredMail = z.infer<typeof StoredMail>

/** A kept mail and whether somebody opened it. */
export type Mail = StoredMail & { read: boolean }

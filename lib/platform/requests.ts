import * as z from 'zod'

/** Names one request of one person: repeated, it is answered as the first time (`Idempotency-Key` header). */
export const RequestKey = z.object({ 'idempotency-key': z.string().min(8).max(100) })

export const At = z.object({ submissionId: z.uuid() })
export const AtMedia = z.object({ submissionId: z.uuid(), mediaId: z.uuid() })

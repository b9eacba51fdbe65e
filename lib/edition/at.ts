import * as z from 'zod'

/** Which attempt at sending the edition of which Beijing date a step is about; the account is configuration. */
export const AtAttempt = z.object({ date: z.iso.date(), attempt: z.number().int().positive() })
export type AtAttempt = z.infer<typeof AtAttempt>

export const AtDate = z.object({ date: z.iso.date() })

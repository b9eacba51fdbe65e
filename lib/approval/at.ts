import * as z from 'zod'

/** Which version, and which turn of it, a step of the approval is about. */
export const AtVersion = z.object({ submissionId: z.uuid(), version: z.number().int().positive() })
export type AtVersion = z.infer<typeof AtVersion>
export const AtTurn = AtVersion.extend({ index: z.number().int().nonnegative() })

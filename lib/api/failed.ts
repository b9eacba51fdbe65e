import * as z from 'zod'

/** How many events that had failed for good run once more. */
export const RunAgain = z.object({ again: z.number().int() })

import type { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { Bilingual } from '../policy/finding'
import { grouped, keptEvents, letGo } from './kept-events'
import { shortName, workOf } from './words'

/** As many as one press of the button runs again. */
export const atOnce = 200

/** Background work that failed after its retries, or reached no function; one line for each function and error. */
export const FailedWork = z.object({
  failed: z.array(
    z.object({
      functionName: z.string(),
      work: Bilingual,
      /** as the function said it, for an engineer */
      why: z.string(),
      since: z.iso.datetime(),
      count: z.number().int(),
    }),
  ),
  /** there may be more than the lines count */
  more: z.boolean(),
})
export type FailedWork = z.infer<typeof FailedWork>

/** What is kept, the longest first; it stays where it is. */
export const listFailed =
  ({ sqs, queueUrls }: { sqs: SQSClient; queueUrls: string[] }) =>
  async (): Promise<FailedWork> => {
    const kept = await keptEvents(sqs, queueUrls, atOnce)
    await letGo(sqs, kept)
    const failed = grouped(kept)
      .sort((one, other) => one.since.getTime() - other.since.getTime())
      .map(({ functionName, why, since, count }) => ({
        ...{ functionName: shortName(functionName), work: workOf(functionName), count },
        ...{ why: why.slice(0, 300), since: since.toISOString() },
      }))
    return { failed, more: kept.length >= atOnce }
  }

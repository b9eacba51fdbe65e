import * as z from 'zod'

/**
 * One way to fail, for the next `times` calls of an endpoint (a path, or `*`).
 * `timeout` never answers · `disconnect` breaks the connection · `http-500` · `errcode` answers that code ·
 * `slow` waits `ms` first · `token-invalidated` as if someone else had forced a new token.
 * `when: 'after'` does the work first and then fails to say so.
 */
export const ApiFault = z.strictObject({
  endpoint: z.string().regex(/^(\*|\/cgi-bin\/[a-z_/]+)$/),
  how: z.enum(['timeout', 'disconnect', 'http-500', 'errcode', 'slow', 'token-invalidated']),
  when: z.enum(['before', 'after']).default('before'),
  errcode: z.number().int().default(-1),
  ms: z.number().int().min(0).max(600_000).default(50),
  times: z.number().int().min(1).default(1),
  /** 89504 and 89505 of a mass send name its msg_id */
  tells: z.boolean().default(false),
})

/**
 * What happens to the next finish events: `late` by `ms`, `duplicate`, `lost`, `err` with WeChat's err(N), `nobody`
 * (success, and every reader failed), `deleted` (sent, then deleted in the console, and no event), `contrary` (success,
 * and `ms` later err(N) for the same send).
 */
export const FinishFault = z.strictObject({
  endpoint: z.literal('finish-event'),
  how: z.enum(['late', 'duplicate', 'lost', 'err', 'nobody', 'deleted', 'contrary']),
  errcode: z.number().int().default(10001),
  /** of err(30001…30003): which article was judged a reprint, from 1, and whether its original allows it */
  article: z.number().int().min(1).max(8).default(1),
  canReprint: z.boolean().default(false),
  ms: z.number().int().min(0).default(60_000),
  times: z.number().int().min(1).default(1),
})

export const Fault = z.union([FinishFault, ApiFault])
export type Fault = z.infer<typeof Fault>
export type ApiFault = z.infer<typeof ApiFault>
export type FinishFault = z.infer<typeof FinishFault>

function take<F extends Fault>(faults: Fault[], fits: (fault: Fault) => fault is F): F | undefined {
  const at = faults.findIndex(fits)
  const fault = faults[at]
  if (!fault || !fits(fault)) return undefined
  fault.times -= 1
  if (fault.times === 0) faults.splice(at, 1)
  return fault
}

/** The fault due for a call, one use of it spent. */
export const takeApiFault = (faults: Fault[], path: string): ApiFault | undefined =>
  take(
    faults,
    (fault): fault is ApiFault =>
      fault.endpoint !== 'finish-event' && (fault.endpoint === path || fault.endpoint === '*'),
  )

export const takeFinishFault = (faults: Fault[]): FinishFault | undefined =>
  take(faults, (fault): fault is FinishFault => fault.endpoint === 'finish-event')

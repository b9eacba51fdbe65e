import * as z from 'zod'

/**
 * One way to fail, for the next `times` calls of an endpoint (a path, or `*`).
 * `timeout` never answers · `disconnect` breaks the connection · `http-502` a page that is no JSON · `error` answers
 * `code` (with `words`) · `slow` waits `ms` first · `delayed` posts, answers 20032 and shows the post `ms` later ·
 * `token-revoked` as if the holder had withdrawn the authorisation.
 * `when: 'after'` does the work first and then fails to say so.
 */
export const Fault = z
  .strictObject({
    endpoint: z.string().regex(/^(\*|\/(2|oauth2)\/[a-z0-9_./]+)$/),
    how: z.enum(['timeout', 'disconnect', 'http-502', 'error', 'slow', 'delayed', 'token-revoked']),
    when: z.enum(['before', 'after']).default('before'),
    code: z.number().int().default(10001),
    words: z.string().min(1).max(200).optional(),
    ms: z.number().int().min(0).max(600_000).default(90_000),
    times: z.number().int().min(1).default(1),
  })
  .refine(({ endpoint, how }) => how !== 'delayed' || endpoint === '/2/statuses/share.json', {
    message: 'only share.json can be delayed',
  })
export type Fault = z.infer<typeof Fault>

/** The fault due for a call, one use of it spent. */
export function takeFault(faults: Fault[], path: string): Fault | undefined {
  const at = faults.findIndex(({ endpoint }) => endpoint === '*' || endpoint === path)
  const fault = faults[at]
  if (!fault) return undefined
  fault.times -= 1
  if (fault.times === 0) faults.splice(at, 1)
  return fault
}

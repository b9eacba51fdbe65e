import * as z from 'zod'

/** A sentence for people, in both languages of the product. */
export const Bilingual = z.object({ zh: z.string().min(1), en: z.string().min(1) })
export type Bilingual = z.infer<typeof Bilingual>

/** Where in a text: UTF-16 indices into the text as it was given, `end` exclusive. */
export const Place = z.object({
  field: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  excerpt: z.string(),
})
export type Place = z.infer<typeof Place>

/**
 * What a check of the policy says, and the shape of a refusal's detail.
 * `refuse` stops; `answer` must be answered by the reviewer one by one (article 8); `warn` is said and nothing more.
 */
export const Finding = z.object({
  /** stable name of the rule, a key of the rule book, e.g. `picture.too-small` */
  rule: z.string(),
  /** article of the regulation, e.g. `10.2` */
  article: z.string(),
  severity: z.enum(['refuse', 'answer', 'warn']),
  limit: z.union([z.string(), z.number()]).optional(),
  seen: z.union([z.string(), z.number()]).optional(),
  message: Bilingual,
  remedy: Bilingual,
  at: Place.optional(),
})
export type Finding = z.infer<typeof Finding>

export const refusesAny = (findings: Finding[]): boolean =>
  findings.some((finding) => finding.severity === 'refuse')

import * as z from 'zod'
import { BundleFile } from '../archive/bundle'
import { Entry } from '../archive/entry'

/** What the portal's API says of the archive (article 11). */

export const FoundEntries = z.object({
  entries: z.array(Entry),
  /** where the next page begins */
  next: z.string().optional(),
})
export type FoundEntries = z.infer<typeof FoundEntries>

export const ShownBundle = z.object({
  entry: Entry,
  /** every bundle of this submission, oldest first */
  bundles: z.array(
    z.object({
      events: z.number(),
      head: z.string(),
      seal: z.string(),
      result: Entry.shape.result,
      endedAt: z.string(),
    }),
  ),
  /** addresses of ten minutes */
  files: z.array(
    BundleFile.pick({ path: true, kind: true, bytes: true, sha256: true }).extend({ url: z.string() }),
  ),
})
export type ShownBundle = z.infer<typeof ShownBundle>

/** null where the bundle is too large for one file */
export const PackedBundle = z.object({
  tar: z.object({ url: z.string(), seconds: z.number(), bytes: z.number() }).nullable(),
  seal: z.string(),
})

/** Approval sheets as one PDF; the link lives `seconds` */
export const PrintedSheets = z.object({ url: z.string(), seconds: z.number(), bytes: z.number() })

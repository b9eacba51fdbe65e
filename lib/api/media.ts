import * as z from 'zod'
import { Media } from '../submission/media'

/** What the portal's API says of uploads. */

/** A picture goes up by a form, a video in parts that are signed on demand. */
export const BegunUpload = z.union([
  z.object({
    media: Media,
    form: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
  }),
  z.object({ media: Media, parts: z.object({ bytes: z.number(), count: z.number() }) }),
])
export const SignedParts = z.object({
  parts: z.array(z.object({ partNumber: z.number(), bytes: z.number(), url: z.string() })),
})
export const ArrivedParts = z.object({
  parts: z.array(z.object({ partNumber: z.number(), etag: z.string(), bytes: z.number() })),
})
export const OneMedia = z.object({ media: Media })
export const RemovedMedia = z.object({ removed: z.literal(true) })

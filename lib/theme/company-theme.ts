import * as z from 'zod'
import { headingOrnaments } from '../article/theme'

const Colour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i)
  .toLowerCase()
const line = (most: number) => z.string().trim().max(most)

/**
 * A look of the company's own. Lengths are in px and within what published articles have, colours `#rrggbb`; only what
 * WeChat keeps can be said.
 */
export const CompanyTheme = z.strictObject({
  /** as officers find it in the list of looks */
  name: line(12).min(1),
  accent: Colour,
  /** the ground of boxes and heads of tables */
  tint: Colour,
  ornament: z.enum(headingOrnaments),
  size: z.union([z.literal(15), z.literal(16), z.literal(17)]),
  lineHeight: z.union([z.literal(1.6), z.literal(1.75), z.literal(1.9)]),
  letterSpacing: z.union([z.literal(0), z.literal(0.5), z.literal(1)]),
  gap: z.int().min(16).max(24),
  radius: z.int().min(0).max(8),
  /** below a picture */
  caption: z.strictObject({
    size: z.union([z.literal(12), z.literal(13), z.literal(14)]),
    align: z.enum(['center', 'left']),
    colour: Colour,
  }),
  /** the line with which every article opens */
  lead: line(60).optional(),
  /** what stands below the line of source: `code` is what a QR code says, `follow` the line below it */
  footer: z.strictObject({
    words: line(120).optional(),
    code: line(300).optional(),
    follow: line(40).optional(),
  }),
})
export type CompanyTheme = z.infer<typeof CompanyTheme>

import * as z from 'zod'
import { ShownProposal } from '../oversight/list'
import { ThemeVersion } from '../theme/store'

/** What the portal's API says of the company's own look of articles. */

export const ListedThemes = z.object({
  /** newest first */
  versions: z.array(ThemeVersion),
  next: z.string().optional(),
})
export type ListedThemes = z.infer<typeof ListedThemes>

/** `waits`: it is published once a second person has confirmed it. */
export const PublishedTheme = z.object({
  version: ThemeVersion.optional(),
  waits: ShownProposal.optional(),
})
export type PublishedTheme = z.infer<typeof PublishedTheme>

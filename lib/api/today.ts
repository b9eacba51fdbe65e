import * as z from 'zod'
import { Trouble } from '../today/check-up'

/** What the portal's API says of a person's own questions. */
export const DecisionLink = z.object({ link: z.string() })
export type DecisionLink = z.infer<typeof DecisionLink>
export const LetterSent = z.object({ sentTo: z.string() })
export type LetterSent = z.infer<typeof LetterSent>

export const Troubles = z.object({ troubles: z.array(Trouble) })
export type Troubles = z.infer<typeof Troubles>

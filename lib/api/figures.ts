import * as z from 'zod'
import { ShownProposal } from '../oversight/list'
import { PointsVersion } from '../points/store'

/** What the portal's API says of the rule of points. */

export const PointsVersions = z.object({ versions: z.array(PointsVersion) })
export type PointsVersions = z.infer<typeof PointsVersions>
/** What waits for a second person; nothing while nobody could confirm it. */
export const ProposedPoints = z.object({ waits: ShownProposal.optional() })
export type ProposedPoints = z.infer<typeof ProposedPoints>

import * as z from 'zod'
import { ShownProposal } from '../oversight/list'
import { Person } from '../people/person'

/** What the portal's API says of changes that take a second person. */

/** The person as they stand now; `waits`: the change waits for a second person. */
export const ChangedPerson = z.object({ person: Person, waits: ShownProposal.optional() })
/** What waits for a second person; nothing while nobody could confirm it. */
export const SettingsProposed = z.object({ waits: ShownProposal.optional() })
export const OneChange = z.object({ change: ShownProposal })
export const ProposedChanges = z.object({ changes: z.array(ShownProposal), next: z.string().optional() })
/** What waits for a second person; nothing where one was enough, and it is done. */
export const ImportedRoster = z.object({ waits: ShownProposal.optional() })

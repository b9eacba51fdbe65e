import type { WhoEdits } from '../api/submission'
import { named, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import { requireAuthor } from './access'
import type { Presence } from './presence'
import type { Submissions } from './store'
import { requireState } from './submission'

/** A page says that it has a draft open, and hears who else has and how often the draft was edited. */
export const whoEdits =
  ({ submissions, presence, clock }: { submissions: Submissions; presence: Presence; clock: Clock }) =>
  async (ask: { submissionId: string; page: string; by: Person }): Promise<WhoEdits> => {
    const { submissionId, page, by } = ask
    const now = clock.now()
    const card = await submissions.card(submissionId)
    requireAuthor(card, by, beijingDate(now))
    requireState(card, 'draft')
    await presence.renew(submissionId, { page, personId: by.id, name: by.name }, now)
    const others = (await presence.now(submissionId, now)).filter((open) => open.page !== page)
    const persons = new Map(others.map(({ personId, name }) => [personId, named({ id: personId, name })]))
    return { editing: [...persons.values()], edits: card.edits }
  }

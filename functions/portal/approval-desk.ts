import * as z from 'zod'
import { OneSubmission } from '../../lib/api/submission'
import { DecisionLink, LetterSent } from '../../lib/api/today'
import { resumeApproval } from '../../lib/approval/resume-approval'
import { json } from '../../lib/platform/http'
import { At } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { ownAsk } from '../../lib/today/own-asks'
import { AskedThere } from '../../lib/today/today'
import { approveMachine, callbacks, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { counts, loans, proposals, signedIn, tiers } from '../wire/rows'

const door = signedIn()
const room = wire({
  ...{ ...tiers(), counts, loans, proposals },
  ...{ callbacks, waits, machine: approveMachine },
})
const resume = resumeApproval(room)
const ask = ownAsk(room)
const own = z.object({ body: AskedThere })

/** What waits for an answer: one's own questions from the portal (invariant 4), and what paused, put in motion. */
export const handler = routes({
  /** The address of the decision page for whoever is signed in and asked; both answers take the mailed code there. */
  'POST /api/asks/link': door({ request: own, roles: [], answer: DecisionLink }, async ({ body, person }) =>
    json(200, await ask(body).link(person)),
  ),
  /** The mail was lost: a new link and code to the registered address, once a minute and five times a day. */
  'POST /api/asks/letter': door({ request: own, roles: [], answer: LetterSent }, async ({ body, person }) =>
    json(200, await ask(body).letter(person)),
  ),
  /** Invariant 10: an approval that paused goes on at once, from the tier where it stands. */
  'POST /api/submissions/{submissionId}/resume': door(
    { request: z.object({ path: At }), roles: ['admin', 'editor'], answer: OneSubmission },
    async ({ path }) => {
      await resume({ kind: 'approval', id: path.submissionId, tries: 0 })
      return json(202, { submission: await room.submissions.withId(path.submissionId) })
    },
  ),
})

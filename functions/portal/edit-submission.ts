import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'
import { At } from '../../lib/platform/requests'
import { editSubmission } from '../../lib/submission/edit-submission'
import { submissionStore } from '../../lib/submission/store'
import { Content } from '../../lib/submission/submission'

const { door, table, clock } = openPortal()
const edit = editSubmission({ submissions: submissionStore(table, clock), clock })

const Request = z.object({
  path: At,
  body: z.strictObject({ edits: z.number().int(), content: Content }),
})

/** Saves a draft; an older page never overwrites a newer text. */
export const handler = door({ request: Request, roles: ['officer'] }, async ({ path, body, person }) =>
  json(200, { submission: await edit({ ...path, ...body, by: person }) }),
)

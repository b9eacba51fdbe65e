import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'
import { At } from '../../lib/platform/requests'
import { reviseSubmission } from '../../lib/submission/revise-submission'
import { submissionStore } from '../../lib/submission/store'

const { door, table, clock } = openPortal()
const revise = reviseSubmission({ submissions: submissionStore(table, clock), clock })

/** `version` is the one to be revised, so that a double click makes one new version. */
const Request = z.object({ path: At, body: z.strictObject({ version: z.number().int().positive() }) })

export const handler = door({ request: Request, roles: ['officer'] }, async ({ path, body, person }) =>
  json(200, { submission: await revise({ ...path, ...body, by: person }) }),
)

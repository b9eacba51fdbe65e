import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'
import { RequestKey } from '../../lib/platform/requests'
import { createSubmission } from '../../lib/submission/create-submission'
import { submissionStore } from '../../lib/submission/store'
import { Content } from '../../lib/submission/submission'

const { door, table, clock, once, people } = openPortal()
const create = createSubmission({ submissions: submissionStore(table, clock), clock })

const Request = z.object({ headers: RequestKey, body: Content })

/** Article 11: an officer opens a draft; the same `Idempotency-Key` and body answer the same draft. */
export const handler = door({ request: Request, roles: ['officer'] }, async ({ headers, body, person }) => {
  const requestKey = headers['idempotency-key']
  const office = (await people.units()).some((unit) => unit.id === person.unitId && unit.office)
  const submission = await once(
    { owner: person.id, key: requestKey, request: ['create-submission', body] },
    () => create({ content: body, by: person, requestKey, office }),
  )
  return json(201, { submission })
})

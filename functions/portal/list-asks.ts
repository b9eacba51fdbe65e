import * as z from 'zod'
import { approvalStore } from '../../lib/approval/store'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'
import { submissionStore } from '../../lib/submission/store'

const { door, table, clock } = openPortal()
const approvals = approvalStore(table)
const submissions = submissionStore(table, clock)

/** What waits for this person's decision, nearest deadline first; deciding is done from the mail. */
export const handler = door({ request: z.object({}), roles: [] }, async ({ person }) => {
  const asks = await approvals.waitingFor(person.id)
  const rows = await Promise.all(
    asks.map(async ({ submissionId, tier, deadline, standsInFor }) => {
      const { content, unitId } = await submissions.withId(submissionId)
      return { submissionId, title: content.title, unitId, tier, deadline, standsInFor }
    }),
  )
  return json(200, { asks: rows })
})

import * as z from 'zod'
import { Acts } from '../../lib/api/people'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'
import { Paging } from '../../lib/platform/paging'
import { routes } from '../../lib/platform/routes'
import { actsLedger } from '../../lib/security/ledger'

const { door, table, clock } = openPortal()
const acts = actsLedger(table, clock)

const Month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .describe('of the record kept up to version 2967488, by Beijing month and without a chain')

/** What was done about rights, accounts and words: read only. */
export const handler = routes({
  /** Newest first, chained one to the next. */
  'GET /api/admin/acts': door(
    {
      request: z.object({ query: Paging.extend({ month: Month.optional() }) }),
      roles: ['admin', 'inspector', 'department-head'],
      answer: Acts,
    },
    async ({ query: { month, ...paging } }) => {
      const { items, ...rest } = await (month ? acts.earlier(month, paging) : acts.page(paging))
      return json(200, { acts: items, ...rest })
    },
  ),
})

import * as z from 'zod'
import { listEditions } from '../../lib/edition/list-editions'
import { editionStore } from '../../lib/edition/store'
import { openPortal } from '../../lib/people/open-portal'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { json } from '../../lib/platform/http'

const { door, table, clock } = openPortal()
const { WECHAT_ACCOUNT } = configFrom(Env.pick({ WECHAT_ACCOUNT: true }))
const list = listEditions({ editions: editionStore(table, clock, WECHAT_ACCOUNT) })

const Request = z.object({ query: z.strictObject({ from: z.iso.date(), to: z.iso.date() }) })

/** The calendar: editions of Beijing dates, both inclusive. */
export const handler = door(
  {
    request: Request,
    roles: ['editor', 'office-reviewer', 'department-head', 'admin', 'inspector', 'company-leader'],
  },
  async ({ query }) => json(200, { editions: await list(query) }),
)

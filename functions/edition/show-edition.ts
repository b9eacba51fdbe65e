import * as z from 'zod'
import { AtDate } from '../../lib/edition/at'
import { showEdition } from '../../lib/edition/show-edition'
import { editionStore } from '../../lib/edition/store'
import { openPortal } from '../../lib/people/open-portal'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { json } from '../../lib/platform/http'

const { door, table, clock } = openPortal()
const { WECHAT_ACCOUNT } = configFrom(Env.pick({ WECHAT_ACCOUNT: true }))
const show = showEdition({ editions: editionStore(table, clock, WECHAT_ACCOUNT) })

/** One day: its edition, who holds the day, sends, tests, ledger. */
export const handler = door(
  {
    request: z.object({ path: AtDate }),
    roles: ['editor', 'office-reviewer', 'department-head', 'admin', 'inspector', 'company-leader'],
  },
  async ({ path }) => json(200, await show(path)),
)

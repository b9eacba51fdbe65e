import * as z from 'zod'
import { listPool } from '../../lib/edition/list-pool'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'
import { submissionStore } from '../../lib/submission/store'

const { door, table, clock, people } = openPortal()
const list = listPool({ submissions: submissionStore(table, clock), people })

/** What is approved for WeChat and in no edition yet, oldest approval first. */
export const handler = door(
  { request: z.object({}), roles: ['editor', 'department-head', 'office-reviewer'] },
  async () => json(200, { pool: await list() }),
)

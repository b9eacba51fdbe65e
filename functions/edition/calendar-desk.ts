import * as z from 'zod'
import { LastLookAtWechat, ListedEditions, Pool } from '../../lib/api/edition'
import { AtDate } from '../../lib/edition/at'
import { listEditions } from '../../lib/edition/list-editions'
import { listPool } from '../../lib/edition/list-pool'
import { ReadEdition, showAsRead } from '../../lib/edition/show-as-read'
import { showEdition, ShownEdition } from '../../lib/edition/show-edition'
import type { Role } from '../../lib/people/person'
import { json } from '../../lib/platform/http'
import { Paging } from '../../lib/platform/paging'
import { routes } from '../../lib/platform/routes'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { editions, people, signedIn, submissions } from '../wire/rows'

const door = signedIn()
const room = wire({ editions, submissions, people, bucket })
const list = listEditions(room)
const show = showEdition(room)
const asRead = showAsRead(room)
const pool = listPool(room)

const readers: Role[] = [
  'editor',
  'office-reviewer',
  'department-head',
  'admin',
  'inspector',
  'company-leader',
]
const Range = z.object({ query: z.strictObject({ from: z.iso.date(), to: z.iso.date() }) })

/** What goes out on which day, for those of 企管部 who look; nothing here can write. */
export const handler = routes({
  /** The calendar: editions of Beijing dates, both inclusive. */
  'GET /api/editions': door({ request: Range, roles: readers, answer: ListedEditions }, async ({ query }) =>
    json(200, { editions: await list(query) }),
  ),
  /** One day: its edition, who holds the day, sends, tests, ledger. */
  'GET /api/editions/{date}': door(
    { request: z.object({ path: AtDate }), roles: readers, answer: ShownEdition },
    async ({ path }) => json(200, await show(path)),
  ),
  /** Its articles as readers get them; links of a quarter of an hour. */
  'GET /api/editions/{date}/as-read': door(
    { request: z.object({ path: AtDate }), roles: readers, answer: ReadEdition },
    async ({ path }) => json(200, await asRead(path)),
  ),
  /** The last look at the account; null before the first. */
  'GET /api/admin/checks': door(
    { request: z.object({}), roles: ['admin', 'editor'], answer: LastLookAtWechat },
    async () => json(200, { wechat: (await room.editions.checked('wechat')) ?? null }),
  ),
  /** What is approved for WeChat and in no edition yet, oldest approval first. */
  'GET /api/pool': door(
    {
      request: z.object({ query: Paging }),
      roles: ['editor', 'department-head', 'office-reviewer'],
      answer: Pool,
    },
    async ({ query }) => {
      const { items, ...rest } = await pool(query)
      return json(200, { pool: items, ...rest })
    },
  ),
})

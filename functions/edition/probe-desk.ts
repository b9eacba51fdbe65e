import * as z from 'zod'
import { json } from '../../lib/platform/http'
import { Paging } from '../../lib/platform/paging'
import { routes } from '../../lib/platform/routes'
import { Probe } from '../../lib/probe/probe'
import { runProbe } from '../../lib/probe/run-probe'
import { wire } from '../wire/part'
import { clock, editions, mail, people, probes, publicUrl, signedIn } from '../wire/rows'
import { wechat } from '../wire/wechat'

const door = signedIn()
const room = wire({ probes, editions, wechat, people, mail, publicUrl, clock })
const run = runProbe(room)

const ListedProbes = z.object({ probes: z.array(Probe), next: z.string().optional() })

/** What the company's own WeChat allows and does today. */
export const handler = routes({
  /** Reports, newest first. */
  'GET /api/admin/probes': door(
    {
      request: z.object({ query: Paging }),
      roles: ['admin', 'editor', 'department-head', 'inspector'],
      answer: ListedProbes,
    },
    async ({ query }) => {
      const { items, ...rest } = await room.probes.newest(query)
      return json(200, { probes: items, ...rest })
    },
  ),
  /** Asks for permissions, then makes, reads and deletes one draft; nothing reaches a reader. */
  'POST /api/admin/probes': door(
    { request: z.object({}), roles: ['admin', 'editor'], answer: z.object({ probe: Probe }) },
    async ({ person: { id, name } }) => json(201, { probe: await run({ by: { id, name } }) }),
  ),
})

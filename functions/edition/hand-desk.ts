import * as z from 'zod'
import { OneEdition } from '../../lib/api/edition'
import { AtDate } from '../../lib/edition/at'
import { proveSend } from '../../lib/edition/prove-send'
import { showHand, ShownHand } from '../../lib/edition/show-hand'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { spoken } from '../../lib/policy/visible'
import { bucket } from '../wire/files'
import { waits } from '../wire/machines'
import { wire } from '../wire/part'
import { approvals, clock, editions, mail, people, signedIn, submissions } from '../wire/rows'
import { baseUrl, pages, wechat } from '../wire/wechat'

const door = signedIn()
const room = wire({
  ...{ clock, mail, people, submissions, approvals, editions },
  ...{ bucket, waits, wechat, pages, baseUrl },
})
const show = showHand(room)
const prove = proveSend(room)

const AtDay = z.object({ path: AtDate })
const Prove = AtDay.extend({
  /** in the order of the articles */
  body: z.strictObject({
    addresses: z.array(z.string().trim().min(1).max(500)).min(1).max(8),
    reason: spoken(500).optional(),
  }),
})

/** An edition sent by hand in WeChat's console: what to put there, and the proof that it stands (10.3). */
export const handler = routes({
  /** Exact text, HTML and files of each article; links of ten minutes. */
  'GET /api/editions/{date}/hand': door(
    { request: AtDay, roles: ['editor'], answer: ShownHand },
    async ({ path }) => json(200, await show(path)),
  ),
  /** Where its articles stand; what differs or cannot be read back needs a reason. */
  'POST /api/editions/{date}/prove': door(
    { request: Prove, roles: ['editor'], answer: OneEdition },
    async ({ path, body, person }) => json(200, { edition: await prove({ ...path, ...body, by: person }) }),
  ),
})

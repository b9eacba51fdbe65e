import * as z from 'zod'
import { OneChange, ProposedChanges, SettingsProposed } from '../../lib/api/oversight'
import { Acts } from '../../lib/api/people'
import { breakGlass } from '../../lib/oversight/break-glass'
import { listProposals, shownProposal } from '../../lib/oversight/list'
import { propose } from '../../lib/oversight/propose'
import { withdrawProposal } from '../../lib/oversight/withdraw'
import type { Role } from '../../lib/people/person'
import { json } from '../../lib/platform/http'
import { Paging } from '../../lib/platform/paging'
import { routes } from '../../lib/platform/routes'
import { exportActs } from '../../lib/security/export'
import { listSettings, ShownSettings } from '../../lib/settings/list'
import { settingsChange } from '../../lib/settings/plan'
import { spoken } from '../../lib/policy/visible'
import { wire } from '../wire/part'
import { proposing, signedIn } from '../wire/rows'

const door = signedIn()
const room = wire(proposing())
const { acts } = room
const list = listProposals(room)
const shown = shownProposal(room)
const withdraw = withdrawProposal(room)
const glass = breakGlass(room)
const settings = listSettings(room)
const asChange = settingsChange(room)
const second = propose(room)

const path = z.object({ proposalId: z.uuid() })
const Month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .describe('of the record kept up to version 2967488, by Beijing month and without a chain')
const readers: Role[] = ['admin', 'editor', 'department-head', 'company-leader', 'inspector']
const proposers: Role[] = ['admin', 'editor']

/** The record of acts, and changes that take a second person. Confirming is not here: the safe way is the link of the mail. */
export const handler = routes({
  /** What was done about rights, accounts and words, the newest first, chained one to the next. */
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
  /** What two people know of each setting and secret in use, and what stands without them; no secret. */
  'GET /api/settings': door(
    {
      request: z.object({}),
      roles: ['admin', 'editor', 'department-head', 'company-leader', 'inspector'],
      answer: ShownSettings,
    },
    async () => json(200, await settings()),
  ),
  /** Has a second person confirm what stands alone, or what is to be changed in the next days; `waits` is the proposal. */
  'POST /api/settings/proposals': door(
    {
      request: z.object({
        body: z.strictObject({
          names: z.array(z.string().max(60)).min(1).max(30),
          values: z.record(z.string().max(60), z.string().trim().max(300)).default({}),
          reason: spoken(500),
        }),
      }),
      roles: ['admin'],
      answer: SettingsProposed,
    },
    async ({ body, person: by }) => {
      const proposal = await second({ change: await asChange(body), by })
      return json(202, { ...(proposal && { waits: await shown(proposal) }) })
    },
  ),
  /** The chain as files of 2,000 acts, for whoever proves it offline (`npx qianfa-verify`). */
  'GET /api/admin/acts/file': door(
    {
      request: z.object({ query: z.strictObject({ part: z.coerce.number().int().min(1).max(9_999) }) }),
      roles: ['admin', 'inspector', 'department-head'],
      file: 'application/x-ndjson',
    },
    async ({ query }) => {
      const { name, text } = await exportActs({ acts })(query)
      return {
        statusCode: 200,
        headers: {
          'content-type': 'application/x-ndjson',
          'content-disposition': `attachment; filename*=UTF-8''${name}`,
        },
        body: text,
      }
    },
  ),
  /** The newest first, whatever became of them. */
  'GET /api/changes': door(
    { request: z.object({ query: Paging }), roles: readers, answer: ProposedChanges },
    async ({ query }) => {
      const { items, ...rest } = await list(query)
      return json(200, { changes: items, ...rest })
    },
  ),
  /** Whoever proposed it takes it back. */
  'POST /api/changes/{proposalId}/withdrawal': door(
    { request: z.object({ path }), roles: proposers, answer: OneChange },
    async ({ path: { proposalId }, person: by }) =>
      json(200, { change: await shown(await withdraw({ proposalId, by })) }),
  ),
  /** Nobody can confirm it and it cannot wait: with a reason it takes effect in four working hours unless refused. */
  'POST /api/changes/{proposalId}/glass': door(
    {
      request: z.object({ path, body: z.strictObject({ reason: spoken(500) }) }),
      roles: proposers,
      answer: OneChange,
    },
    async ({ path: { proposalId }, body: { reason }, person: by }) =>
      json(200, { change: await shown(await glass({ proposalId, reason, by })) }),
  ),
})

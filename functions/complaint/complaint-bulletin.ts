import * as z from 'zod'
import { bulletinFile } from '../../lib/complaint/bulletin-file'
import { caseFile } from '../../lib/complaint/case-file'
import { Bulletin, bulletinOf, monthSpan } from '../../lib/complaint/bulletin'
import type { Role } from '../../lib/people/person'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { xlsx } from '../../lib/platform/workbook'
import { beijingDate } from '../../lib/policy/working-days'
import { wire } from '../wire/part'
import { clock, complaints, people, signedIn } from '../wire/rows'

const door = signedIn()
const room = wire({ people, complaints, clock })

const readers: Role[] = [
  'editor',
  'department-head',
  'office-reviewer',
  'company-leader',
  'inspector',
  'admin',
]
const AtMonth = z.object({ path: z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }) })
const AtSheet = AtMonth.extend({
  query: z.strictObject({ of: z.enum(['figures', 'cases']).default('figures') }),
})
/** More in a month than any company of ours; a bulletin of a part would be a wrong one. */
const largestMonth = 5_000

const registered = ({ from, to }: { from: string; to: string }) =>
  room.complaints.between(from, to, largestMonth)

async function bulletin(month: string): Promise<Bulletin> {
  const [complaints, units] = await Promise.all([registered(monthSpan(month)), room.people.units()])
  return bulletinOf(month, complaints, beijingDate(room.clock.now()), units)
}

/** The monthly bulletin (客诉月报): figures without anybody's data. */
export const handler = routes({
  /** The figures of a month. */
  'GET /api/bulletins/{month}': door(
    { request: AtMonth, roles: readers, answer: Bulletin },
    async ({ path }) => json(200, await bulletin(path.month)),
  ),
  /** The same as a spreadsheet, or 客诉台账: its single cases. */
  'GET /api/bulletins/{month}/sheet': door(
    { request: AtSheet, roles: readers, file: xlsx },
    async ({ path: { month }, query }) =>
      query.of === 'cases'
        ? caseFile(month, await registered(monthSpan(month)))
        : bulletinFile(await bulletin(month)),
  ),
})

import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { mayRead } from '../../lib/people/person'
import { json } from '../../lib/platform/http'
import { beijingDate } from '../../lib/policy/working-days'
import { submissionStore } from '../../lib/submission/store'

const { door, table, clock, people } = openPortal()
const submissions = submissionStore(table, clock)

/** Article 2: a unit's people see their unit's submissions, 企管部 all; newest change first. */
export const handler = door({ request: z.object({}), roles: [] }, async ({ person }) => {
  const today = beijingDate(clock.now())
  const units = (await people.units()).filter((unit) => mayRead(person, unit.id, today))
  const lists = await Promise.all(units.map((unit) => submissions.ofUnit(unit.id)))
  const newestFirst = lists.flat().sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  return json(200, {
    submissions: newestFirst.map(
      ({ id, unitId, state, version, content, holder, note, updatedAt, editionDate }) => ({
        id,
        unitId,
        state,
        version,
        title: content.title,
        category: content.category,
        channels: content.channels,
        holder,
        note,
        updatedAt,
        editionDate,
      }),
    ),
  })
})

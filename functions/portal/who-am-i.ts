import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { holds, roles } from '../../lib/people/person'
import { json } from '../../lib/platform/http'
import { beijingDate } from '../../lib/policy/working-days'

const { door, people, clock } = openPortal()

/** The signed-in person with today's roles. */
export const handler = door({ request: z.object({}), roles: [] }, async ({ person }) => {
  const today = beijingDate(clock.now())
  const unit = (await people.units()).find(({ id }) => id === person.unitId)
  return json(200, {
    id: person.id,
    name: person.name,
    email: person.email,
    unit,
    roles: roles.filter((role) => holds(person, role, today)),
    language: person.language,
    /** the Beijing date by the service's clock */
    today,
  })
})

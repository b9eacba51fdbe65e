import * as z from 'zod'
import { listColleagues } from '../../lib/people/list-colleagues'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'

const { door, people, clock } = openPortal()
const list = listColleagues({ people, clock })

/** Who works here, for naming a substitute or an officer: names and units, nothing else. */
export const handler = door({ request: z.object({}), roles: [] }, async () =>
  json(200, { people: await list() }),
)

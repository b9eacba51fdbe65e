import { ShownLink } from '../../lib/question/door'
import { outcomePage } from '../../lib/question/outcome'
import { openDecisionDoors } from '../../lib/oversight/decision-doors'
import { http, parsed } from '../../lib/platform/http'

const doorOf = openDecisionDoors()

/** Invariant 4: shows, changes nothing; this function has no right to write. */
export const handler = http(
  async (raw) => {
    const { path, query } = parsed(ShownLink, raw)
    return (await doorOf(path.token)).show(path.token, query.choice)
  },
  { asPage: outcomePage },
)

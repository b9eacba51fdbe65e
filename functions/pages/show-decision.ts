import { AtLink } from '../../lib/question/door'
import { outcomePage } from '../../lib/question/outcome'
import { openDecisionDoors } from '../../lib/oversight/decision-doors'
import { http, parsed } from '../../lib/platform/http'

const doorOf = openDecisionDoors()

/** Invariant 4: shows, changes nothing; this function has no right to write. */
export const handler = http(
  async (raw) => {
    const { token } = parsed(AtLink, raw).path
    return (await doorOf(token)).show(token)
  },
  { asPage: outcomePage },
)

import * as z from 'zod'
import { decisionView } from '../../lib/approval/decision-view'
import { pageNonce } from '../../lib/approval/link'
import { openDecision } from '../../lib/approval/open-decision'
import { outcomePage } from '../../lib/approval/outcome'
import { openVisit } from '../../lib/approval/visit'
import { renderDecisionPage } from '../../lib/pages/decision-page'
import { html, http, parsed } from '../../lib/platform/http'

const room = openDecision()
const Request = z.object({ path: z.object({ token: z.string().regex(/^[\w-]{43}$/) }) })

/** Invariant 4: shows, changes nothing; this function has no right to write. */
export const handler = http(
  async (raw) => {
    const { token } = parsed(Request, raw).path
    const visit = await openVisit(room)(token)
    const nonce = pageNonce(
      await room.secrets.read('link-key'),
      visit.link.linkHash,
      visit.turn.contentHash,
      room.clock.now(),
    )
    const { view, mediaHosts } = await decisionView(room)(visit, { action: `/d/${token}`, nonce })
    return html(200, renderDecisionPage(view), mediaHosts)
  },
  { asPage: outcomePage },
)

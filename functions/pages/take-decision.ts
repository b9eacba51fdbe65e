import * as z from 'zod'
import { decide } from '../../lib/approval/decide'
import { decisionView } from '../../lib/approval/decision-view'
import { pageNonce } from '../../lib/approval/link'
import { openDecision } from '../../lib/approval/open-decision'
import { decidedPage, mayTryAgain, outcomePage } from '../../lib/approval/outcome'
import { openVisit } from '../../lib/approval/visit'
import { renderDecisionPage } from '../../lib/pages/decision-page'
import { html, http, parsed, statusFor, type RawRequest } from '../../lib/platform/http'
import { taskCallbacks } from '../../lib/platform/machine'
import { isRefusal, type Refusal } from '../../lib/platform/refusal'

const room = openDecision()
const decideHere = decide({ ...room, callbacks: taskCallbacks() })

const Request = z.object({
  path: z.object({ token: z.string().regex(/^[\w-]{43}$/) }),
  body: z
    .looseObject({
      nonce: z.string().max(200),
      choice: z.enum(['approve', 'reject']),
      code: z.string().max(20).optional(),
      reason: z.string().max(500).optional(),
    })
    // Fields `answers[0]`, `answers[1]`, … of the form, in their order.
    .transform((form) => ({
      ...form,
      answers: Object.entries(form)
        .filter(([name]) => /^answers\[\d+\]$/.test(name))
        .sort(([a], [b]) => Number(a.slice(8, -1)) - Number(b.slice(8, -1)))
        .map(([, value]) => String(value).slice(0, 200)),
    })),
})
type Form = z.infer<typeof Request>

/** The same page once more, saying what was wrong; nothing typed is lost. */
async function again({ path: { token }, body }: Form, refusal: Refusal) {
  const visit = await openVisit(room)(token)
  const nonce = pageNonce(
    await room.secrets.read('link-key'),
    visit.link.linkHash,
    visit.turn.contentHash,
    room.clock.now(),
  )
  const { view, mediaHosts } = await decisionView(room)(visit, {
    action: `/d/${token}`,
    nonce,
    problem: { said: refusal.said, details: refusal.details, form: body.choice },
    typed: { answers: body.answers, reason: body.reason },
  })
  return html(statusFor(refusal), renderDecisionPage(view), mediaHosts)
}

/** Invariant 4: decides by a person's POST with the page's nonce and the code from the mail, or a reason. */
export const handler = http(
  async (raw: RawRequest) => {
    const form = parsed(Request, raw)
    try {
      const { visit, decision } = await decideHere({ token: form.path.token, ...form.body })
      return html(200, decidedPage(visit, decision))
    } catch (error) {
      if (isRefusal(error) && mayTryAgain(error)) return again(form, error)
      throw error
    }
  },
  { asPage: outcomePage },
)

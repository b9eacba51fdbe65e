import { outcomeOfRefusal, renderDecisionOutcomePage } from '../pages/decision-outcome-page'
import { renderErrorPage } from '../pages/error-page'
import { html, statusFor, type HttpAnswer } from '../platform/http'
import type { Refusal } from '../platform/refusal'

/** A link that cannot be decided on says what happened, by whom and when; nobody is signed in, so Chinese first. */
export function outcomePage(refusal: Refusal): HttpAnswer {
  const outcome = outcomeOfRefusal(refusal, 'zh')
  return html(
    statusFor(refusal),
    outcome
      ? renderDecisionOutcomePage(outcome)
      : renderErrorPage({ language: 'zh', said: refusal.said, details: refusal.details, code: refusal.code }),
  )
}

/** Wrong code, missing answer, missing reason, stale page: the person is still the one to decide. */
export const mayTryAgain = ({ code }: Refusal): boolean =>
  ['CodeWrong', 'PolicyRefused', 'InvalidRequest', 'PageStale'].includes(code)

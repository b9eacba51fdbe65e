import { escalation } from './ladder'
import { durationInWords } from './policy-in-words'
import { policy, type Duration, type Tier } from './policy'

/** `2 working days`. */
export const inWords = (duration: Duration): string => durationInWords(duration).en

/** A named person's time to answer: reminders, escalation and end as `escalationOf` counts them. */
export const questionInWords = (
  deadline: Duration,
): { reminders: string; escalation: string; days: string } => ({
  reminders: `after ${policy.reminders.map((part) => `${part * 100} %`).join(' and ')} of the working time`,
  escalation: `the substitute at the deadline, then whoever presses after ${inWords(policy.escalation.editorAfter)}`,
  days: `${inWords(deadline)}, and ${inWords(policy.escalation.expiresAfter)} more`,
})

export const tiersInWords = (): string =>
  Object.keys(policy.tiers)
    .map((tier) => `${tier} ${inWords(policy.tiers[tier as Tier].deadline)}`)
    .join(', ')

const rungs = (who: string) => escalation.filter(({ also }) => also.some((one) => one === who))

/** The ladder of what is still open when its time is over. */
export const ladderInWords = {
  reminders: `on working days ${escalation.map(({ after }) => after).join(', ')} after that: ${escalation.length} at most`,
  escalation: `editors from day ${rungs('editors')[0]?.after}, head of 企管部 from day ${rungs('department-head')[0]?.after}, company leader from day ${rungs('company-leader')[0]?.after}`,
}

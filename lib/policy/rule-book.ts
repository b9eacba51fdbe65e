import type { Finding, Place } from './finding'
import { dutyWording } from './wording/duty'
import { mediaWording } from './wording/media'
import type { Facts, Rule } from './wording/rule'
import { screenWording } from './wording/screen'
import { sendWording } from './wording/send'
import { structureWording } from './wording/structure'
import { textWording } from './wording/text'

const book = {
  ...mediaWording,
  ...textWording,
  ...structureWording,
  ...screenWording,
  ...dutyWording,
  ...sendWording,
}

/** Stable names of every rule that can be broken; pages and tests may rely on them. */
export type RuleId = keyof typeof book

/** Article, severity and sentences of every rule. */
export const ruleBook: Record<RuleId, Rule> = book

/** The finding that says this rule was broken, in both languages. */
export function findingOf(rule: RuleId, facts: Facts = {}, at?: Place): Finding {
  const { article, severity, message, remedy } = ruleBook[rule]
  return {
    rule,
    article,
    severity,
    ...facts,
    message: message(facts),
    remedy: remedy(facts),
    ...(at && { at }),
  }
}

import type { Edition } from '../../../lib/edition/edition'
import type { ListedEdition } from '../../../lib/edition/list-editions'
import type { Send, Test } from '../../../lib/edition/rows'

/** What an editor is offered on a day; the service refuses by itself whatever does not fit. */

/** States in which articles may go to another day without calling anything back. */
const movable: Edition['state'][] = ['composing', 'failed']

/** Before WeChat was asked to send; a failed or past day included, because its articles have to get out of it. */
const cancellable: Edition['state'][] = [
  'composing',
  'building',
  'testing',
  'awaiting-confirmation',
  'scheduled',
  'claiming',
  'failed',
]

export const mayCancel = ({ state, items }: Pick<Edition, 'state' | 'items'>): boolean =>
  items.length > 0 && cancellable.includes(state)

/** Test sends of what stands now: of this content, and of this very draft. */
export const testsOf = (tests: Test[], { hash, draft }: Pick<Edition, 'hash' | 'draft'>): Test[] =>
  tests.filter((test) => test.hash === hash && (!draft || !test.mediaId || test.mediaId === draft.mediaId))

const callMs = 5 * 60_000

/** A person may say what became of a send that nobody knows of, or that stands open longer than a call can take. */
export function mayOverride(
  { state, attempt }: Pick<Edition, 'state' | 'attempt'>,
  sends: Pick<Send, 'attempt' | 'intendedAt'>[],
  now: number,
): boolean {
  const send = sends.find((one) => one.attempt === attempt)
  if (!send) return false
  return state === 'unknown' || (state === 'sending' && now - Date.parse(send.intendedAt) >= callMs)
}

/** Out of a day articles may go also after it has passed. */
export const mayLeave = (edition: Pick<ListedEdition, 'state'>): boolean => movable.includes(edition.state)

/** Into a day they may come only today or later; `date` and `today` are Beijing dates. */
export const mayEnter = (
  date: string,
  today: string,
  edition: Pick<ListedEdition, 'state'> | undefined,
): boolean => date >= today && (!edition || edition.state === 'cancelled' || movable.includes(edition.state))

import type { Edition } from '../../../lib/edition/edition'
import type { ListedEdition } from '../../../lib/edition/list-editions'
import type { Test } from '../../../lib/edition/rows'

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

/** Out of a day articles may go also after it has passed. */
export const mayLeave = (edition: Pick<ListedEdition, 'state'>): boolean => movable.includes(edition.state)

/** Into a day they may come only today or later; `date` and `today` are Beijing dates. */
export const mayEnter = (
  date: string,
  today: string,
  edition: Pick<ListedEdition, 'state'> | undefined,
): boolean => date >= today && (!edition || edition.state === 'cancelled' || movable.includes(edition.state))

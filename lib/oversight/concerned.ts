import type { Planned } from '../people/administer'
import type { Person } from '../people/person'

/** Whom a change concerns, each with what of it is theirs to know. */
export const concernedBy = (planned: Planned): { concerns: Person; act: Planned['act'] }[] =>
  planned.each ?? (planned.concerns ? [{ concerns: planned.concerns, act: planned.act }] : [])

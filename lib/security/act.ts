import * as z from 'zod'
import type { LedgerEvent } from '../ledger/event'
import type { ActType } from '../policy/acts'
import { Bilingual } from '../policy/finding'

/** Who or what, with the name at that time. */
const Named = z.object({ id: z.string(), name: z.string() })
export type Named = z.infer<typeof Named>

const Names = z.record(z.string(), Bilingual)

/** Only what changed: what stood before and what stands after. */
const Values = z.record(z.string(), z.unknown())

/** One act: who did what to whom or what, and when. Written with the change itself, never alone. */
export const Act = z.object({
  /** its number in the chain; of the record kept before there was one, a uuid */
  id: z.string(),
  at: z.iso.datetime(),
  by: Named,
  /** past fact, e.g. `RoleGranted`; an earlier version may have written others */
  type: z.string(),
  /** what it was about, e.g. a person */
  about: Named,
  before: Values.optional(),
  after: Values.optional(),
  facts: Values,
  /** what ids in it were called then, e.g. of units; acts of earlier versions have none */
  names: Names.optional(),
  /** of the chain up to here; the record kept before there was one has none */
  hash: z.string().optional(),
})
export type Act = z.infer<typeof Act>

export interface NewAct extends Omit<Act, 'id' | 'at' | 'type' | 'facts' | 'hash'> {
  type: ActType
  facts?: Record<string, unknown>
}

/** What nobody signed in did. */
export const theSystem: Named = { id: 'system', name: '系统' }

const InEvent = z.object({
  name: z.string(),
  about: Named,
  before: Values.optional(),
  after: Values.optional(),
  more: Values.optional(),
  names: Names.optional(),
})

export const happenedOf = ({ type, by, about, before, after, facts, names }: NewAct) => ({
  by: by.id,
  type,
  facts: { name: by.name, about, before, after, more: facts, names } satisfies z.infer<typeof InEvent>,
})

export function actOf({ seq, at, by, type, facts, hash }: LedgerEvent): Act {
  const { name, about, before, after, more = {}, names } = InEvent.parse(facts)
  return {
    ...{ id: String(seq), at, type, by: { id: by, name }, about, facts: more, hash },
    ...(before && { before }),
    ...(after && { after }),
    ...(names && { names }),
  }
}

/** A row of the record that was kept up to version 2967488, by month and without a chain. */
export const EarlierAct = z
  .object({
    ...{ id: z.string(), at: z.iso.datetime(), by: z.string(), name: z.string() },
    ...{ type: z.string(), about: z.string(), facts: Values.default({}) },
  })
  .transform(({ by, name, about, ...act }): Act => ({
    ...act,
    by: { id: by, name },
    about: { id: about, name: about },
  }))

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What differs between two states of one thing, by field; nothing stood before something new. */
export function changeOf(
  before: object | undefined,
  after: object,
): { before?: Record<string, unknown>; after: Record<string, unknown> } {
  const [was, is] = [{ ...before } as Record<string, unknown>, after as Record<string, unknown>]
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (field) => !same(was[field], is[field]),
  )
  const of = (one: Record<string, unknown>) =>
    Object.fromEntries(fields.filter((field) => one[field] !== undefined).map((field) => [field, one[field]]))
  return { ...(before && { before: of(was) }), after: of(is) }
}

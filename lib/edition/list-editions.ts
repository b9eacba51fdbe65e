import type * as z from 'zod'
import { Refusal } from '../platform/refusal'
import { Edition } from './edition'
import type { Editions } from './store'

export const ListedEdition = Edition.pick({ date: true, state: true, sendAt: true, items: true })
export type ListedEdition = z.infer<typeof ListedEdition>

/** A quarter: as much as a calendar shows at once. */
const maxDays = 100

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000

/** Editions of Beijing dates `from` to `to`, both inclusive; days without an edition are not listed. */
export const listEditions =
  ({ editions }: { editions: Pick<Editions, 'between'> }) =>
  async ({ from, to }: { from: string; to: string }): Promise<ListedEdition[]> => {
    const days = daysBetween(from, to)
    if (days < 0 || days > maxDays)
      throw new Refusal(
        'InvalidRequest',
        { zh: `请选择不超过 ${maxDays} 天的日期范围`, en: `choose a range of at most ${maxDays} days` },
        { facts: { from, to } },
      )
    return (await editions.between(from, to)).map(({ date, state, sendAt, items }) => ({
      date,
      state,
      sendAt,
      items,
    }))
  }

import { useQuery } from '@tanstack/react-query'
import type { Today, Waiting } from '../../../lib/today/today'
import { call } from '../api/client'
import { listed } from '../api/queries'
import type { Me } from '../api/me'
import { mayOpen, placeOf, type Place } from '../shell/places'

/** What is the person's today, for their first page and the counters of the menu; asked while the page is in front. */
export const useToday = () =>
  useQuery({
    queryKey: ['today'],
    queryFn: () => call<Today>('GET', '/today'),
    refetchInterval: 60_000,
    meta: listed,
  })

/** Where one deals with it: a question among those to decide, anything else on the desk of its page. */
const deskOf = ({ asked, href }: Waiting): Place | undefined => placeOf(asked ? '/asks' : href)

/** How much waits at each desk that is open to this person; at the first page all of it. */
export function countsOf(waits: Waiting[], me: Pick<Me, 'roles'>): Map<string, number> {
  const counts = new Map<string, number>([['/today', waits.length]])
  for (const place of waits.map(deskOf))
    if (place && mayOpen(me, place)) counts.set(place.href, (counts.get(place.href) ?? 0) + 1)
  return counts
}

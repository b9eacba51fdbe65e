import { complaintStateNames, type Complaint } from '../complaint/complaint'
import type { ComplaintLists } from '../complaint/store'
import { endOfWork } from '../policy/working-days'
import { isWanted } from '../request/request'
import type { Requests } from '../request/store'
import type { Card } from '../submission/card'
import type { Submissions } from '../submission/store'
import { dayMs, plainly, waiting, type Me } from './me'
import type { Waiting } from './today'

interface Needs {
  submissions: Pick<Submissions, 'ofUnits'>
  requests: Pick<Requests, 'ofUnits'>
  complaints: ComplaintLists
}

/** A list costs its page: of the unit's lines the newest are looked at, not all that ever were. */
const newest = { limit: 50 }

const sentBack: Card['state'][] = ['rejected', 'expired', 'failed']
const over: Card['state'][] = ['published', 'withdrawn', 'removed']

/** What this person wrote: what came back waits for them, the rest is on its way or ended within a week. */
export async function written({ submissions }: Needs, me: Me): Promise<{ waits: Waiting[]; began: Card[] }> {
  const { items } = await submissions.ofUnits([me.person.unitId], newest)
  const own = items.filter(({ officerId }) => officerId === me.person.id)
  const weekAgo = new Date(me.now.getTime() - 7 * dayMs).toISOString()
  return {
    waits: own
      .filter(({ state }) => sentBack.includes(state))
      .map(({ id, title, note }) =>
        waiting(me, {
          ...{ kind: 'returned', title: plainly(title), href: `/submissions/${id}` },
          ...(note && { note: plainly(note) }),
        }),
      ),
    began: own.filter(
      ({ state, updatedAt }) => !sentBack.includes(state) && (!over.includes(state) || updatedAt > weekAgo),
    ),
  }
}

/** Articles 4 and 5: what 企管部 asked this unit for, and the complaints that are its. */
export async function ofOwnUnit({ requests, complaints }: Needs, me: Me): Promise<Waiting[]> {
  if (!me.isInUnit('officer', 'unit-head')) return []
  const [asked, had] = await Promise.all([
    requests.ofUnits([me.person.unitId], newest),
    complaints.ofUnit(me.person.unitId, { limit: 20 }),
  ])
  const head = me.isInUnit('unit-head')
  const isTheirs = ({ state }: Complaint) => state === 'assigned' || (state === 'drafted' && head)
  return [
    ...asked.items.filter(isWanted).map(({ subject, dueOn }) =>
      waiting(me, {
        ...{ kind: 'material', title: plainly(subject), href: '/requests', due: endOfWork(dueOn) },
      }),
    ),
    ...had.items.filter(isTheirs).map((one) => ofComplaint(me, one, one.dueOn)),
    ...dueCalls(me, had.items),
  ]
}

export const ofComplaint = (
  me: Me,
  { id, number, state }: Pick<Complaint, 'id' | 'number' | 'state'>,
  dueOn: string | undefined,
): Waiting =>
  waiting(me, {
    ...{ kind: 'complaint', title: plainly(number), href: `/complaints/${id}` },
    ...{ note: complaintStateNames[state], due: dueOn === undefined ? undefined : endOfWork(dueOn) },
  })

/** Customers who are to be called back by today (回访). */
export const dueCalls = (me: Me, complaints: Complaint[]): Waiting[] =>
  complaints.flatMap((one) => {
    const dueOn =
      one.state === 'answered' ? one.followUps.find(({ at }) => at === undefined)?.dueOn : undefined
    return dueOn !== undefined && dueOn <= me.today ? [ofComplaint(me, one, dueOn)] : []
  })

import { emptyChain } from '../ledger/event'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { derivedUuid } from '../platform/ids'
import type { Machine } from '../platform/machine'
import { Refusal } from '../platform/refusal'
import { outOfReach } from '../policy/horizon'
import type { MaterialRequest } from './request'
import type { Requests } from './store'

interface Wish {
  unitId: string
  subject: string
  details: string
  dueOn: string
  by: Person
  requestKey: string
}

/** Each round of a request is a machine of its own. */
export const executionName = ({ id, round }: Pick<MaterialRequest, 'id' | 'round'>): string =>
  `${id}-${round}`

export const inputOf = ({ id, round }: MaterialRequest) => ({ requestId: id, round })

/** Starting a machine twice under one name is one run. */
export const startRequest = (machine: Machine) => (request: MaterialRequest) =>
  machine.start(executionName(request), inputOf(request))

/** Articles 4 and 5: the office asks a unit for material; the same request twice is one. */
export const askMaterial =
  ({
    requests,
    people,
    machine,
    clock,
  }: {
    requests: Requests
    people: People
    machine: Machine
    clock: Clock
  }) =>
  async ({ by, requestKey, ...wish }: Wish): Promise<MaterialRequest> => {
    const now = clock.now()
    const unit = (await people.units()).find(({ id }) => id === wish.unitId)
    if (!unit) throw new Refusal('NotFound', { zh: '没有这个单位', en: 'there is no such unit' })
    const reason = outOfReach(wish.dueOn, now)
    if (reason) throw new Refusal('InvalidRequest', reason, { facts: { dueOn: wish.dueOn } })
    const at = now.toISOString()
    const id = derivedUuid('request', by.id, requestKey)
    const request = await requests.create({
      next: {
        ...wish,
        id,
        unitName: unit.name,
        state: 'open',
        askedBy: { id: by.id, name: by.name },
        askedAt: at,
        round: 1,
        updatedAt: at,
        revision: 0,
        chain: emptyChain,
      },
      happened: { by: by.id, type: 'MaterialAsked', facts: wish },
    })
    await startRequest(machine)(request)
    return request
  }

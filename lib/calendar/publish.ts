import { soon, watchWrite } from '../matter/watch'
import { named, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import type { Acts } from '../security/ledger'
import { fingerprintOf, type Proposal, type Proposed } from './propose'
import type { Holidays, ListedHolidays } from './store'

interface Needs {
  holidays: Holidays
  acts: Acts
  clock: Clock
  propose: (proposal: Proposal, base: number) => Promise<Proposed>
}

const overtaken = () =>
  new Refusal('ContentChanged', {
    zh: '节假日已被他人改动，请重新查看后再发布',
    en: 'the holidays were changed by somebody else meanwhile; look again before publishing',
  })

/**
 * Publishes what was looked at as the next version, with its reason, on record; repeated it is the same version. The
 * watch then moves the deadlines (`moveDeadlines`), also when this process dies here.
 */
export const publishHolidays =
  ({ holidays, acts, clock, propose }: Needs) =>
  async (given: {
    proposal: Proposal
    base: number
    fingerprint: string
    reason: string
    by: Person
  }): Promise<ListedHolidays> => {
    const { proposal, base, fingerprint, reason, by } = given
    const isMine = (one: ListedHolidays | undefined): one is ListedHolidays =>
      one?.fingerprint === fingerprint && one.by === by.id
    const already = await holidays.version(base + 1)
    if (isMine(already)) return already
    const proposed = await propose(proposal, base)
    if (proposed.fingerprint !== fingerprint) throw overtaken()
    const { years, off, worked } = proposed
    if (fingerprint === fingerprintOf((await holidays.newest()).years))
      throw new Refusal('InvalidRequest', {
        zh: '与现行节假日没有差异',
        en: 'it is the same as the present list',
      })
    const now = clock.now()
    const version: ListedHolidays = {
      ...{ number: base + 1, years, fingerprint, reason },
      ...{ by: by.id, name: by.name, at: now.toISOString() },
    }
    const about = { id: `holidays-${version.number}`, name: String(version.number) }
    const facts = {
      ...{ years: proposal.put.map(({ year }) => year).join(' '), fingerprint, reason },
      ...{ off: off.join(' '), worked: worked.join(' ') },
    }
    const moves = watchWrite('HOLIDAYS', { kind: 'calendar', id: String(version.number) }, soon(now))
    try {
      await acts.record({ type: 'HolidaysPublished', by: named(by), about, facts }, (rows) =>
        holidays.publish(version, [...rows, moves]),
      )
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error
      const there = await holidays.version(base + 1)
      if (isMine(there)) return there
      throw overtaken()
    }
    return version
  }

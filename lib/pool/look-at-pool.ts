import type { ReadCalendar, WorkCalendar } from '../calendar/calendar'
import type { Editions } from '../edition/store'
import { lookAgain } from '../matter/look-again'
import type { Resume } from '../matter/watch'
import type { Outbox } from '../outbox/outbox'
import { editorsOf, headsOf } from '../people/office-staff'
import { holds, type Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import { ConditionFailed, type Write } from '../platform/table'
import { policyOf, type Channel } from '../policy/policy'
import { addWorkingDays, addWorkingHours, beijingDate } from '../policy/working-days'
import { notTakenCheck, unpoolWrite, type Submissions } from '../submission/store'
import { waitsFor, type Submission } from '../submission/submission'
import { poolReminder, unusedLetter } from './letters'
import { poolMoments, poolWaitOf } from './pool'

export interface PoolNeeds {
  submissions: Submissions
  editions: Pick<Editions, 'find'>
  people: People
  mail: Pick<Outbox, 'write'>
  clock: Clock
  calendar: ReadCalendar
  publicUrl: string
}

/** An edition that lives and names it: its joining was interrupted, and comes. */
async function heldBy({ editions }: PoolNeeds, id: string, date: string | undefined): Promise<boolean> {
  const edition = date === undefined ? undefined : await editions.find(date)
  return (
    edition !== undefined &&
    edition.state !== 'cancelled' &&
    edition.items.some(({ submissionId }) => submissionId === id)
  )
}

const once = (all: Person[]): Person[] => [...new Map(all.map((one) => [one.id, one])).values()]

/** Who wrote it, the head of the unit, and the editors. */
async function readersOf(needs: PoolNeeds, { officerId, unitId }: Submission): Promise<Person[]> {
  const today = beijingDate(needs.clock.now())
  const officer = await needs.people.withId(officerId)
  const heads = await needs.people.holding('unit-head', unitId)
  return once([
    ...(officer ? [officer] : []),
    ...heads.filter((head) => holds(head, 'unit-head', today, unitId)),
    ...(await editorsOf(needs)),
  ])
}

/**
 * Article 10.1, invariant 5: what is approved and used by nobody is brought to the editor's mind, then goes back to its
 * unit by the name `unused`: state, ledger, pool and letters in one write. An edition composed or a post released at the
 * same moment is first, or is refused. One of several reminders that passed unseen speaks, and nothing ends unsaid.
 */
export const lookAtPool =
  (needs: PoolNeeds): Resume =>
  ({ id }) =>
    lookAgain(async () => {
      const { submissions, clock, calendar, mail, publicUrl } = needs
      const now = clock.now()
      const seen = await submissions.withId(id)
      const channels = waitsFor(seen)
      if (channels.length === 0) return undefined
      const taken = await submissions.taken(id)
      const days = await calendar()
      if (await heldBy(needs, id, taken?.date)) return addWorkingDays(now, 1, days.isWorkingDay)
      const opens = addWorkingHours(now, 0, days.isWorkingDay)
      if (opens > now) return opens

      const rules = policyOf(seen.policyVersion)
      const wait = poolWaitOf(seen, await submissions.ledger(id))
      const { reminders, ends } = poolMoments(wait, days, rules)
      const passed = reminders.filter((moment) => moment <= now).length
      if (passed > wait.reminded) return remind(passed)
      if (now >= ends && wait.reminded > 0) return end()
      return reminders[wait.reminded] ?? ends

      async function remind(count: number): Promise<Date> {
        const soonest = addWorkingDays(now, rules.pool.atLeast, days.isWorkingDay)
        const until = ends > soonest ? ends : soonest
        const isLast = count === reminders.length
        const to = once([...(await editorsOf(needs)), ...(isLast ? await headsOf(needs) : [])])
        const about = { submission: seen, channels, publicUrl, count, until }
        const since = { days: rules.pool.reminders[count - 1] ?? 0, ...unpublishedUntil(days, now, until) }
        await change({
          next: seen,
          type: 'PoolReminded',
          facts: { channels, count, until: until.toISOString() },
          writes: (
            await Promise.all(to.map((person) => mail.write(poolReminder({ ...about, ...since, person }))))
          ).flat(),
        })
        return reminders[count] ?? until
      }

      async function end(): Promise<undefined> {
        const { unusedAfter } = rules.pool
        const to = await readersOf(needs, seen)
        await change({
          next: ended(seen, channels),
          type: 'SubmissionUnused',
          facts: { channels, version: seen.version, contentHash: seen.contentHash, afterDays: unusedAfter },
          writes: [
            ...channels.map((channel) => unpoolWrite(id, channel)),
            notTakenCheck(id, taken),
            ...(
              await Promise.all(
                to.map((person) =>
                  mail.write(unusedLetter({ submission: seen, channels, publicUrl, person }, unusedAfter)),
                ),
              )
            ).flat(),
          ],
        })
        measure('SubmissionUnused', 1)
        return undefined
      }

      /** Unless anybody moved it meanwhile: then it is looked at again. */
      async function change(given: {
        next: Submission
        type: 'PoolReminded' | 'SubmissionUnused'
        facts: Record<string, unknown>
        writes: Write[]
      }): Promise<void> {
        const { next, type, facts, writes } = given
        await submissions.change(id, (current) => {
          if (current.revision !== seen.revision) throw new ConditionFailed(undefined)
          return { submission: next, happened: { by: 'system', type, facts }, writes }
        })
      }
    })

/** What readers have elsewhere stays published; else the unit has it again. */
const ended = (submission: Submission, channels: Channel[]): Submission =>
  submission.publications.length > 0
    ? { ...submission, state: 'published', unused: [...(submission.unused ?? []), ...channels] }
    : {
        ...submission,
        state: 'unused',
        holder: undefined,
        unused: channels,
        note: '批准后到期未使用，退回单位 / approved, not used in time, returned to the unit',
      }

const unpublishedUntil = (calendar: WorkCalendar, from: Date, until: Date) => ({
  unpublished: calendar.unpublished(from, until),
})

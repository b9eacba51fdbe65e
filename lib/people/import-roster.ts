import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import { rosterLimits } from '../policy/roster-form'
import { beijingDate } from '../policy/working-days'
import type { NewAct } from '../security/act'
import type { Acts } from '../security/ledger'
import { endDesignationsElsewhere, listCompany, type Planned } from './administer'
import { dayBefore, named, namedBy, type Person } from './person'
import { baseOf, planRosterOf, type Present, type RosterPlan, type RosterRows } from './roster'
import { fingerprintOf, type Rosters } from './roster-store'
import { sessionsEndWrite, type People } from './store'

interface Needs {
  people: People
  rosters: Rosters
  acts: Acts
  clock: Clock
}

/** The company as a file is compared with it. */
async function presentOf({ people, clock }: Pick<Needs, 'people' | 'clock'>): Promise<Present> {
  const company = await listCompany({ people })()
  return {
    units: company.map(({ people: _, ...unit }) => unit),
    people: company.flatMap((unit) => unit.people),
    today: beijingDate(clock.now()),
  }
}

/** What the file comes to; changes nothing. @throws Refusal with everything that is wrong with it, by cell */
export const previewRoster =
  (needs: Pick<Needs, 'people' | 'clock'>) =>
  async ({ rows, by }: { rows: RosterRows; by: Person }) => {
    const present = await presentOf(needs)
    const { plan, mistakes } = planRosterOf(rows, present, by.id)
    const { listedErrors, changes } = rosterLimits
    const more = mistakes.length > listedErrors
    if (mistakes.length > 0)
      throw new Refusal(
        'InvalidRequest',
        {
          zh: `表格有 ${mistakes.length} 处要改${more ? `，下面是前 ${listedErrors} 处` : ''}；什么都没有变`,
          en: `${mistakes.length} things to mend in the file${more ? `, the first ${listedErrors} below` : ''}; nothing has changed`,
        },
        { details: mistakes.slice(0, listedErrors) },
      )
    if (plan.people.length > changes)
      throw new Refusal('InvalidRequest', {
        zh: `一次最多改变 ${changes} 人，这份文件改变 ${plan.people.length} 人；请分成几份`,
        en: `a file changes at most ${changes} people, this one ${plan.people.length}; make several of it`,
      })
    return { plan, present, fingerprint: fingerprintOf(plan) }
  }

/** Keeps what was looked at until it is confirmed. @throws Refusal `ContentChanged`: it comes to something else by now */
export const keepRoster =
  (needs: Pick<Needs, 'people' | 'clock' | 'rosters'>) =>
  async (wish: { rows: RosterRows; fingerprint: string; by: Person }): Promise<void> => {
    const { plan, fingerprint } = await previewRoster(needs)(wish)
    if (fingerprint !== wish.fingerprint) throw changedMeanwhile()
    if (plan.people.length + plan.units.length === 0)
      throw new Refusal('InvalidRequest', {
        zh: '文件与现在的人员和单位完全相同，没有要导入的',
        en: 'the file is as units and people are today; there is nothing to import',
      })
    await needs.rosters.keep(plan, needs.clock.now())
  }

const changedMeanwhile = () =>
  new Refusal('ContentChanged', {
    zh: '上传之后人员或单位已有变化，请重新上传文件、重新查看',
    en: 'people or units have changed since the file was read; upload it and look at it again',
  })

const leaves = ({ was, person: { leftOn } }: RosterPlan['people'][number], today: string) =>
  was !== undefined && leftOn !== undefined && leftOn <= today && leftOn !== was.leftOn

/** What goes on record of an import, and is shown of it before. */
export function actOfRoster(plan: RosterPlan, by: Person, reason?: string): NewAct {
  const { units, people, today, names } = plan
  const count = (is: (one: RosterPlan['people'][number]) => boolean) => people.filter(is).length
  const counts = {
    newPeople: count(({ was }) => !was),
    changedPeople: count((one) => one.was !== undefined && !leaves(one, today)),
    leavingPeople: count((one) => leaves(one, today)),
    newUnits: units.filter(({ create }) => create).length,
    changedUnits: units.filter(({ create }) => !create).length,
  }
  return {
    ...{ type: 'RosterImported', by: named(by), about: { id: 'roster', name: today }, names },
    facts: {
      ...Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0)),
      needsTwo: people.length > rosterLimits.alone ? people.length : count(({ needsTwo }) => needsTwo),
      ...(reason && { reason }),
      changes: [
        ...units.map(({ unit: { name, nameEn }, was }) => ({
          name: was?.name ?? name,
          ...(was && { before: { name: was.name, ...(was.nameEn && { nameEn: was.nameEn }) } }),
          after: { ...(was && { name }), ...(nameEn && { nameEn }) },
        })),
        ...people.map(({ person, was, change }) => ({
          name: was?.name ?? person.name,
          ...(was && { before: change.before ?? {} }),
          after: was ? change.after : saidOfNew(change.after),
        })),
      ],
    },
  }
}

/** Of somebody new only what says something: a thousand of them are one row of the record. */
const saidOfNew = ({ id: _, name: __, language, ...after }: Record<string, unknown>) => ({
  ...after,
  ...(language === 'en' && { language }),
})

/** So many people are written at a time. */
const atOnce = 8

async function inTurn<T>(all: T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/**
 * An import that was kept, checked as things stand now. It is written whole or not at all, though no transaction holds a
 * thousand people: first every new address is taken, which is all that can still be refused; from then on whoever breaks
 * off is gone on with by the watch, and each step may be made twice.
 */
export const planRoster =
  (needs: Needs) =>
  async ({
    fingerprint,
    reason,
    by,
  }: {
    fingerprint: string
    reason: string
    by: Person
  }): Promise<Planned> => {
    const { people, rosters, clock } = needs
    const { plan, begun } = await rosters.kept(fingerprint)
    if (!begun && baseOf({ ...(await presentOf(needs)), today: plan.today }) !== plan.base)
      throw changedMeanwhile()
    const now = clock.now()
    const today = beijingDate(now)
    const act = actOfRoster(plan, by, reason)
    return {
      act,
      each: plan.people.flatMap(({ was, change }) =>
        was
          ? [
              {
                concerns: { ...was, grants: [], substitutes: [] },
                act: {
                  ...{ type: 'PersonSaved', by: named(by), about: named(was), names: plan.names },
                  ...{ before: change.before ?? {}, after: change.after },
                },
              },
            ]
          : [],
      ),
      async prepare() {
        await rosters.begin(fingerprint, now)
        await takeAddresses()
        for (const { unit } of plan.units) await people.saveUnit(unit)
        await inTurn(plan.people, bring)
      },
      write: (rows) => people.write(rows),
    }

    async function takeAddresses(): Promise<void> {
      const taken = plan.people
        .filter(({ person, was }) => was?.email.toLowerCase() !== person.email.toLowerCase())
        .map(({ person: { id, email } }) => ({ email, personId: id }))
      try {
        await people.takeAddresses(taken)
      } catch (error) {
        await rosters.leave(fingerprint)
        if (error instanceof ConditionFailed) throw changedMeanwhile()
        throw error
      }
    }

    async function bring({ person, was, given, ended, change }: RosterPlan['people'][number]): Promise<void> {
      const changed = Object.keys({ ...change.before, ...change.after })
      const isOut = was && changed.some((field) => field !== 'language')
      await people.save(person, isOut ? [sessionsEndWrite(person.id, now)] : [])
      const grants = ended.length > 0 ? ((await people.withId(person.id))?.grants ?? []) : []
      for (const seat of given)
        await people.grant(person.id, { ...seat, from: today, named: namedBy(by, clock) })
      for (const { role, unitId } of ended) {
        const held = grants.find((grant) => grant.role === role && grant.unitId === unitId)
        if (held) await people.grant(person.id, { ...held, until: dayBefore(today) })
      }
      if (was && was.unitId !== person.unitId)
        await endDesignationsElsewhere(needs)({ personId: person.id, unitId: person.unitId, by })
    }
  }

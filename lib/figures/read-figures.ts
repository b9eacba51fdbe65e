import * as z from 'zod'
import type { Approvals } from '../approval/store'
import { listOf } from '../archive/entry'
import { figuresOf as figuresIn, type Figure } from '../archive/figure'
import type { Archive } from '../archive/store'
import type { ReadCalendar } from '../calendar/calendar'
import type { Complaint } from '../complaint/complaint'
import type { Complaints } from '../complaint/store'
import { mayRead, type Person, type Unit } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import type { Points } from '../points/store'
import { ComplaintCounts } from '../complaint/bulletin'
import { Due, ItemFigures } from '../policy/figures'
import { Bilingual } from '../policy/finding'
import { beijingDate, beijingDayStart } from '../policy/working-days'
import type { Requests } from '../request/store'
import type { Submissions } from '../submission/store'
import { dueOf, itemFiguresOf, lineOf, sumOfDues, type Counting, type Delivered } from './figures'

/** Of everybody, a unit, or a person. */
export interface Scope {
  unitId?: string | undefined
  personId?: string | undefined
}

const FigureLine = z.object({
  id: z.string().optional(),
  name: Bilingual,
  items: ItemFigures,
  due: Due.optional(),
  complaints: ComplaintCounts.optional(),
})
export type FigureLine = z.infer<typeof FigureLine>

/** The figures of a month `YYYY-MM` or a year `YYYY`; page and workbook are made of this and nothing else. */
export const FigureReport = z.object({
  period: z.string(),
  of: z.object({ kind: z.enum(['company', 'unit', 'person']), id: z.string().optional(), name: Bilingual }),
  /** units of the company, officers of a unit; of a person none */
  lines: z.array(FigureLine),
  total: FigureLine,
  /** of a year month by month, as far as it has come */
  months: z.array(z.object({ month: z.string(), items: ItemFigures })),
  /** what was sent back and why, the newest first */
  returns: z.array(
    z.object({
      ...{ at: z.iso.datetime(), submissionId: z.string(), title: z.string() },
      ...{ unit: z.string(), tier: z.string(), reason: z.string() },
    }),
  ),
  /** what readers got, the newest first */
  publications: z.array(
    z.object({
      ...{ at: z.iso.datetime(), submissionId: z.string(), title: z.string(), unit: z.string() },
      ...{
        channel: z.enum(['wechat', 'weibo']),
        url: z.string().optional(),
        deletedAt: z.iso.datetime().optional(),
      },
    }),
  ),
})
export type FigureReport = z.infer<typeof FigureReport>

interface FigureNeeds {
  people: People
  archive: Archive
  submissions: Submissions
  approvals: Pick<Approvals, 'turnsOf'>
  requests: Requests
  complaints: Pick<Complaints, 'between'>
  points: Points
  calendar: ReadCalendar
  clock: Clock
}

/** More in a period than any company of ours; figures of a part would be wrong ones. */
const most = 20_000

/** First and last Beijing month of a period, and its instants, both inclusive. */
function spanOfPeriod(period: string): { months: string[]; from: string; to: string } {
  const year = period.slice(0, 4)
  const months =
    period.length === 4
      ? Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`)
      : [period]
  const [, number = 0] = months.at(-1)!.split('-').map(Number)
  const after = new Date(Date.UTC(Number(year), number, 1)).toISOString().slice(0, 10)
  return {
    months,
    from: beijingDayStart(`${months[0]!}-01`).toISOString(),
    to: new Date(beijingDayStart(after).getTime() - 1).toISOString(),
  }
}

/** 企管部, leaders and inspectors see all; a unit head the own unit; everybody themself. @throws Refusal `NotAllowed` */
function requireMayCount(by: Person, { unitId, personId }: Scope, today: string): void {
  if (mayRead(by, '*', today)) return
  if (personId !== undefined && personId === by.id) return
  const heads = by.grants.some(
    (grant) =>
      grant.role === 'unit-head' &&
      grant.from <= today &&
      (grant.until === undefined || today <= grant.until) &&
      grant.unitId === unitId,
  )
  if (heads) return
  throw new Refusal('NotAllowed', {
    zh: '只能查看本人的统计；单位负责人可以看本单位的（第二条）',
    en: 'you see your own figures; the head of a unit sees those of the unit (article 2)',
  })
}

const monthOf = (at: string) => beijingDate(new Date(at)).slice(0, 7)
const alike = (name: string): Bilingual => ({ zh: name, en: name })
const nameOfUnit = ({ name, nameEn }: Unit): Bilingual => ({ zh: name, en: nameEn ?? name })

/** Figures of a month or year for the company, a unit or a person, from the rows of what happened; no table is scanned. */
export const readFigures =
  (needs: FigureNeeds) =>
  async (period: string, { unitId, personId }: Scope, by: Person): Promise<FigureReport> => {
    const { people, points, calendar, complaints, clock } = needs
    const today = beijingDate(clock.now())
    requireMayCount(by, { unitId, personId }, today)
    const all = await people.units()
    const person = personId === undefined ? undefined : await people.withId(personId)
    const unit = unitId === undefined ? undefined : all.find(({ id }) => id === unitId)
    if ((personId !== undefined && !person) || (unitId !== undefined && !unit))
      throw new Refusal('NotFound', { zh: '没有这个单位或人员', en: 'there is no such unit or person' })
    const { months, from, to } = spanOfPeriod(period)
    const units = unit ? [unit] : all
    const [rules, { isWorkingDay }, registered] = await Promise.all([
      points.versions(),
      calendar(),
      personId === undefined ? complaints.between(from, to, most) : [],
    ])
    const counting: Counting = { isWorkingDay, rules }
    const facts = (await Promise.all(units.map((one) => happenedIn(one, { from, to })))).flat()
    const delivered = (await Promise.all(units.map((one) => deliveredBy(one, { from, to })))).flat()
    const own = <T extends { officerId: string }>(some: T[]) =>
      personId === undefined ? some : some.filter(({ officerId }) => officerId === personId)
    const [happened, brought] = [own(facts), own(delivered)]
    const dues = new Map(personId === undefined ? await duesOf() : [])
    const lines = personId !== undefined ? [] : unit ? await byOfficer() : byUnit()
    const total: FigureLine = {
      name: person ? alike(person.name) : unit ? nameOfUnit(unit) : { zh: '全公司', en: 'Company' },
      ...lineOf(
        itemFiguresOf(happened, brought, counting),
        personId === undefined ? sumOfDues([...dues.values()]) : undefined,
        personId === undefined ? of(registered, unit?.id) : undefined,
        today,
      ),
    }
    const unitName = new Map(all.map((one) => [one.id, one.name]))
    const place = ({ at, submissionId }: Figure) => `${at} ${submissionId}`
    const newest = [...happened].sort((a, b) => (place(a) < place(b) ? 1 : -1))
    return {
      period,
      of: {
        ...{ kind: person ? 'person' : unit ? 'unit' : 'company', name: total.name },
        ...((personId ?? unitId) !== undefined && { id: personId ?? unitId }),
      },
      ...{ lines, total },
      months:
        months.length === 1
          ? []
          : months
              .filter((month) => month <= today.slice(0, 7))
              .map((month) => ({
                month,
                items: itemFiguresOf(
                  happened.filter(({ at }) => monthOf(at) === month),
                  brought.filter(({ at }) => monthOf(at) === month),
                  counting,
                ),
              })),
      returns: newest.flatMap((one) =>
        one.kind === 'version' && one.outcome === 'rejected'
          ? [
              {
                ...{ at: one.at, submissionId: one.submissionId, title: one.title },
                unit: unitName.get(one.unitId) ?? one.unitId,
                ...{ tier: one.tier ?? '', reason: one.reason ?? '' },
              },
            ]
          : [],
      ),
      publications: newest.flatMap((one) =>
        one.kind === 'publication'
          ? [
              {
                ...{ at: one.at, submissionId: one.submissionId, title: one.title, channel: one.channel },
                unit: unitName.get(one.unitId) ?? one.unitId,
                ...(one.url && { url: one.url }),
                ...(one.deletedAt && { deletedAt: one.deletedAt }),
              },
            ]
          : [],
      ),
    }

    function of(some: Complaint[], id: string | undefined): Complaint[] {
      return id === undefined ? some : some.filter((one) => one.unitId === id)
    }

    function byUnit(): FigureLine[] {
      return units.map((one) => ({
        ...{ id: one.id, name: nameOfUnit(one) },
        ...lineOf(
          itemFiguresOf(
            happened.filter((fact) => fact.unitId === one.id),
            brought.filter((item) => item.unitId === one.id),
            counting,
          ),
          dues.get(one.id),
          of(registered, one.id),
          today,
        ),
      }))
    }

    async function byOfficer(): Promise<FigureLine[]> {
      const members = await people.ofUnit(unit!.id)
      const ids = new Set([
        ...members.filter(({ grants }) => grants.some(({ role }) => role === 'officer')).map(({ id }) => id),
        ...[...happened, ...brought].map(({ officerId }) => officerId),
      ])
      const names = new Map(members.map((one) => [one.id, one.name]))
      const named = await Promise.all(
        [...ids].map(async (id) => ({ id, name: names.get(id) ?? (await people.withId(id))?.name ?? id })),
      )
      return named
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ id, name }) => ({
          ...{ id, name: alike(name) },
          items: itemFiguresOf(
            happened.filter(({ officerId }) => officerId === id),
            brought.filter(({ officerId }) => officerId === id),
            counting,
          ),
        }))
    }

    /** By unit; what is expected and who was excused is read once for all of them. */
    async function duesOf() {
      const past = months.filter((month) => month <= today.slice(0, 7))
      const [expectations, excused] = await Promise.all([
        needs.requests.expectations(),
        Promise.all(
          past.map(
            async (month) => new Set((await needs.requests.exemptions(month)).map((one) => one.unitId)),
          ),
        ),
      ])
      const perMonth = new Map(expectations.map((one) => [one.unitId, one.perMonth]))
      return Promise.all(
        units.map(async ({ id }) => {
          const own = delivered.filter(({ unitId: of }) => of === id).map(({ at }) => monthOf(at))
          const standing = past.map((month, at) => ({
            expected: perMonth.get(id) ?? 0,
            delivered: own.filter((one) => one === month).length,
            exempt: excused[at]!.has(id),
            over: month < today.slice(0, 7),
          }))
          return [id, dueOf(standing, await lateBy(id))] as const
        }),
      )
    }

    /** Material that came after its day, or has not come though the day is over; what was excused is not late. */
    async function lateBy(id: string): Promise<number> {
      const due = await needs.requests.dueWithin(id, `${months[0]!}-01`, `${months.at(-1)!}-31`)
      return due.filter(({ state, dueOn, deliveredAt }) =>
        deliveredAt ? beijingDate(new Date(deliveredAt)) > dueOn : state !== 'excused' && dueOn < today,
      ).length
    }

    async function deliveredBy(one: Unit, span: { from: string; to: string }): Promise<Delivered[]> {
      const items = await needs.submissions.deliveredIn(one.id, span)
      return Promise.all(
        items.map(async ({ officerId, ...item }) => ({
          ...{ ...item, unitId: one.id },
          officerId: officerId ?? (await needs.submissions.withId(item.submissionId)).officerId,
        })),
      )
    }

    /** Items that were sealed by an earlier version have no rows of their own: counted from their turns. */
    async function happenedIn(one: Unit, span: { from: string; to: string }): Promise<Figure[]> {
      const kept = await needs.archive.figures(one.id, span)
      const known = new Set(kept.map(({ submissionId }) => submissionId))
      const found: Figure[] = []
      let cursor: string | undefined
      do {
        const page = await needs.archive.inList(listOf({ unitId: one.id }), {
          ...{ ...span, limit: 1_000 },
          ...(cursor && { cursor }),
        })
        // A removal counts with what it took down.
        const missing = page.items.filter((entry) => !entry.removes && !known.has(entry.submissionId))
        for (const { submissionId } of missing) {
          const head = await needs.submissions.withId(submissionId)
          const numbers = Array.from({ length: head.version }, (_, at) => at + 1)
          const turns = await Promise.all(numbers.map((n) => needs.approvals.turnsOf(submissionId, n)))
          found.push(...figuresIn(head, turns.flat()))
        }
        cursor = page.next
      } while (cursor)
      return [...kept, ...found.filter(({ at }) => span.from <= at && at <= span.to)]
    }
  }

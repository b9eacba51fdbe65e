import * as z from 'zod'
import { Bilingual } from './finding'
import { november2026 } from './policy-2026-11'

export const Channel = z.enum(['wechat', 'weibo'])
export type Channel = z.infer<typeof Channel>

export const Tier = z.enum(['unit-head', 'office-review', 'department-head', 'company-leader'])
export type Tier = z.infer<typeof Tier>

/** The kinds of files as the platform of the company knows them; `wma` counts as video (10.2). */
export const MediaKind = z.enum(['picture', 'video'])
export type MediaKind = z.infer<typeof MediaKind>

export const Container = z.enum(['jpeg', 'avi', 'asf', 'mov', 'rm', '3gp', 'flv', 'mp4'])
export type Container = z.infer<typeof Container>

export const AccountKind = z.enum(['subscription', 'service'])
export type AccountKind = z.infer<typeof AccountKind>

const count = z.number().int().positive()

/** How long a person has: whole working days at the same time of day, or working hours. */
export const Duration = z.union([
  z.strictObject({ workingDays: count }),
  z.strictObject({ workingHours: z.number().positive() }),
])
export type Duration = z.infer<typeof Duration>

const RouteStep = z.strictObject({ tier: Tier, why: Bilingual })
export type RouteStep = z.infer<typeof RouteStep>

const Route = z
  .array(RouteStep)
  .min(1)
  .refine((steps) => new Set(steps.map((step) => step.tier)).size === steps.length, 'no tier twice')

const FileFormat = z.strictObject({
  /** the first is what is stored and signed; the others are what browsers also say */
  contentTypes: z.array(z.string()).min(1),
  containers: z.array(Container).min(1),
  needsVideoTrack: z.boolean().default(true),
})
export type FileFormat = z.infer<typeof FileFormat>

export const Policy = z.strictObject({
  version: z.string().regex(/^\d{4}-\d{2}(\.\d+)?$/),
  title: Bilingual,
  categories: z
    .array(
      z.strictObject({
        number: z.number().int().min(1).max(99),
        id: z.string().regex(/^[a-z-]+$/),
        name: Bilingual,
        /** a route of its own, whatever the channels; without it the route of its channels */
        route: Route.optional(),
        /** tiers this kind of matter needs beyond its route (article 9) */
        appends: z.array(RouteStep).default([]),
        /** whether 企管部 may open it itself, as the company's own matter */
        office: z.boolean().default(false),
      }),
    )
    .min(1)
    .refine((all) => all.every((category, index) => category.number === index + 1), 'numbered from 1 on'),
  channels: z.record(Channel, z.strictObject({ name: Bilingual })),
  tiers: z.record(Tier, z.strictObject({ title: Bilingual, deadline: Duration })),
  /** `full` 11.1, `short` 11.2, `office` when 企管部 is itself the unit that applies */
  routes: z.strictObject({ full: Route, short: Route, office: Route }),
  /** Beijing wall-clock hours of a working day, closing exclusive */
  workingHours: z.strictObject({ opens: z.number().int(), closes: z.number().int() }),
  /** parts of the working time between asking and deadline after which the asked are reminded */
  reminders: z.array(z.number().gt(0).lt(1)),
  /** after the deadline: the substitute at once, then the editor, then the end `expired` */
  escalation: z.strictObject({ editorAfter: Duration, expiresAfter: Duration }),
  /** approved matter nobody uses: working days in the pool */
  pool: z.strictObject({
    /** the editor is reminded; at the last the head of 企管部 too */
    reminders: z.array(count).min(1),
    /** it goes back to its unit as unused */
    unusedAfter: count,
    /** at least so many after a reminder, or after an edition gave it back */
    atLeast: count,
  }),
  media: z.strictObject({
    picture: z.strictObject({
      /** exclusive */
      aboveBytes: count,
      /** exclusive */
      belowBytes: count,
      maxPixels: count,
      extensions: z.array(z.string()),
    }),
    video: z.strictObject({
      /** inclusive */
      maxBytes: count,
      extensions: z.array(z.string()),
      /** not in the regulation's list, which breaks off in our copy; the company may empty it */
      extra: z.array(z.string()),
    }),
    formats: z.record(z.string(), FileFormat),
  }),
  weibo: z.strictObject({ maxLength: count }),
  wechat: z.strictObject({
    title: count,
    author: count,
    digest: count,
    /** exclusive, markup included */
    contentBelowCharacters: count,
    /** exclusive, UTF-8 */
    contentBelowBytes: count,
    articles: z.strictObject({ min: count, max: count }),
  }),
  /** successful mass sends an account has; `perMonth` is per reader, counted here for sends to all */
  accounts: z.record(AccountKind, z.strictObject({ sendsPerDay: count, sendsPerMonth: count.optional() })),
  text: z.strictObject({
    /** days after which matter is no longer fresh (10.1 timely) */
    freshDays: count,
    /** characters of plain text beyond which matter is no longer brief (10.1) */
    briefCharacters: count,
    /** what people write when they do not know the source, in lower case */
    unknownSources: z.array(z.string()),
  }),
  screening: z.strictObject({ maxHits: count }),
  /** article 12: who grants the loan of the Weibo account and what every loan must state */
  loan: z.strictObject({ route: Route, states: z.array(z.enum(['window', 'purpose', 'post-cap'])) }),
  /** article 4: what happens to every complaint, in this order */
  complaint: z.strictObject({ steps: z.array(z.strictObject({ id: z.string(), name: Bilingual })) }),
})
export type Policy = z.infer<typeof Policy>

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

/** Every version that ever was in force, oldest first: what was approved under one stays readable under it. */
const versions: readonly Policy[] = [november2026].map((data) => frozen(Policy.parse(data)))

/** The policy in force, for whatever is checked now. */
export const policy: Policy = versions.at(-1)!

export const policyVersions: readonly string[] = versions.map(({ version }) => version)

/**
 * The policy a submission was checked against.
 * @throws RangeError for a version that never was: stored rows cannot hold one, so it is a bug.
 */
export function policyOf(version: string): Policy {
  const found = versions.find((known) => known.version === version)
  if (!found) throw new RangeError(`no policy version ${version}; known: ${policyVersions.join(', ')}`)
  return found
}

/** The category with this number (article 9), or nothing. */
export const categoryOf = (
  number: number,
  using: Policy = policy,
): Policy['categories'][number] | undefined => using.categories.find((category) => category.number === number)

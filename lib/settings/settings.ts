import * as z from 'zod'
import type { Bilingual } from '../policy/finding'
import { announcedForDays } from '../policy/watched-settings'

/** What stands in the place of a missing secret. */
export const none = 'none'

/** What of the settings in use two people know of. A mark is a setting's value, or a salted hash of a secret, never itself. */
export const Settings = z.object({
  salt: z.string(),
  confirmed: z.record(z.string(), z.string()),
  /** stands in use without a second person's word */
  alone: z.record(z.string(), z.object({ mark: z.string(), since: z.iso.datetime() })),
  /** confirmed beforehand: of a setting the value it may get, of a secret whatever is put until then */
  announced: z.record(z.string(), z.object({ mark: z.string().optional(), until: z.iso.datetime() })),
  lookedAt: z.iso.datetime().optional(),
  revision: z.number().int(),
})
export type Settings = z.infer<typeof Settings>

const without = <T>(values: Record<string, T>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(values).filter(([one]) => one !== name))

const isAnnounced = ({ announced }: Settings, name: string, mark: string, now: Date): boolean => {
  const one = announced[name]
  return one !== undefined && now < new Date(one.until) && (one.mark ?? mark) === mark
}

/** Whether two people know of it, or nobody has looked yet. */
export const stands = (settings: Settings, name: string, mark: string, now: Date): boolean =>
  [undefined, mark].includes(settings.confirmed[name]) || isAnnounced(settings, name, mark, now)

/**
 * What a look found: `turned` as two people had said before · `alone` without a second person · `back` to what was
 * confirmed. Undefined where nothing is new.
 */
export function noticed(
  settings: Settings,
  name: string,
  mark: string,
  now: Date,
): { what: 'turned' | 'alone' | 'back'; next: Settings } | undefined {
  const { confirmed, alone, announced } = settings
  if (confirmed[name] === mark)
    return alone[name] && { what: 'back', next: { ...settings, alone: without(alone, name) } }
  if (isAnnounced(settings, name, mark, now))
    return { what: 'turned', next: { ...taken(settings, name, mark), announced: without(announced, name) } }
  if (alone[name]?.mark === mark) return undefined
  return {
    what: 'alone',
    next: { ...settings, alone: { ...alone, [name]: { mark, since: now.toISOString() } } },
  }
}

/** From now on this is what two people know of. */
export const taken = (settings: Settings, name: string, mark: string): Settings => ({
  ...settings,
  confirmed: { ...settings.confirmed, [name]: mark },
  alone: without(settings.alone, name),
})

/** It may be changed within some days, of a setting to this value. */
export const announcedUntil = (
  settings: Settings,
  name: string,
  mark: string | undefined,
  now: Date,
): Settings => ({
  ...settings,
  announced: {
    ...settings.announced,
    [name]: {
      ...(mark !== undefined && { mark }),
      until: new Date(now.getTime() + announcedForDays * 86_400_000).toISOString(),
    },
  },
})

/** A setting or secret as the page of changes shows it. */
export const ShownSetting = z.object({
  name: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }) satisfies z.ZodType<Bilingual>,
  secret: z.boolean(),
  state: z.enum(['confirmed', 'alone', 'announced']),
  /** of a setting: what two people know of */
  value: z.string().optional(),
  /** of a setting: what stands instead, or may come */
  other: z.string().optional(),
  /** since when it stands alone, or until when it may be changed */
  at: z.iso.datetime().optional(),
})
export type ShownSetting = z.infer<typeof ShownSetting>

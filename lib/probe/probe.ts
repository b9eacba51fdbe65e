import * as z from 'zod'
import { Bilingual } from '../policy/finding'

/** Whether WeChat lets this account make a call; `unknown` when it gave no answer, or was not asked after an earlier no. */
export const Permission = z.object({
  /** path of the API, e.g. `/cgi-bin/draft/add` */
  path: z.string(),
  state: z.enum(['allowed', 'refused', 'unknown']),
  errcode: z.number().optional(),
  /** of a refusal: what to do */
  said: Bilingual.optional(),
})
export type Permission = z.infer<typeof Permission>

/**
 * What WeChat makes of one hard case: `kept` as it was written · `rewritten`, and readers see the same · `changed` for
 * readers · `lost` · `unknown` when nothing could be read.
 */
export const CaseSeen = z.object({
  /** a key of `hardCases` */
  name: z.string(),
  title: Bilingual,
  state: z.enum(['kept', 'rewritten', 'changed', 'lost', 'unknown']),
  sent: z.string(),
  got: z.string(),
})
export type CaseSeen = z.infer<typeof CaseSeen>

/** Something that is otherwise than at the last probe that could tell. */
export const News = z.object({
  what: z.enum(['permission', 'case']),
  name: z.string(),
  before: z.string(),
  after: z.string(),
})
export type News = z.infer<typeof News>

/** One probe of the company's account: what its WeChat does today. */
export const Probe = z.object({
  account: z.string(),
  at: z.iso.datetime(),
  /** who asked for it; absent: an engineer's command */
  by: z.object({ id: z.string(), name: z.string() }).optional(),
  permissions: z.array(Permission),
  cases: z.array(CaseSeen),
  news: z.array(News),
  /** what became of the probe's draft; one that was left is deleted by a later sweep */
  draft: z.enum(['none', 'deleted', 'left']),
})
export type Probe = z.infer<typeof Probe>

/** What was last known of each permission and case, by `permission <path>` and `case <name>`. */
export const Standing = z.record(z.string(), z.string())
export type Standing = z.infer<typeof Standing>

/** What this probe knows; what it could not see is left out. */
export function standingOf({ permissions, cases }: Pick<Probe, 'permissions' | 'cases'>): Standing {
  const known = [
    ...permissions
      .filter(({ state }) => state !== 'unknown')
      .map(({ path, state, errcode }) => [
        `permission ${path}`,
        errcode === undefined || state === 'allowed' ? state : `${state} ${errcode}`,
      ]),
    ...cases
      .filter(({ state }) => state !== 'unknown')
      .map(({ name, state, got }) => [`case ${name}`, `${state} ${got}`.trim()]),
  ]
  return Object.fromEntries(known) as Standing
}

/** What changed between two probes; what only one of them knows is no news. */
export const newsOf = (before: Standing, now: Standing): News[] =>
  Object.entries(now).flatMap(([key, after]): News[] => {
    const was = before[key]
    const [what = '', ...name] = key.split(' ')
    return was === undefined || was === after
      ? []
      : [{ what: what === 'case' ? 'case' : 'permission', name: name.join(' '), before: was, after }]
  })

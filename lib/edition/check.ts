import * as z from 'zod'
import type { Bilingual } from '../policy/finding'

const Bilingually = z.object({ zh: z.string(), en: z.string() })

/** One thing an outside account needs before anything can be sent; `unknown` when nobody could say. */
export const Check = z.object({
  /** stable, e.g. `address` */
  name: z.string(),
  state: z.enum(['passed', 'failed', 'unknown']),
  title: Bilingually,
  /** what was found, and when it failed what to do */
  said: Bilingually,
  /** where in the platform's console */
  where: Bilingually.optional(),
  facts: z.record(z.string(), z.unknown()).default({}),
})
export type Check = z.infer<typeof Check>

/** The last look at one channel's account, and what the administrators were told of it. */
export const Checked = z.object({
  channel: z.string(),
  at: z.iso.datetime(),
  checks: z.array(Check),
  /** `standingOf` the checks that were last mailed */
  told: z.string().optional(),
})
export type Checked = z.infer<typeof Checked>

/** What a change is a change of: names and states, not counters. */
export const standingOf = (checks: Check[]): string =>
  checks.map(({ name, state }) => `${name}=${state}`).join(' ')

/** What a look found wrong, each in a sentence. */
export const failuresOf = (checked: Checked | undefined): Bilingual[] =>
  (checked?.checks ?? [])
    .filter(({ state }) => state === 'failed')
    .map(({ title, said }) => ({
      zh: `微信公众号：${title.zh}。${said.zh}`,
      en: `WeChat: ${title.en}. ${said.en}`,
    }))

import * as z from 'zod'
import { Counted } from '../calendar/calendar'
import { Tier } from '../policy/policy'
import { AskHead, type AskKind } from '../question/ask'
import { submissionPk, watchWrite } from '../submission/store'

/** One tier of one version. */
export const AtTier = z.object({ submissionId: z.string(), version: z.number(), index: z.number() })
export type AtTier = z.infer<typeof AtTier>

const Fields = AtTier.extend({
  tier: Tier,
  deadline: z.iso.datetime(),
  counted: Counted.optional(),
})

export type AskedTier = z.infer<typeof Fields>

/** One person asked to decide a tier. */
export const Ask = AskHead.extend(Fields.shape)
export type Ask = z.infer<typeof Ask>

export const versionPlace = (version: number) => `v${String(version).padStart(4, '0')}#`
export const tierPlace = ({ version, index }: Pick<AtTier, 'version' | 'index'>) =>
  `${versionPlace(version)}${index}`

/** How the asks of a tier lie in the table and are sealed. */
export const tierAsks: AskKind<AtTier, AskedTier> = {
  about: 'submission',
  seals: { link: 'approval-link', code: 'approval-code' },
  At: AtTier,
  Fields,
  parts: ({ submissionId, version, index }) => [submissionId, String(version), String(index)],
  home: (at) => ({ pk: submissionPk(at.submissionId), prefix: `ASK#${tierPlace(at)}#` }),
  list: (personId) => `ASKED#${personId}`,
  watchWrite: ({ submissionId }, now) => watchWrite(submissionId, now, now),
}

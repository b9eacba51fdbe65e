import * as z from 'zod'
import { ChainHead } from '../ledger/event'
import { Refusal, type Bilingual } from '../platform/refusal'

/** `open` asked for · `delivered` a submission answers it · `excused` by 企管部 · `unanswered` pressed to the end in vain. */
export const requestStates = ['open', 'delivered', 'excused', 'unanswered'] as const
export type RequestState = (typeof requestStates)[number]

export const requestStateNames: Record<RequestState, Bilingual> = {
  open: { zh: '待提供', en: 'open' },
  delivered: { zh: '已提供', en: 'delivered' },
  excused: { zh: '已免除', en: 'excused' },
  unanswered: { zh: '逾期未提供', en: 'never answered' },
}

const Named = z.object({ id: z.string(), name: z.string() })

/** Article 5: material the office asks a unit for. There is no way to decline it. */
export const MaterialRequest = z.object({
  id: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  subject: z.string(),
  details: z.string(),
  /** Beijing date until whose end of work it is to be there */
  dueOn: z.iso.date(),
  state: z.enum(requestStates),
  askedBy: Named,
  askedAt: z.iso.datetime(),
  /** counts runs of the machine: one more when an answer is withdrawn */
  round: z.number().int().positive(),
  /** the unit was told by letter */
  toldAt: z.iso.datetime().optional(),
  /** the submission that answers it; while it is a draft the request stays open */
  submissionId: z.string().optional(),
  deliveredAt: z.iso.datetime().optional(),
  excused: z.object({ by: Named, at: z.iso.datetime(), reason: z.string() }).optional(),
  updatedAt: z.iso.datetime(),
  revision: z.number().int(),
  chain: ChainHead,
})
export type MaterialRequest = z.infer<typeof MaterialRequest>

/** Still to be had, by answer or excuse; what was given up may be delivered late. */
export const isWanted = ({ state }: Pick<MaterialRequest, 'state'>): boolean =>
  state === 'open' || state === 'unanswered'

export function requireWanted(request: MaterialRequest): void {
  if (isWanted(request)) return
  const name = requestStateNames[request.state]
  throw new Refusal(
    'WrongState',
    { zh: `这项材料${name.zh}`, en: `this material is ${name.en} already` },
    {
      facts: {
        state: request.state,
        ...(request.submissionId && { submissionId: request.submissionId }),
        ...(request.excused && { by: request.excused.by.name, at: request.excused.at }),
      },
    },
  )
}

/** What a unit is expected to submit in a month, as the office set it; on record. */
export const Expectation = z.object({
  unitId: z.string(),
  perMonth: z.number().int().min(0).max(100),
  by: Named,
  at: z.iso.datetime(),
})
export type Expectation = z.infer<typeof Expectation>

/** A unit that need not submit in one month, and why. */
export const Exemption = z.object({
  unitId: z.string(),
  /** `YYYY-MM` */
  month: z.string(),
  reason: z.string(),
  by: Named,
  at: z.iso.datetime(),
})
export type Exemption = z.infer<typeof Exemption>

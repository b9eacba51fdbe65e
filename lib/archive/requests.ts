import * as z from 'zod'
import { Paging } from '../platform/paging'
import { mostSheets } from './print-sheets'

export const AtSubmission = z.object({ submissionId: z.uuid() })

/** Which bundle of a submission, by the length of its ledger; the newest without. */
export const AtBundle = z.object({ events: z.coerce.number().int().positive().optional() })

/** What can be asked of the archive; dates are Beijing dates, inclusive; `person` is an id. */
export const Search = Paging.extend({
  unit: z.string().max(100).optional(),
  category: z.coerce.number().int().min(1).max(99).optional(),
  person: z.string().max(100).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
}).transform(({ unit, person, ...rest }) => ({ ...rest, unitId: unit, personId: person }))

export const AtMonth = z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) })
export const ForUnit = z.object({ unit: z.string().max(100).optional() })

/** Ids with commas between. */
export const OfSeveral = z.object({
  of: z
    .string()
    .max(40 * mostSheets)
    .transform((text) => text.split(','))
    .pipe(z.array(z.uuid()).min(1).max(mostSheets)),
})

import * as z from 'zod'
import { Address, roles } from './person'

const Member = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  email: Address,
  roles: z.array(z.enum(roles)),
  language: z.enum(['zh', 'en']).default('zh'),
  /** Beijing date from which the person is out of the company */
  leftOn: z.iso.date().optional(),
})

/** One readable file: the company, its accounts, units and people. */
export const Company = z.strictObject({
  name: z.string().min(1),
  /** whether it may be removed by setting up one's own */
  demo: z.boolean().default(false),
  units: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]+$/),
        name: z.string().min(1),
        nameEn: z.string().optional(),
        /** 企管部, the unit in charge (article 4); exactly one */
        office: z.boolean().default(false),
        people: z.array(Member),
      }),
    )
    .refine(
      (units) => units.filter((unit) => unit.office).length === 1,
      'exactly one unit is the office (企管部)',
    ),
})
export type Company = z.infer<typeof Company>

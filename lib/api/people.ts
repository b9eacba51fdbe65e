import * as z from 'zod'
import { UnitWithPeople } from '../people/administer'
import { Colleague } from '../people/list-colleagues'
import { CredentialOptions, ShownPasskey } from '../people/passkey'
import { roles, Unit } from '../people/person'
import { ReturnedMail } from '../people/returned-mail'
import { ShownSession } from '../people/session'
import { ShownSubstitute } from '../people/substitution'
import { Act } from '../security/act'

/** What the portal's API says of people and of the company. */

export const Me = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  unit: Unit.optional(),
  /** those held today */
  roles: z.array(z.enum(roles)),
  language: z.enum(['zh', 'en']),
  /** Beijing date by the service's clock */
  today: z.string(),
})
export type Me = z.infer<typeof Me>

export const MySessions = z.object({ sessions: z.array(ShownSession) })
export const MyPasskeys = z.object({
  /** whether browsers make passkeys for the address people come to */
  possible: z.boolean(),
  passkeys: z.array(ShownPasskey),
})
export const OnePasskey = z.object({ passkey: ShownPasskey })
export const PasskeyRemoved = z.object({ removed: z.string() })
export const PasskeyOptions = z.object({ options: CredentialOptions })
export const SessionsEnded = z.object({ ended: z.literal(true) })

export const Colleagues = z.object({ people: z.array(Colleague) })
export type Colleagues = z.infer<typeof Colleagues>
export const WholeCompany = z.object({
  units: z.array(UnitWithPeople),
  /** whose mail comes back, so that nothing reaches them */
  returnedMail: z.array(ReturnedMail),
})
export const OneUnit = z.object({ unit: Unit })
export const Acts = z.object({ acts: z.array(Act), next: z.string().optional() })
export const Designated = z.object({ designated: z.string() })
export const DesignationEnded = z.object({ ended: z.string() })
export const OneSubstitute = z.object({ substitute: ShownSubstitute })
export const Substitutes = z.object({ substitutes: z.array(ShownSubstitute) })
export const SubstituteEnded = z.object({ ended: z.string() })
export const CodeMailed = z.object({ sent: z.literal(true) })
export const SignedIn = z.object({ signedIn: z.literal(true) })
export const SignedOut = z.object({ signedOut: z.literal(true) })

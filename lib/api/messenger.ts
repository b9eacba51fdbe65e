import * as z from 'zod'
import { Way } from '../messenger/store'

/** What the portal's API says of office messengers. */

export const ShownMessengers = z.object({
  /** the company has an application that writes to one person */
  hasApp: z.boolean(),
  /** one's own account there */
  mine: z.string().optional(),
  /** for an administrator */
  ways: z.array(Way).optional(),
})
export type ShownMessengers = z.infer<typeof ShownMessengers>
export const OneWay = z.object({ way: Way })
export const WayRemoved = z.object({ removed: z.literal(true) })
export const WayTried = z.object({ tried: z.literal(true) })
export const MyMessenger = z.object({ mine: z.string() })

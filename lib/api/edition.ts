import * as z from 'zod'
import { Checked } from '../edition/check'
import { Edition } from '../edition/edition'
import { ListedEdition } from '../edition/list-editions'
import { PoolItem } from '../edition/list-pool'

/** What the portal's API says of editions, beside `ShownEdition` and `ShownQuota` of their verbs. */

export const OneEdition = z.object({ edition: Edition })
export const ListedEditions = z.object({ editions: z.array(ListedEdition) })
export const Pool = z.object({ pool: z.array(PoolItem), next: z.string().optional() })
export const CodeSent = z.object({ sentTo: z.string() })
export const LookedAtWechat = z.object({ wechat: Checked })
/** null before the first look */
export const LastLookAtWechat = z.object({ wechat: Checked.nullable() })

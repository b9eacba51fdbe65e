import { AtAttempt } from '../../lib/edition/at'
import { claimDay } from '../../lib/edition/claim-day'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { clock, editions } from '../wire/rows'
import { kind } from '../wire/wechat'

export const handler = step(AtAttempt, claimDay(wire({ editions, clock, kind })))

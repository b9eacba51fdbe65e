import * as z from 'zod'
import { AtAttempt } from '../../lib/edition/at'
import { settleSend } from '../../lib/edition/settle-send'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { calendar, clock, editions, mail, people, submissions } from '../wire/rows'
import { baseUrl, pages, wechat } from '../wire/wechat'

/** `startedAt` of this run; machines of earlier versions do not say. */
export const handler = step(
  AtAttempt.extend({ startedAt: z.iso.datetime().optional() }),
  settleSend(wire({ editions, submissions, calendar, mail, people, clock, wechat, pages, baseUrl })),
)

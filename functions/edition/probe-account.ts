import * as z from 'zod'
import { step } from '../../lib/platform/step'
import { runProbe } from '../../lib/probe/run-probe'
import { wire } from '../wire/part'
import { clock, editions, mail, people, probes, publicUrl } from '../wire/rows'
import { wechat } from '../wire/wechat'

const run = runProbe(wire({ probes, editions, wechat, people, mail, publicUrl, clock }))

/** For an engineer's `npm run probe`: the report. */
export const handler = step(z.object({}), () => run())

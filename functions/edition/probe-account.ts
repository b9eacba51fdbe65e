import * as z from 'zod'
import { openDesk } from '../../lib/edition/open-desk'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { runProbe } from '../../lib/probe/run-probe'
import { probeStore } from '../../lib/probe/store'

const room = openDesk()
const probes = probeStore(dynamoTable(configFrom(Env.pick({ TABLE: true })).TABLE), room.editions.account)
const run = runProbe({ ...room, probes })

/** For an engineer's `npm run probe`: the report. */
export const handler = step(z.object({}), () => run())

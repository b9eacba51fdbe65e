import * as z from 'zod'
import { approvalStore } from '../../lib/approval/store'
import { watchStuck } from '../../lib/approval/watch-stuck'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { machineAt, taskCallbacks } from '../../lib/platform/machine'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { submissionStore } from '../../lib/submission/store'

const env = configFrom(Env.pick({ TABLE: true, APPROVE_MACHINE_ARN: true }))
const table = dynamoTable(env.TABLE)

/** Every minute: moves on what should have moved on (docs/table.md, WATCH). */
export const handler = step(
  z.object({ scheduledAt: z.string() }),
  watchStuck({
    submissions: submissionStore(table, systemClock),
    approvals: approvalStore(table),
    machine: machineAt(env.APPROVE_MACHINE_ARN),
    callbacks: taskCallbacks(),
    clock: systemClock,
  }),
)

import * as z from 'zod'
import { AtTurn } from '../../lib/approval/at'
import { awaitDecision } from '../../lib/approval/await-decision'
import { approvalStore } from '../../lib/approval/store'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { taskCallbacks } from '../../lib/platform/machine'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'

const { TABLE } = configFrom(Env.pick({ TABLE: true }))

/** Called with the task token of the waiting machine; the token goes no further than the table. */
export const handler = step(
  AtTurn.extend({ taskToken: z.string().min(1).max(2048) }),
  awaitDecision({ approvals: approvalStore(dynamoTable(TABLE)), callbacks: taskCallbacks() }),
)

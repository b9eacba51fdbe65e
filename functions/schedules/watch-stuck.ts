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
import { postStore } from '../../lib/weibo-post/store'
import { watchPosts } from '../../lib/weibo-post/watch-posts'

const env = configFrom(Env.pick({ TABLE: true, APPROVE_MACHINE_ARN: true, POST_MACHINE_ARN: true }))
const table = dynamoTable(env.TABLE)

const clock = systemClock
const approvals = watchStuck({
  submissions: submissionStore(table, clock),
  approvals: approvalStore(table),
  machine: machineAt(env.APPROVE_MACHINE_ARN),
  callbacks: taskCallbacks(),
  clock,
})
const posts = watchPosts({ posts: postStore(table, clock), machine: machineAt(env.POST_MACHINE_ARN), clock })

/** Every minute: moves on what should have moved on (docs/table.md, WATCH and POSTWATCH). */
export const handler = step(z.object({ scheduledAt: z.string() }), async () => {
  // Trouble with the one does not hold up the other; the run still fails, so that the alarm sees it.
  const [approved, posted] = await Promise.allSettled([approvals(), posts()])
  if (approved.status === 'rejected') throw approved.reason
  if (posted.status === 'rejected') throw posted.reason
  return { moved: approved.value.moved + posted.value.moved }
})

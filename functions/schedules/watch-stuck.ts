import * as z from 'zod'
import { approvalStore } from '../../lib/approval/store'
import { watchStuck } from '../../lib/approval/watch-stuck'
import { editionStore } from '../../lib/edition/store'
import { watchEditions } from '../../lib/edition/watch-editions'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { machineAt, taskCallbacks } from '../../lib/platform/machine'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { submissionStore } from '../../lib/submission/store'
import { postStore } from '../../lib/weibo-post/store'
import { watchPosts } from '../../lib/weibo-post/watch-posts'

const env = configFrom(
  Env.pick({
    TABLE: true,
    WECHAT_ACCOUNT: true,
    APPROVE_MACHINE_ARN: true,
    SEND_MACHINE_ARN: true,
    POST_MACHINE_ARN: true,
  }),
)
const table = dynamoTable(env.TABLE)

const clock = systemClock
const submissions = submissionStore(table, clock)
const callbacks = taskCallbacks()
const approvals = watchStuck({
  ...{ submissions, callbacks, clock },
  approvals: approvalStore(table),
  machine: machineAt(env.APPROVE_MACHINE_ARN),
})
const editions = watchEditions({
  ...{ submissions, callbacks, clock },
  editions: editionStore(table, clock, env.WECHAT_ACCOUNT),
  machine: machineAt(env.SEND_MACHINE_ARN),
})
const posts = watchPosts({ posts: postStore(table, clock), machine: machineAt(env.POST_MACHINE_ARN), clock })

/** Every minute: moves on what should have moved on (docs/table.md, WATCH and POSTWATCH; docs/architecture.md, 8). */
export const handler = step(z.object({ scheduledAt: z.string() }), async () => {
  // Trouble with the one does not hold up the others; the run still fails, so that the alarm sees it.
  const runs = await Promise.allSettled([approvals(), editions(), posts()])
  let moved = 0
  for (const run of runs) {
    if (run.status === 'rejected') throw run.reason
    moved += run.value.moved
  }
  return { moved }
})

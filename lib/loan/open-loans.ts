import { waits } from '../matter/waiting'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { machineAt, taskCallbacks } from '../platform/machine'
import { openAsking } from '../question/open-asking'
import { postStore } from '../weibo-post/store'
import { wordListStore } from '../wording/store'
import { weiboPosting } from './posting'
import { loanStore } from './store'

/** What the doors of the loan are built from, wired once per function. */
export function openLoans() {
  const env = configFrom(Env.pick({ LEND_MACHINE_ARN: true, POST_MACHINE_ARN: true }))
  const asking = openAsking()
  const { table, clock, people } = asking
  const machines = waits({ table, callbacks: taskCallbacks(), clock })
  return {
    ...asking,
    loans: loanStore(table, clock),
    wordLists: wordListStore(table),
    machine: machineAt(env.LEND_MACHINE_ARN),
    waits: machines,
    posting: weiboPosting({
      ...{ people, clock, waits: machines, posts: postStore(table, clock) },
      machine: machineAt(env.POST_MACHINE_ARN),
    }),
  }
}

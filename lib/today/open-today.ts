import { holidayStore } from '../calendar/store'
import { complaintLists } from '../complaint/store'
import { editionStore } from '../edition/store'
import { loanStore } from '../loan/store'
import { returningMailboxes } from '../outbox/store'
import { proposalStore } from '../oversight/store'
import { peopleStore } from '../people/store'
import { systemClock as clock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { dynamoTable } from '../platform/table'
import { askStore } from '../question/store'
import { requestStore } from '../request/store'
import { submissionStore } from '../submission/store'
import { postStore } from '../weibo-post/store'

/** What the first page is read from, wired once per function; no secret is among it. */
export function openToday() {
  const { TABLE, WECHAT_ACCOUNT } = configFrom(Env.pick({ TABLE: true, WECHAT_ACCOUNT: true }))
  const table = dynamoTable(TABLE)
  return {
    ...{ clock, asks: askStore(table), people: peopleStore(table), mailboxes: returningMailboxes(table) },
    ...{ submissions: submissionStore(table, clock), requests: requestStore(table, clock) },
    ...{ editions: editionStore(table, clock, WECHAT_ACCOUNT), posts: postStore(table, clock) },
    ...{ loans: loanStore(table, clock), proposals: proposalStore(table, clock) },
    ...{ complaints: complaintLists(table), holidays: holidayStore(table) },
  }
}

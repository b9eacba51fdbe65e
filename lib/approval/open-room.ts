import { openAsking } from '../question/open-asking'
import { submissionStore } from '../submission/store'
import { wordListStore } from '../wording/store'
import { approvalStore } from './store'

/** What the doors of the approval are built from, wired once per function. */
export function openRoom() {
  const asking = openAsking()
  const { table, clock } = asking
  return {
    ...asking,
    submissions: submissionStore(table, clock),
    wordLists: wordListStore(table),
    approvals: approvalStore(table),
  }
}

import { ShownLink } from '../../lib/question/door'
import { outcomePage } from '../../lib/question/outcome'
import { shownDecisions } from '../../lib/oversight/decision-doors'
import { http, parsed } from '../../lib/platform/http'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import {
  approvals,
  asks,
  calendar,
  clock,
  ids,
  loans,
  people,
  proposals,
  publicUrl,
  secrets,
  submissions,
  wordLists,
} from '../wire/rows'

const doorOf = shownDecisions(
  wire({
    submissions,
    approvals,
    people,
    asks,
    wordLists,
    loans,
    proposals,
    secrets,
    clock,
    ids,
    calendar,
    publicUrl,
    bucket,
  }),
)

/** Invariant 4: shows, changes nothing; this function has no right to write. */
export const handler = http(
  async (raw) => {
    const { path, query } = parsed(ShownLink, raw)
    return (await doorOf(path.token)).show(path.token, query.choice)
  },
  { asPage: outcomePage },
)

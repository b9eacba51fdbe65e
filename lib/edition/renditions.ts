import { renditionOf, type Rendition } from '../submission/rendition'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import type { Edition } from './edition'

/** What was fixed when they were submitted, in the edition's order; what is older is rendered as it was then. */
export const renditionsOf = (
  submissions: Submissions,
  edition: Edition,
  contents: Submission[],
): Promise<Rendition[]> =>
  Promise.all(
    contents.map(async (submission, at) => {
      const { content, pins } = submission
      const unitName = edition.items[at]?.unitName ?? ''
      return (await submissions.rendition(submission)) ?? renditionOf({ content, pins, unitName, media: [] })
    }),
  )

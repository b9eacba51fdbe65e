import * as z from 'zod'
import { DraftPreview } from '../../lib/api/submission'
import { openPortal } from '../../lib/people/open-portal'
import { s3Bucket } from '../../lib/platform/bucket'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { json } from '../../lib/platform/http'
import { At } from '../../lib/platform/requests'
import { previewDraft } from '../../lib/submission/preview-draft'
import { submissionStore } from '../../lib/submission/store'
import { wordListStore } from '../../lib/wording/store'

const { door, table, clock, people } = openPortal()
const { MEDIA_BUCKET } = configFrom(Env.pick({ MEDIA_BUCKET: true }))
const preview = previewDraft({
  submissions: submissionStore(table, clock),
  wordLists: wordListStore(table),
  people,
  bucket: s3Bucket(MEDIA_BUCKET),
  clock,
})

/** What readers would get and what the rules say, while it is written and afterwards. */
export const handler = door(
  { request: z.object({ path: At }), roles: [], answer: DraftPreview },
  async ({ path, person }) => json(200, await preview({ ...path, by: person })),
)

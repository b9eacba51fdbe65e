import * as z from 'zod'
import { DraftPreview } from '../../lib/api/submission'
import { json } from '../../lib/platform/http'
import { At } from '../../lib/platform/requests'
import { previewDraft } from '../../lib/submission/preview-draft'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { clock, people, signedIn, submissions, wordLists } from '../wire/rows'

const door = signedIn()
const preview = previewDraft(wire({ submissions, wordLists, people, bucket, clock }))

/** What readers would get and what the rules say, while it is written and afterwards. */
export const handler = door(
  { request: z.object({ path: At }), roles: [], answer: DraftPreview },
  async ({ path, person }) => json(200, await preview({ ...path, by: person })),
)

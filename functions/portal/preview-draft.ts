import * as z from 'zod'
import { DraftPreview, LaidVersions } from '../../lib/api/submission'
import { json } from '../../lib/platform/http'
import { At } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { layVersions } from '../../lib/submission/lay-versions'
import { previewDraft } from '../../lib/submission/preview-draft'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { clock, people, signedIn, submissions, themes, wordLists } from '../wire/rows'

const door = signedIn()
const room = wire({ submissions, wordLists, themes, people, bucket, clock })
const preview = previewDraft(room)
const lay = layVersions(room)

const version = z.coerce.number().int().positive().optional()
const Two = z.object({ path: At, query: z.strictObject({ before: version, after: version }) })

export const handler = routes({
  /** What readers would get and what the rules say, while it is written and afterwards. */
  'GET /api/submissions/{submissionId}/preview': door(
    { request: z.object({ path: At }), roles: [], answer: DraftPreview },
    async ({ path, person }) => json(200, await preview({ ...path, by: person })),
  ),
  /** Two versions to be laid side by side: those asked for, else the newest two. */
  'GET /api/submissions/{submissionId}/versions': door(
    { request: Two, roles: [], answer: LaidVersions },
    async ({ path, query, person }) => json(200, await lay({ ...path, ...query, by: person })),
  ),
})

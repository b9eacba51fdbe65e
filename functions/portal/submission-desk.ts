import * as z from 'zod'
import { OneComment, OneSubmission, WhoEdits } from '../../lib/api/submission'
import { json } from '../../lib/platform/http'
import { At, RequestKey } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { answerComment } from '../../lib/submission/answer-comment'
import { CommentText, Passage } from '../../lib/submission/comment'
import { commentOn } from '../../lib/submission/comment-on'
import { createSubmission } from '../../lib/submission/create-submission'
import { editSubmission } from '../../lib/submission/edit-submission'
import { resolveComment } from '../../lib/submission/resolve-comment'
import { reviseSubmission } from '../../lib/submission/revise-submission'
import { Content } from '../../lib/submission/content'
import { whoEdits } from '../../lib/submission/who-edits'
import { wire } from '../wire/part'
import { clock, counts, mail, once, people, presence, signedIn, submissions } from '../wire/rows'

const door = signedIn()
const room = wire({ submissions, counts, clock, once, people, presence, mail })
const create = createSubmission(room)
const edit = editSubmission(room)
const revise = reviseSubmission(room)
const editing = whoEdits(room)
const comment = commentOn(room)
const answer = answerComment(room)
const resolve = resolveComment(room)

const Create = z.object({ headers: RequestKey, body: Content })
const Edit = z.object({ path: At, body: z.strictObject({ edits: z.number().int(), content: Content }) })
/** `page`: made by the page that has it open */
const Open = z.object({ path: At, body: z.strictObject({ page: z.string().min(8).max(64) }) })
const Comment = z.object({
  path: At,
  headers: RequestKey,
  body: z.strictObject({ about: Passage, text: CommentText }),
})
const AtComment = At.extend({ commentId: z.string().regex(/^[0-9a-f]{12}$/) })
const Answer = z.object({
  path: AtComment,
  headers: RequestKey,
  body: z.union([z.strictObject({ text: CommentText }), z.strictObject({ settled: z.literal(true) })]),
})
/** `version` is the one to be revised, so that a double click makes one new version. */
const Revise = z.object({ path: At, body: z.strictObject({ version: z.number().int().positive() }) })

/** Writing a draft: the officer's desk (article 11). */
export const handler = routes({
  /** Article 11: an officer opens a draft; the same `Idempotency-Key` and body answer the same draft. */
  'POST /api/submissions': door(
    { request: Create, roles: ['officer'], answer: OneSubmission },
    async ({ headers, body, person }) => {
      const requestKey = headers['idempotency-key']
      const office = (await room.people.units()).some((unit) => unit.id === person.unitId && unit.office)
      const submission = await room.once(
        { owner: person.id, key: requestKey, request: ['create-submission', body] },
        () => create({ content: body, by: person, requestKey, office }),
      )
      return json(201, { submission })
    },
  ),
  /** Saves a draft; an older page never overwrites a newer text. */
  'PUT /api/submissions/{submissionId}': door(
    { request: Edit, roles: ['officer'], answer: OneSubmission },
    async ({ path, body, person }) => json(200, { submission: await edit({ ...path, ...body, by: person }) }),
  ),
  /** Said every few seconds by a page that has the draft open: who else has. */
  'POST /api/submissions/{submissionId}/editing': door(
    { request: Open, roles: ['officer'], answer: WhoEdits },
    async ({ path, body, person }) => json(200, await editing({ ...path, ...body, by: person })),
  ),
  /** Who may read it says something of a passage; the same `Idempotency-Key` is the same comment. */
  'POST /api/submissions/{submissionId}/comments': door(
    { request: Comment, roles: [], answer: OneComment },
    async ({ path, headers, body, person }) =>
      json(201, await comment({ ...path, ...body, by: person, key: headers['idempotency-key'] })),
  ),
  /** Answers a comment, or says that it is settled. */
  'POST /api/submissions/{submissionId}/comments/{commentId}': door(
    { request: Answer, roles: [], answer: OneComment },
    async ({ path, headers, body, person: by }) => {
      const request = ['comment', path, body]
      const said = await room.once({ owner: by.id, key: headers['idempotency-key'], request }, () =>
        'text' in body ? answer({ ...path, text: body.text, by }) : resolve({ ...path, by }),
      )
      return json(200, said)
    },
  ),
  /** A rejected, withdrawn or expired version becomes the next one, to be written on. */
  'POST /api/submissions/{submissionId}/revise': door(
    { request: Revise, roles: ['officer'], answer: OneSubmission },
    async ({ path, body, person }) =>
      json(200, { submission: await revise({ ...path, ...body, by: person }) }),
  ),
})

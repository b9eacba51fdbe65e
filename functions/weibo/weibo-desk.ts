import * as z from 'zod'
import type { Role } from '../../lib/people/person'
import { json } from '../../lib/platform/http'
import { Paging } from '../../lib/platform/paging'
import { At } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { spoken } from '../../lib/policy/visible'
import { cancelPost, denyPost } from '../../lib/weibo-post/end-post'
import { ListedPosts, listPosts, listQueue, QueuedPosts } from '../../lib/weibo-post/list-posts'
import { provePost } from '../../lib/weibo-post/prove-post'
import { releasePost } from '../../lib/weibo-post/release-post'
import { ShownPost, showPost } from '../../lib/weibo-post/show-post'
import { bucket } from '../wire/files'
import { postMachine, waits } from '../wire/machines'
import { wire } from '../wire/part'
import {
  approvals,
  calendar,
  clock,
  mail,
  people,
  posts,
  publicUrl,
  signedIn,
  submissions,
} from '../wire/rows'
import { weibo } from '../wire/weibo'

const door = signedIn()
const room = wire({
  ...{ clock, publicUrl, calendar, people, submissions, approvals, posts, mail },
  ...{ bucket, waits, weibo, machine: postMachine },
})
const list = listPosts(room)
const queue = listQueue(room)
const show = showPost(room)
const release = releasePost(room)
const cancel = cancelPost(room)
const prove = provePost(room)
const deny = denyPost(room)

const readers: Role[] = [
  'editor',
  'department-head',
  'office-reviewer',
  'admin',
  'inspector',
  'company-leader',
]
const AtPost = z.object({ path: z.object({ postId: z.uuid() }) })
const reason = spoken(500)
const Reasoned = AtPost.extend({ body: z.strictObject({ reason }) })

/** 11.3: only the copy editor releases on Weibo; those of 企管部 look. */
export const handler = routes({
  /** The posts, released last first. */
  'GET /api/weibo': door(
    { request: z.object({ query: Paging }), roles: readers, answer: ListedPosts },
    async ({ query }) => json(200, await list(query)),
  ),
  /** What is approved for Weibo and waits for its release, oldest approval first. */
  'GET /api/weibo-queue': door(
    { request: z.object({ query: Paging }), roles: readers, answer: QueuedPosts },
    async ({ query }) => json(200, await queue(query)),
  ),
  /** One post: its exact text, files for posting by hand, ledger. */
  'GET /api/weibo/{postId}': door({ request: AtPost, roles: readers, answer: ShownPost }, async ({ path }) =>
    json(200, await show(path.postId)),
  ),
  /** Releases the approved version; pressed again, it answers the post that is under way. */
  'POST /api/submissions/{submissionId}/weibo': door(
    {
      request: z.object({
        path: At,
        sourceIp: z.string(),
        body: z.strictObject({ byHand: reason.optional() }),
      }),
      roles: ['editor'],
      answer: ShownPost,
    },
    async ({ path, body, sourceIp, person }) =>
      json(202, await shown(await release({ ...path, ...body, by: person, ip: sourceIp }))),
  ),
  /** Before anything went out; 409 with the state afterwards. */
  'POST /api/weibo/{postId}/cancel': door(
    { request: Reasoned, roles: ['editor'], answer: ShownPost },
    async ({ path, body, person }) => json(200, await shown(await cancel({ ...path, ...body, by: person }))),
  ),
  /** Where it stands, by its address; a text that differs, or cannot be read back, needs a reason. */
  'POST /api/weibo/{postId}/prove': door(
    {
      request: AtPost.extend({
        body: z.strictObject({ address: z.string().trim().max(300), reason: reason.optional() }),
      }),
      roles: ['editor'],
      answer: ShownPost,
    },
    async ({ path, body, person }) => json(200, await shown(await prove({ ...path, ...body, by: person }))),
  ),
  /** Invariant 3: a person looked and it does not stand; it can be released again. */
  'POST /api/weibo/{postId}/deny': door(
    { request: Reasoned, roles: ['editor', 'department-head'], answer: ShownPost },
    async ({ path, body, person }) => json(200, await shown(await deny({ ...path, ...body, by: person }))),
  ),
})

const shown = ({ id }: { id: string }) => show(id)

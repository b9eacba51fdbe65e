import * as z from 'zod'
import { OneMedia } from '../../lib/api/media'
import { Library, LibraryQuestion, listLibrary } from '../../lib/media/list-library'
import { reuseMedia } from '../../lib/media/reuse-media'
import { json } from '../../lib/platform/http'
import { At, RequestKey } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { beginFrom, BeginFrom, Begun } from '../../lib/start/begin-from'
import { keepStart } from '../../lib/start/keep-start'
import { listStarts, ListedStarts } from '../../lib/start/list-starts'
import { removeStart } from '../../lib/start/remove-start'
import { showStart } from '../../lib/start/show-start'
import { longestBlock, Start } from '../../lib/start/start'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { clock, counts, once, people, signedIn, starts, submissions } from '../wire/rows'

const door = signedIn()
const room = wire({ starts, submissions, bucket, counts, clock, once, people })
const list = listStarts(room)
const show = showStart(room)
const keep = keepStart(room)
const remove = removeStart(room)
const begin = beginFrom(room)
const library = listLibrary(room)
const reuse = reuseMedia(room)

const name = z.string().trim().min(1).max(40)
const AtStart = z.object({ path: z.object({ owner: z.string().min(1).max(60), startId: z.uuid() }) })
const Keep = z.object({
  headers: RequestKey,
  body: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('template'), name, company: z.boolean(), submissionId: z.uuid() }),
    z.strictObject({
      ...{ kind: z.literal('block'), name, company: z.boolean() },
      body: z.string().trim().min(1).max(longestBlock),
    }),
  ]),
})
const Begin = z.object({ headers: RequestKey, body: z.strictObject({ from: BeginFrom }) })
const Reuse = z.object({
  path: At,
  headers: RequestKey,
  body: z.strictObject({ from: z.strictObject({ submissionId: z.uuid(), mediaId: z.uuid() }) }),
})

/** What an article can begin with, so that it is not made twice: templates, blocks, earlier articles and their files. */
export const handler = routes({
  /** Templates and blocks of the company and of the own unit. */
  'GET /api/starts': door({ request: z.object({}), roles: [], answer: ListedStarts }, async ({ person }) =>
    json(200, await list({ by: person })),
  ),
  /** One of them whole, to be put into a text. */
  'GET /api/starts/{owner}/{startId}': door(
    { request: AtStart, roles: [], answer: z.object({ start: Start }) },
    async ({ path, person }) =>
      json(200, { start: await show({ owner: path.owner, id: path.startId, by: person }) }),
  ),
  /** Keeps an article as a template, or a piece of its text as a block. */
  'POST /api/starts': door(
    { request: Keep, roles: [], answer: z.object({ start: Start }) },
    async ({ headers, body, person }) =>
      json(201, { start: await keep({ ...body, by: person, requestKey: headers['idempotency-key'] }) }),
  ),
  /** Deletes it; articles that began with it keep what they have. */
  'DELETE /api/starts/{owner}/{startId}': door(
    { request: AtStart, roles: [], answer: z.object({ removed: z.string() }) },
    async ({ path, person }) => {
      await remove({ owner: path.owner, id: path.startId, by: person })
      return json(200, { removed: path.startId })
    },
  ),
  /** A new draft from an article or a template; the same `Idempotency-Key` and body answer the same draft. */
  'POST /api/starts/begin': door(
    { request: Begin, roles: ['officer'], answer: Begun },
    async ({ headers, body, person }) => {
      const requestKey = headers['idempotency-key']
      const office = (await room.people.units()).some((unit) => unit.id === person.unitId && unit.office)
      const begun = await room.once(
        { owner: person.id, key: requestKey, request: ['begin-from', body] },
        () => begin({ from: body.from, by: person, requestKey, office }),
      )
      return json(201, begun)
    },
  ),
  /** Accepted pictures and videos of the own unit, newest first, by part of their name. */
  'GET /api/library': door(
    { request: z.object({ query: LibraryQuestion }), roles: ['officer'], answer: Library },
    async ({ query, person }) => json(200, await library({ ...query, by: person })),
  ),
  /** A file of another article, used again without a second upload; its verdict comes as an upload's does. */
  'POST /api/submissions/{submissionId}/reused-media': door(
    { request: Reuse, roles: ['officer'], answer: OneMedia },
    async ({ path, headers, body, person }) =>
      json(201, {
        media: await reuse({ ...path, ...body, by: person, requestKey: headers['idempotency-key'] }),
      }),
  ),
})

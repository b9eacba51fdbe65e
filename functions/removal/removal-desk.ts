import * as z from 'zod'
import { OneSubmission } from '../../lib/api/submission'
import { json } from '../../lib/platform/http'
import { At, RequestKey } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { spoken } from '../../lib/policy/visible'
import { askRemoval } from '../../lib/removal/ask-removal'
import { confirmRemoved } from '../../lib/removal/confirm-removed'
import { approveMachine } from '../wire/machines'
import { wire } from '../wire/part'
import { clock, editions, once, people, signedIn, submissions } from '../wire/rows'

const door = signedIn()
const room = wire({ submissions, editions, people, machine: approveMachine, clock, once })
const ask = askRemoval(room)
const confirm = confirmRemoved(room)

const Ask = z.object({
  path: At,
  headers: RequestKey,
  /** `atOnce`: the head of 企管部 alone decides, and the route follows */
  body: z.strictObject({ reason: spoken(500), atOnce: z.boolean().optional() }),
})
const Confirm = z.object({ path: At, body: z.strictObject({ channel: z.enum(['wechat', 'weibo']) }) })

/** Taking down what was published. */
export const handler = routes({
  /** Asks for a published article to be taken down; the route that published it decides (articles 7 and 11), or its head at once. */
  'POST /api/submissions/{submissionId}/removal': door(
    { request: Ask, roles: ['officer', 'editor', 'department-head'], answer: OneSubmission },
    async ({ path, headers, body, person }) => {
      const request = ['ask-removal', path, body]
      const submission = await room.once({ owner: person.id, key: headers['idempotency-key'], request }, () =>
        ask({ ...path, ...body, by: person }),
      )
      return json(202, { submission })
    },
  ),
  /** The editor deleted it by hand, on Weibo or in WeChat's console, under an approved removal. */
  'POST /api/submissions/{submissionId}/removal/confirm': door(
    { request: Confirm, roles: ['editor'], answer: OneSubmission },
    async ({ path, body, person }) =>
      json(200, { submission: await confirm({ ...path, ...body, by: person }) }),
  ),
})

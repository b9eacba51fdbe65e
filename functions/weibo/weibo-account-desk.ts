import * as z from 'zod'
import { renderErrorPage } from '../../lib/pages/error-page'
import { propose } from '../../lib/oversight/propose'
import type { Role } from '../../lib/people/person'
import { sessionCookie } from '../../lib/people/session'
import { html, json, seeOther, statusFor } from '../../lib/platform/http'
import type { Refusal } from '../../lib/platform/refusal'
import { routes } from '../../lib/platform/routes'
import { endAuthorisation } from '../../lib/weibo-post/end-authorisation'
import { BegunAuthorisation, showAccount, ShownWeiboAccount } from '../../lib/weibo-post/show-account'
import { watchToken } from '../../lib/weibo-post/watch-token'
import { wire } from '../wire/part'
import { acts, clock, mail, people, proposing, publicUrl, signedIn } from '../wire/rows'
import { accounts, authorisations, callsToday, oauth, weibo } from '../wire/weibo'

const door = signedIn()
const room = wire({
  ...{ accounts, weibo, oauth, authorisations, callsToday },
  ...{ people, acts, mail, clock, publicUrl },
})
const show = showAccount(room)
const look = watchToken(room)
const second = propose(wire(proposing()))
const end = endAuthorisation({
  ...room,
  propose: async (change, by) => ((await second({ change, by })) ? 'proposed' : 'authorised'),
})

const roles: Role[] = ['admin', 'editor']
const InSession = z.object({ cookies: z.object({ [sessionCookie]: z.string() }) })
const Back = InSession.extend({
  query: z.object({
    state: z.string().max(200).default(''),
    code: z.string().max(200).optional(),
    error_code: z.coerce.number().int().optional().catch(undefined),
  }),
})
const asPage = (refusal: Refusal) =>
  html(
    statusFor(refusal),
    renderErrorPage({ language: 'zh', said: refusal.said, details: refusal.details, code: refusal.code }),
  )

/** The company's Weibo account: how long its authorisation lasts, and authorising again. */
export const handler = routes({
  /** The account, when its authorisation ends, and the calls of the day. */
  'GET /api/weibo-account': door({ request: z.object({}), roles, answer: ShownWeiboAccount }, async () =>
    json(200, await show()),
  ),
  /** Asks Weibo about the authorisation now; warnings that are due are mailed. */
  'POST /api/weibo-account/look': door(
    { request: z.object({}), roles, answer: ShownWeiboAccount },
    async () => {
      await look()
      return json(200, await show())
    },
  ),
  /** Begins an authorisation: the address at Weibo that the holder of the account opens within ten minutes. */
  'POST /api/weibo-account/authorisations': door(
    { request: InSession, roles, answer: BegunAuthorisation },
    async ({ cookies }) => {
      const state = await room.authorisations.begin(cookies[sessionCookie])
      return json(201, { url: await room.oauth.authorizeUrl(state) })
    },
  ),
  /** Where Weibo sends the browser back to; the page of the accounts tells the outcome. */
  'GET /weibo/authorised': door({ request: Back, roles, asPage }, async ({ query, cookies, person }) => {
    const { state, code, error_code: errorCode } = query
    const ended = await end({
      returned: { state, code, errorCode },
      session: cookies[sessionCookie],
      by: person,
    })
    return seeOther(`/portal/accounts?${new URLSearchParams({ weibo: ended.outcome }).toString()}`)
  }),
})

import { renderSignInPage, signInUrls, waysShown } from '../../lib/pages/sign-in-page'
import { companyWay } from '../../lib/people/company-way'
import { WaysInEnv, waysInOf } from '../../lib/people/ways-in'
import { browserLanguage } from '../../lib/platform/browser-language'
import { configFrom } from '../../lib/platform/config'
import { html, http, seeOther, statusFor, type HttpAnswer } from '../../lib/platform/http'
import type { RawRequest } from '../../lib/platform/gate'
import { isRefusal } from '../../lib/platform/refusal'
import { routes } from '../../lib/platform/routes'
import { wire } from '../wire/part'
import { clock, ids, people, publicUrl, secrets, sessions, signIns } from '../wire/rows'

const ways = waysInOf(configFrom(WaysInEnv))
const room = wire({ people, sessions, signIns, secrets, clock, ids, publicUrl })
const { begin, end } = companyWay({ ...room, ways })

/** A no is said on the sign-in page, beside the other ways in. */
const door = (enter: (request: RawRequest) => Promise<HttpAnswer>) =>
  http(async (request) => {
    try {
      return await enter(request)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const language = browserLanguage(request)
      const view = {
        ...signInUrls(language),
        ...waysShown(ways, room.publicUrl, language),
        step: 'address' as const,
      }
      return html(statusFor(error), renderSignInPage({ ...view, problem: { said: error.said } }))
    }
  })

/** In by the company's own sign-in (OpenID Connect): there, and back. */
export const handler = routes({
  /** Leads to the company's sign-in; stores nothing. */
  'GET /sign-in/company': door(async ({ cookies: sent }) => {
    const { to, cookies } = await begin(sent)
    return seeOther(to, { cookies })
  }),
  /** Trades what the company's sign-in sent for a session, in the browser that went there. */
  'GET /sign-in/company/back': door(async ({ query, cookies: sent, sourceIp, headers }) => {
    const given = Object.entries(query).filter((term): term is [string, string] => term[1] !== undefined)
    const agent = headers['user-agent']
    const cookies = await end({ query: Object.fromEntries(given), cookies: sent, sourceIp, agent })
    return seeOther('/portal', { cookies })
  }),
})

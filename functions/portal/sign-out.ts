import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { noCookie, sessionCookie } from '../../lib/people/session'
import { json } from '../../lib/platform/http'

const { door, sessions } = openPortal()

const Request = z.object({ cookies: z.record(z.string(), z.string()) })

/** Ends the session here and everywhere this cookie was copied to. */
export const handler = door({ request: Request, roles: [] }, async ({ cookies }) => {
  await sessions.close(cookies[sessionCookie])
  return json(200, { signedOut: true }, { cookies: [noCookie] })
})

import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { noCookie, sessionCookie } from '../../lib/people/session'
import { seeOther } from '../../lib/platform/http'

const { door, sessions } = openPortal()
const Request = z.object({ cookies: z.record(z.string(), z.string()) })

/** The sign-out button of every page: the session ends everywhere its cookie was copied to. */
export const handler = door({ request: Request, roles: [] }, async ({ cookies }) => {
  await sessions.close(cookies[sessionCookie])
  return seeOther('/', { cookies: [noCookie] })
})

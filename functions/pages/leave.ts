import * as z from 'zod'
import { noCookie, sessionCookie } from '../../lib/people/session'
import { seeOther } from '../../lib/platform/http'
import { one } from '../wire/part'
import { sessions, signedIn } from '../wire/rows'

const door = signedIn()
const Request = z.object({ cookies: z.record(z.string(), z.string()) })

/** The sign-out button of every page: the session ends everywhere its cookie was copied to. */
export const handler = door({ request: Request, roles: [] }, async ({ cookies }) => {
  await one(sessions).close(cookies[sessionCookie])
  return seeOther('/', { cookies: [noCookie] })
})

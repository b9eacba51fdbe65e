import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { homePage } from '../../lib/people/home'
import { sessionCookie } from '../../lib/people/session'
import { configFrom } from '../../lib/platform/config'
import { html, http } from '../../lib/platform/http'
import { isRefusal } from '../../lib/platform/refusal'

const { sessions, people, clock } = openPortal()
const { STAGE } = configFrom(z.object({ STAGE: z.string() }))

/** The plain front: who is signed in and where one can go; on one machine also mailbox, phone and dashboard. */
export const handler = http(async ({ cookies }) => {
  const person = await sessions.person(cookies[sessionCookie]).catch((error: unknown) => {
    if (isRefusal(error)) return undefined
    throw error
  })
  return html(
    200,
    homePage({ person, units: await people.units(), today: clock.now(), oneMachine: STAGE === 'local' }),
  )
})

import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { demoTiles, homePage } from '../../lib/people/home'
import { sessionCookie } from '../../lib/people/session'
import { browserLanguage } from '../../lib/platform/browser-language'
import { configFrom } from '../../lib/platform/config'
import { html, http } from '../../lib/platform/http'
import { isRefusal } from '../../lib/platform/refusal'

const { sessions, people, clock } = openPortal()
const { STAGE } = configFrom(z.object({ STAGE: z.string() }))
const oneMachine = STAGE === 'local'

/** The plain front: who is signed in and where one can go; on one machine also mailbox, phone and dashboard. */
export const handler = http(async (request) => {
  const person = await sessions.person(request.cookies[sessionCookie]).catch((error: unknown) => {
    if (isRefusal(error)) return undefined
    throw error
  })
  const [units, company] = await Promise.all([people.units(), people.company()])
  const language = browserLanguage(request)
  const today = clock.now()
  // Addresses are shown to strangers only of people who do not exist.
  const isDemo = oneMachine && !person && company?.demo === true
  const everybody = isDemo ? (await Promise.all(units.map(({ id }) => people.ofUnit(id)))).flat() : []
  return html(
    200,
    homePage({
      ...{ person, units, today, oneMachine, language, company: company?.name ?? '' },
      people: demoTiles(everybody, today, language),
      isEmpty: company === undefined,
    }),
  )
})

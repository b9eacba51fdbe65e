import * as z from 'zod'
import { demoTiles, homePage } from '../../lib/people/home'
import { sessionCookie } from '../../lib/people/session'
import { browserLanguage } from '../../lib/platform/browser-language'
import { configFrom } from '../../lib/platform/config'
import { html, http } from '../../lib/platform/http'
import { isRefusal } from '../../lib/platform/refusal'
import { wire } from '../wire/part'
import { clock, people, sessions } from '../wire/rows'

const room = wire({ sessions, people, clock })
const { STAGE } = configFrom(z.object({ STAGE: z.string() }))
const oneMachine = STAGE === 'local'

/** The plain front: who is signed in and where one can go; on one machine also mailbox, phone and dashboard. */
export const handler = http(async (request) => {
  const person = await room.sessions.person(request.cookies[sessionCookie]).catch((error: unknown) => {
    if (isRefusal(error)) return undefined
    throw error
  })
  const [units, company] = await Promise.all([room.people.units(), room.people.company()])
  const language = browserLanguage(request)
  const today = room.clock.now()
  // Addresses are shown to strangers only of people who do not exist.
  const isDemo = oneMachine && !person && company?.demo === true
  const everybody = isDemo ? (await Promise.all(units.map(({ id }) => room.people.ofUnit(id)))).flat() : []
  return html(
    200,
    homePage({
      ...{ person, units, today, oneMachine, language, company: company?.name ?? '' },
      people: demoTiles(everybody, today, language),
      isEmpty: company === undefined,
    }),
  )
})

import type { Letter } from '../channels/mail/mail'
import { site } from '../channels/mail/pages'
import type { ReadCalendar } from '../calendar/calendar'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { addWorkingHours } from '../policy/working-days'
import type { Messengers } from './store'

/** Letters with which somebody proves who they are: nobody else is told of them. */
const isPrivate = ({ messageId }: Letter): boolean => /^(sign-in|unusual-sign-in|passkey)/.test(messageId)

/** What a whole group may read of: articles and editions, not complaints, loans, people or rights. */
const isForGroups = ({ thread = '' }: Letter): boolean => /^(submission|edition)\./.test(thread)

/** A Message-ID ends with whom it is to: without it, it names what happened. */
const eventOf = (messageId: string): string => messageId.replace(/\.[0-9a-f]{12}$/, '')

const dayMs = 86_400_000

/**
 * The notices that go with a letter: to the person by the company's application, if they want it, and once to each group.
 * Each is the letter's subject with a link to a page behind the sign-in: never a code, never the link of a decision. Outside working
 * hours they wait for the next, unless the letter is urgent; what comes too late is not written.
 */
export const noticesOf =
  ({
    messengers,
    people,
    calendar,
    clock,
  }: {
    messengers: Messengers
    people: Pick<People, 'withEmail'>
    calendar: ReadCalendar
    clock: Clock
  }) =>
  async (letter: Letter): Promise<Letter[]> => {
    if (letter.via !== undefined || isPrivate(letter)) return []
    const ways = await messengers.ways()
    if (ways.length === 0) return []
    const now = clock.now()
    const from = letter.urgent ? now : addWorkingHours(now, 0, (await calendar()).isWorkingDay)
    const deadline = letter.deadline ?? new Date(from.getTime() + dayMs).toISOString()
    if (deadline <= from.toISOString()) return []
    const about = {
      ...{ subject: letter.subject, text: `${site}${letter.page ?? '/portal/today'}`, html: '', to: '' },
      ...{ notBefore: from.toISOString(), deadline },
    }
    const groups = isForGroups(letter) ? ways.filter(({ kind }) => kind !== 'wecom-app') : []
    const apps = ways.filter(({ kind }) => kind === 'wecom-app')
    const person = apps.length > 0 ? await people.withEmail(letter.to) : undefined
    const userId = person && (await messengers.choiceOf(person.id))
    return [
      ...groups.map(({ id }) => ({
        ...about,
        messageId: `notice.${id}.${eventOf(letter.messageId)}`,
        via: { way: id },
      })),
      ...(userId === undefined ? [] : apps).map(({ id }) => ({
        ...about,
        messageId: `notice.${id}.${letter.messageId}`,
        via: { way: id, userId },
      })),
    ]
  }

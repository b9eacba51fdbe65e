import type { People } from '../people/store'
import type { Person } from '../people/person'
import { isActive, mayRead } from '../people/person'
import type { Outbox } from '../outbox/outbox'
import type { Clock } from '../platform/clock'
import type { Write } from '../platform/table'
import { beijingDate } from '../policy/working-days'
import type { Thread } from './comment'
import { commentLetter } from './comment-letter'
import type { Submission } from './submission'

/** Rows of the letters to whoever wrote the text or took part in the talk about this passage, but for the one who writes now. */
export const tellComment =
  ({ people, mail, clock }: { people: Pick<People, 'withId'>; mail: Outbox; clock: Clock }) =>
  async (
    submission: Submission,
    said: { by: Person; text: string; quote: string; thread?: Thread },
  ): Promise<Write[]> => {
    const { officerId, hands = [], unitId } = submission
    const { thread } = said
    const talked = thread ? [thread.by, ...thread.answers.map(({ by }) => by)] : []
    const ids = [...new Set([officerId, ...hands, ...talked])].filter((id) => id !== said.by.id)
    const date = beijingDate(clock.now())
    const told = (await Promise.all(ids.map((id) => people.withId(id))))
      .flatMap((person) => person ?? [])
      .filter((person) => isActive(person, date) && mayRead(person, unitId, date))
    const about = {
      ...{ submissionId: submission.id, title: submission.content.title, by: said.by.name, date },
      ...{ quote: said.quote, text: said.text, answer: thread !== undefined },
    }
    return (await Promise.all(told.map((person) => mail.write(commentLetter(person, about))))).flat()
  }

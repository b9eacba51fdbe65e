import { lookAgain } from '../matter/look-again'
import { beijingDate } from '../policy/working-days'
import { isAsked, type Ask, type Due } from './ask'
import { handedOverLetter } from './letters'
import { freshAsk, mailAsk } from './mail-ask'
import { candidatesFor, type AskingAbout } from './question'
import { askWrites, settledWrites } from './store'

/**
 * Invariant 6, while a question waits: whoever holds the role today is asked, with substitutes of today; whoever does
 * not any more is asked no longer, the link dies and they are told. On record; safe to repeat. Answers who is asked now.
 */
export const handOver =
  <At extends object, F extends At & Due, M>(needs: AskingAbout<At, F, M>) =>
  (at: At): Promise<Ask<F>[]> =>
    lookAgain(async () => {
      const { asks, people, clock, mail, question } = needs
      const { kind } = question
      const [matter, all] = await Promise.all([question.find(at), asks.of(kind, at)])
      const open = all.filter(isAsked)
      if (matter === undefined || !question.waitOf(matter)) return open
      const now = clock.now()
      const candidates = await candidatesFor(needs, matter, beijingDate(now))
      const gone = open.filter(({ personId }) => !candidates.some(({ person }) => person.id === personId))
      const coming = candidates.filter(({ person }) => !open.some(({ personId }) => personId === person.id))
      if (gone.length + coming.length === 0) return open
      const ended = gone.map((ask) => ({ ...ask, endedAt: now.toISOString() }))
      const fresh = await Promise.all(coming.map((candidate) => freshAsk(needs)(matter, candidate, all)))
      const names = candidates.map(({ person }) => person.name)
      const ids = (asks: Ask<F>[]) => asks.map(({ personId }) => personId)
      const facts = { from: ids(ended), to: ids(fresh) }
      const saved = await question.handOver(matter, { ended, fresh, names, facts }, [
        ...settledWrites(kind, ended),
        ...fresh.flatMap((ask) => askWrites(kind, ask)),
      ])
      if (saved === 'closed') return open
      for (const ask of ended) {
        const person = await people.withId(ask.personId)
        if (person) await mail.send(handedOverLetter(question, matter, person, ask))
      }
      for (const ask of fresh) await mailAsk(needs)(matter, ask)
      return [...open.filter((ask) => !gone.includes(ask)), ...fresh]
    })

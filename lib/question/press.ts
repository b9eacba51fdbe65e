import { lookAgain } from '../matter/look-again'
import type { Due } from './ask'
import { handOver } from './hand-over'
import { mailAsk } from './mail-ask'
import type { AskingAbout } from './question'
import { settledWrites } from './store'
import { dueMoments } from './wait'

/**
 * Invariant 5: does what is due in a question nobody has answered: the same link once more to whoever holds the role
 * now, word to whoever presses, the named end. When several moments passed unseen (a long stop), only the last speaks.
 */
export const pressQuestion =
  <At extends object, F extends At & Due, M>(needs: AskingAbout<At, F, M>) =>
  (at: At): Promise<void> =>
    lookAgain(async () => {
      const { asks, mail, clock, question } = needs
      const matter = await question.find(at)
      const wait = matter && question.waitOf(matter)
      if (!wait) return
      const { due, passed } = dueMoments(wait, clock.now())
      const last = due.at(-1)
      if (!last) return
      if (due.some(({ kind }) => kind === 'expire')) {
        const all = await asks.of(question.kind, at)
        return question.expire(matter, all, settledWrites(question.kind, all))
      }
      // Letters first, then the record: a crash between repeats a letter under its old Message-ID, never loses one.
      for (const ask of await handOver(needs)(at)) await mailAsk(needs)(matter, ask, passed)
      if (last.kind === 'editor')
        for (const presser of await question.pressers(matter))
          await mail.send(question.letters.overdue(matter, presser))
      await question.pressed(matter, passed)
    })

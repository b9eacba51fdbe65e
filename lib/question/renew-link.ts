import { isAsked, type Due } from './ask'
import { freshAsk, mailAsk } from './mail-ask'
import type { AskingAbout, Visit } from './question'

/** A new round for one asked person: the old link and code die, the new ones go to the registered address only. */
export const renewLink =
  <At extends object, F extends At & Due, M>(needs: AskingAbout<At, F, M>) =>
  async ({ ask, matter, person }: Pick<Visit<F, M>, 'ask' | 'matter' | 'person'>): Promise<void> => {
    const { asks, people, question } = needs
    const standsInFor = ask.standsInFor === undefined ? undefined : await people.withId(ask.standsInFor)
    const next = await freshAsk(needs)(matter, { person, ...(standsInFor && { standsInFor }) }, [ask])
    // Another request may have renewed it already: then that one's letter goes, under its own Message-ID.
    const standing = await asks.ask(question.kind, next)
    if (isAsked(standing)) await mailAsk(needs)(matter, standing)
  }

import { askCodeOf, isAsked, newAsk, tokenOf, type Ask, type Due } from './ask'
import { unpublishedNote } from '../policy/unpublished'
import { currentKey, keyNamed, keyRing } from '../platform/key-ring'
import { beijingDate } from '../policy/working-days'
import { candidatesFor, type AskingAbout } from './question'
import type { Candidate } from '../people/seats'

/** A fresh ask of a candidate, in the round after those they had; mailed by `mailAsk` once it is saved. */
export const freshAsk =
  <At extends object, F extends At & Due, M>({
    ids,
    secrets,
    clock,
    question: { kind, fields },
  }: Pick<AskingAbout<At, F, M>, 'ids' | 'secrets' | 'clock' | 'question'>) =>
  async (matter: M, { person, standsInFor }: Candidate, before: Ask<F>[] = []): Promise<Ask<F>> => {
    const round = (before.find(({ personId }) => personId === person.id)?.round ?? 0) + 1
    const who = { personId: person.id, ...(standsInFor && { standsInFor: standsInFor.id }) }
    const { name, key } = currentKey(keyRing(await secrets.read('link-key')), clock.now())
    return newAsk(kind, fields(matter), { ...who, round, nonce: ids.secret(), keyName: name }, key)
  }

/** Everybody who may be asked today, with a fresh ask each: saved together with what opens the question. */
export const firstAsks =
  <At extends object, F extends At & Due, M>(
    needs: Pick<AskingAbout<At, F, M>, 'people' | 'clock' | 'ids' | 'secrets' | 'question'>,
  ) =>
  async (matter: M): Promise<{ asks: Ask<F>[]; names: string[] }> => {
    const candidates = await candidatesFor(needs, matter, beijingDate(needs.clock.now()))
    return {
      asks: await Promise.all(candidates.map((candidate) => freshAsk(needs)(matter, candidate))),
      names: candidates.map(({ person }) => person.name),
    }
  }

/**
 * Mails one asked person the link and the code, which are made here and live nowhere else; a repeated step mails the
 * same letter under the same Message-ID. `reminder` counts the reminders of this question.
 */
export const mailAsk =
  <At extends object, F extends At & Due, M>({
    mail,
    people,
    secrets,
    publicUrl,
    question,
  }: Omit<AskingAbout<At, F, M>, 'asks' | 'ids' | 'clock'>) =>
  async (matter: M, ask: Ask<F>, reminder?: number): Promise<void> => {
    const [ring, person, holder] = await Promise.all([
      secrets.read('link-key').then(keyRing),
      people.withId(ask.personId),
      ask.standsInFor ? people.withId(ask.standsInFor) : undefined,
    ])
    const wait = question.waitOf(matter)
    if (!person || !wait) return
    const { kind, letters } = question
    const key = keyNamed(ring, ask.keyName)
    if (key === undefined) throw new Error(`the link key ${ask.keyName} is gone before its links`)
    const mailed = {
      person,
      link: `${publicUrl}/d/${tokenOf(kind, key, ask)}`,
      code: askCodeOf(kind, key, ask),
      round: ask.round,
      deadline: new Date(wait.deadline),
      deadlineNote: unpublishedNote(wait.counted?.unpublished ?? []),
      ...(holder && { standsInFor: holder.name }),
    }
    await mail.send(
      reminder === undefined ? letters.ask(matter, mailed) : letters.remind(matter, mailed, reminder),
    )
  }

/** The same to everybody who is asked. */
export const mailAsks =
  <At extends object, F extends At & Due, M>(needs: Omit<AskingAbout<At, F, M>, 'ids' | 'clock'>) =>
  async (matter: M): Promise<void> => {
    const { asks, question } = needs
    for (const ask of await asks.of(question.kind, question.fields(matter)))
      if (isAsked(ask)) await mailAsk(needs)(matter, ask)
  }

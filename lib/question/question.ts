import type { Letter, Mail } from '../channels/mail/mail'
import type { DecisionForms } from '../pages/decision-forms'
import { holdersOf, stillHolds, type Candidate, type Seat } from '../people/seats'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import type { Bilingual, RefusalDetail } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import type { Write } from '../platform/table'
import type { Ask, AskKind, Due } from './ask'
import type { Asks, LinkHead } from './store'
import type { Wait } from './wait'

/** What a letter that asks is given; its sentences are the room's own. */
export interface Mailed {
  person: Person
  /** the link of this very person, and the code that approves */
  link: string
  code: string
  /** above 1 the earlier link is void */
  round: number
  deadline: Date
  /** years of it whose holidays are not published */
  deadlineNote: Bilingual | undefined
  /** name of the holder, when this person is asked as substitute */
  standsInFor?: string
}

/** Who is asked no longer, who is asked now, and the names of all who are. */
export interface Moved<F> {
  ended: Ask<F>[]
  fresh: Ask<F>[]
  names: string[]
  /** ids, for the ledger */
  facts: { from: string[]; to: string[] }
}

/**
 * A question to named persons, as the room that asks describes it. `At` names it, `F` is what an ask carries of it, `M`
 * is all of it that rules and letters need. Asking, links, codes, reminders, substitutes and handing over are done here.
 */
export interface Question<At extends object, F extends At & Due, M> {
  kind: AskKind<At, F>
  /** nothing when there is no such question */
  find(at: At): Promise<M | undefined>
  fields(matter: M): F
  /** nothing when it waits for no answer (any more) */
  waitOf(matter: M): Wait | undefined
  /** what it is called in letters */
  title(matter: M): string
  /** its page in the portal, from `/portal` on, and the thread of its letters */
  page(matter: M): string
  thread(matter: M): string
  /** the open question a thread is about, if it is one of ours */
  ofThread(thread: string): Promise<At | undefined>
  /** the roles any of which answers it */
  seats(matter: M): Seat[]
  /** invariant 6: why somebody may not answer it, asked when they are asked and again when they decide */
  conflict(matter: M): Promise<(candidate: Candidate) => RefusalDetail | null>
  letters: {
    ask(matter: M, mailed: Mailed): Letter
    /** the same link and code once more; `count` numbers the reminders */
    remind(matter: M, mailed: Mailed, count: number): Letter
    /** to whoever presses: nobody decided in time */
    overdue(matter: M, presser: Person): Letter
  }
  /** who hears that nobody decided, or that nobody asked can be reached */
  pressers(matter: M): Promise<Person[]>
  /** Saves that others are asked, with `writes`, unless it waits no more. */
  handOver(matter: M, moved: Moved<F>, writes: Write[]): Promise<'saved' | 'closed'>
  /** Saves how many moments of its wait are behind it; an older count changes nothing. */
  pressed(matter: M, passed: number): Promise<void>
  /** The named end of a wait that none of these answered, with `writes`. */
  expire(matter: M, asks: Ask<F>[], writes: Write[]): Promise<void>
}

/** What asking needs besides the question. */
export interface Asking {
  asks: Asks
  people: People
  mail: Mail
  secrets: Secrets
  ids: Ids
  clock: Clock
  publicUrl: string
}
export interface AskingAbout<At extends object, F extends At & Due, M> extends Asking {
  question: Question<At, F, M>
}

/** An open question behind a link, after every check of invariant 4 held. */
export interface Visit<F, M> {
  link: LinkHead
  ask: Ask<F>
  matter: M
  person: Person
}

/** The form as it was posted; `quote` is the passage a rejection speaks of, `answers` go with what the page asks. */
export interface DecisionForm {
  token: string
  nonce: string
  choice: 'approve' | 'reject'
  code?: string
  reason?: string
  quote?: string
  answers: string[]
}

export interface Answer {
  kind: 'approved' | 'rejected'
  by: string
  name: string
  standsInFor?: string
  /** ISO, UTC */
  at: string
  reason?: string
  quote?: string
  answers: string[]
}

/** How a question is answered on the page behind its link: the part of its description that only the page needs. */
export interface Answering<F, M> {
  /** Says what stands in the way of an answer; @throws Refusal */
  requireOpen(matter: M, now: Date): void
  /** of what is shown and decided on (invariant 1) */
  hashOf(matter: M): string
  /** Nothing was changed since it was asked about. @throws Refusal */
  requireSame?(matter: M): Promise<void>
  /** What else the form has to hold. @throws Refusal */
  requireFilled?(visit: Visit<F, M>, form: DecisionForm): Promise<void>
  /**
   * Saves the answer once, and wakes whoever waits for it. `settle`, called within the try that saves, answers the
   * writes that go with it; @throws Refusal `NotAsked` when it was handed over meanwhile
   */
  record(visit: Visit<F, M>, answer: Answer, settle: () => Promise<Write[]>): Promise<void>
  show(visit: Visit<F, M>, form: DecisionForms): Promise<{ page: string; mediaHosts?: string[] }>
  /** what comes of the answer, for the page that thanks */
  answered(visit: Visit<F, M>, answer: Answer): { title: string; about: string }
}

/** Whoever may be asked today, without anyone separation of duty forbids. */
export async function candidatesFor<At extends object, F extends At & Due, M>(
  { people, question }: { people: People; question: Pick<Question<At, F, M>, 'seats' | 'conflict'> },
  matter: M,
  today: string,
): Promise<Candidate[]> {
  const conflict = await question.conflict(matter)
  const found = await Promise.all(question.seats(matter).map((seat) => holdersOf(people, seat, today)))
  return found
    .flat()
    .filter(
      (candidate, at, all) =>
        all.findIndex(({ person }) => person.id === candidate.person.id) === at &&
        conflict(candidate) === null,
    )
}

/** The asked person, while they still hold what they were asked for. */
export async function stillAnswers<At extends object, F extends At & Due, M>(
  { people, question }: { people: People; question: Pick<Question<At, F, M>, 'seats'> },
  matter: M,
  ask: Ask<F>,
  today: string,
): Promise<Candidate | undefined> {
  for (const seat of question.seats(matter)) {
    const candidate = await stillHolds(people, seat, ask, today)
    if (candidate) return candidate
  }
  return undefined
}

/** What a letter calls several people. */
export const namesOf = (names: string[]): Bilingual => ({ zh: names.join('、'), en: names.join(', ') })

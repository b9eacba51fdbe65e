import { loanNewsLetter, type AboutLoan, type LoanNews } from '../channels/mail/loan-letters'
import type { Letter, Mail } from '../channels/mail/mail'
import { editorsOf } from '../people/office-staff'
import { isActive, type Person } from '../people/person'
import { holdersOf } from '../people/seats'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import { isAsked } from '../question/ask'
import type { Asks } from '../question/store'
import { loanAsks } from './ask'
import type { Loan } from './loan'

/** What every letter about a loan needs. `mail` is patient: one mailbox that takes nothing stops nobody else's letter. */
export interface LoanMail {
  mail: Mail
  people: People
  clock: Clock
  publicUrl: string
}

export const loanPage = (publicUrl: string, loan: Pick<Loan, 'id'>): string =>
  `${publicUrl}/portal/loans/${loan.id}`

/** The facts all letters about a loan begin with. */
export const aboutLoan = (loan: Loan, unitName: string, person: Person): AboutLoan => ({
  to: person.email,
  name: person.name,
  language: person.language,
  loanId: loan.id,
  ...{ event: loan.event, purpose: loan.purpose, unitName, cap: loan.cap },
  from: new Date(loan.from),
  until: new Date(loan.until),
  borrowers: loan.borrowers.map((one) => one.name),
})

export const unitNameOf = async (people: People, unitId: string): Promise<string> =>
  (await people.units()).find((unit) => unit.id === unitId)?.name ?? unitId

/** Whom a letter goes to, by what they are to the loan; nobody gets one twice. */
export type Reader = 'applicant' | 'borrowers' | 'unit-head' | 'editors' | 'department-head'

export async function readersOf(
  { people, clock }: Pick<LoanMail, 'people' | 'clock'>,
  loan: Loan,
  readers: Reader[],
): Promise<Person[]> {
  const today = beijingDate(clock.now())
  const found: Record<Reader, () => Promise<(Person | undefined)[]>> = {
    applicant: async () => [await people.withId(loan.appliedBy.id)],
    borrowers: () => Promise.all(loan.borrowers.map((one) => people.withId(one.id))),
    'unit-head': async () => people.holding('unit-head', loan.unitId),
    editors: () => editorsOf({ people, clock }),
    'department-head': async () =>
      (await holdersOf(people, { role: 'department-head' }, today))
        .filter((one) => !one.standsInFor)
        .map((one) => one.person),
  }
  const all = (await Promise.all(readers.map((reader) => found[reader]()))).flat()
  return all.filter(
    (person, at): person is Person =>
      person !== undefined &&
      isActive(person, today) &&
      all.findIndex((other) => other?.id === person.id) === at,
  )
}

/** One letter to each reader, in their language. */
export const tellAbout =
  (post: LoanMail) =>
  async (
    loan: Loan,
    readers: Reader[],
    letter: (about: AboutLoan, person: Person) => Letter,
  ): Promise<void> => {
    const unitName = await unitNameOf(post.people, loan.unitId)
    for (const person of await readersOf(post, loan, readers))
      await post.mail.send(letter(aboutLoan(loan, unitName, person), person))
  }

type News = Pick<LoanNews, 'kind' | 'head' | 'say' | 'reason'>

/** News of a loan in one sentence, with its page. */
export const newsLetter = (publicUrl: string, loan: Loan, about: AboutLoan, news: News): Letter =>
  loanNewsLetter({
    ...about,
    ...news,
    link: { label: { zh: '查看这次借用', en: 'See this loan' }, url: loanPage(publicUrl, loan) },
  })

export const tellNews =
  (post: LoanMail) =>
  (loan: Loan, readers: Reader[], news: News): Promise<void> =>
    tellAbout(post)(loan, readers, (about) => newsLetter(post.publicUrl, loan, about, news))

/** Whoever else was asked hears that the question is over; nobody who has the news of it already. */
export async function tellOthersAsked(
  post: LoanMail & { asks: Asks },
  loan: Loan,
  alreadyTold: Reader[],
): Promise<void> {
  const by = loan.decision
  if (!by) return
  const told = await readersOf(post, loan, alreadyTold)
  const over = [by.id, ...told.map(({ id }) => id)]
  const asked = (await post.asks.of(loanAsks, { loanId: loan.id })).filter(
    (ask) => isAsked(ask) && !over.includes(ask.personId),
  )
  const unitName = await unitNameOf(post.people, loan.unitId)
  for (const personId of new Set(asked.map((ask) => ask.personId))) {
    const person = await post.people.withId(personId)
    if (!person || !isActive(person, beijingDate(post.clock.now()))) continue
    const granted = loan.state !== 'refused'
    await post.mail.send(
      newsLetter(post.publicUrl, loan, aboutLoan(loan, unitName, person), {
        kind: 'decided',
        head: { zh: '借用申请已由他人决定', en: 'somebody else has decided on a loan' },
        say: {
          zh: `${by.name}${granted ? '已批准' : '没有批准'}这次借用。您不用再处理，先前邮件中的链接作废。`,
          en: `${by.name} has ${granted ? 'granted' : 'refused'} this loan. Nothing is left for you to do; the link of the earlier mail is void.`,
        },
      }),
    )
  }
}

import { calendarOf } from '../calendar/calendar'
import { shippedList } from '../calendar/store'
import { lookAgain } from '../matter/look-again'
import { named, type Person } from '../people/person'
import { measure } from '../platform/log'
import { Refusal } from '../platform/refusal'
import { glassWaitsFor } from '../policy/two-people'
import { addWorkingHours } from '../policy/working-days'
import { concernedIn } from './change'
import { newsLetter } from './letters'
import { requireWaiting, type Proposal } from './proposal'
import { readersOf, type ProposeNeeds } from './propose'
import { watchersOf } from './seconds'
import { requireProposer } from './withdraw'

/**
 * Nobody who could confirm it can be reached and it cannot wait: with a reason it takes effect without one, after four
 * working hours in which anybody who was asked may still refuse. An alarm at once, and letters to the company leaders,
 * to whoever could confirm it and to whom it concerns: nobody becomes another unseen.
 */
export const breakGlass =
  (needs: ProposeNeeds) =>
  async ({
    proposalId,
    reason,
    by,
  }: {
    proposalId: string
    reason: string
    by: Person
  }): Promise<Proposal> => {
    const { proposals, people, acts, mail, clock } = needs
    // One administrator alone publishes holidays: a Sunday they made a working day is none in which others would refuse.
    const company = await needs.calendar()
    const shipped = calendarOf(shippedList())
    const isWorkingDay = (date: string) => company.isWorkingDay(date) && shipped.isWorkingDay(date)
    const broken = await lookAgain(async () => {
      const proposal = await proposals.withId(proposalId)
      requireProposer(proposal, by)
      requireWaiting(proposal)
      if (proposal.glass) throw already()
      if (proposal.change.kind === 'roster') throw ofMany()
      const now = clock.now()
      const effectiveAt = addWorkingHours(now, glassWaitsFor.workingHours, isWorkingDay).toISOString()
      const next: Proposal = { ...proposal, glass: { reason, at: now.toISOString(), effectiveAt } }
      const concernedId = concernedIn(proposal.change)
      const concerned = concernedId === undefined ? undefined : await people.withId(concernedId)
      const readers = [
        ...(await watchersOf(needs)).filter(({ id }) => id !== by.id),
        ...readersOf(proposal.act, concerned),
      ].filter((one, at, all) => all.findIndex(({ email }) => email === one.email) === at)
      const letters = await Promise.all(readers.map((reader) => mail.write(glassLetter(next, reader))))
      const { writes, next: saved } = proposals.writesOf(proposal, {
        next,
        happened: { by: by.id, type: 'ProposalForced', facts: { reason, effectiveAt } },
        writes: letters.flat(),
      })
      const { about, facts, type } = proposal.act
      await acts.record(
        {
          ...{ type: 'GlassBroken', by: named(by), about },
          facts: { ...facts, what: type, reason, proposal: proposalId },
        },
        (rows) => proposals.save([...rows, ...writes]),
      )
      return saved
    })
    measure('GlassBroken', 1)
    return broken
  }

const already = () =>
  new Refusal('WrongState', {
    zh: '这项变更已经声明为紧急',
    en: 'this change was declared urgent already',
  })

const ofMany = () =>
  new Refusal('NotAllowed', {
    zh: '一次改变多人的导入不能声明为紧急；急需的请单独变更',
    en: 'an import of many people is never urgent; change whoever is needed singly',
  })

const glassLetter = (proposal: Proposal, reader: Person) =>
  newsLetter(proposal, reader, {
    name: 'glass',
    head: { zh: '紧急变更，将在无人复核的情况下生效', en: 'a change takes effect unconfirmed' },
    say: {
      zh: `${proposal.proposedBy.name}声明下面的变更紧急。若无人拒绝，四个工作小时后自动生效。`,
      en: `${proposal.proposedBy.name} declared this change urgent. Unless somebody refuses, it takes effect after four working hours.`,
    },
    note: {
      zh: '收到复核邮件的人可用其中的链接拒绝。如果您不知道这件事，请立即联系他们。',
      en: 'Whoever was mailed a link may refuse with it. If you know nothing of this, call them at once.',
    },
  })

import type { ReadCalendar } from '../calendar/calendar'
import type { Outbox } from '../outbox/outbox'
import { carryOut, type Planned } from '../people/administer'
import { named, type Person } from '../people/person'
import { canonicalJson } from '../platform/ids'
import type { Write } from '../platform/table'
import { secondAnswersWithin, whyTwo } from '../policy/two-people'
import { addWorkingDays, beijingDate } from '../policy/working-days'
import { freshAsk, mailAsk } from '../question/mail-ask'
import { candidatesFor, type Asking } from '../question/question'
import { askWrites } from '../question/store'
import { waitUntil } from '../question/wait'
import type { OfferedAccounts } from '../channels/weibo/account-store'
import type { Acts } from '../security/ledger'
import type { SettingsStore } from '../settings/store'
import type { WordLists } from '../wording/store'
import { Change, isOfAccounts, planOf } from './change'
import { accountLetter, doneLetter, proposedLetter } from './letters'
import { hashOfChange, shownOf, type Proposal } from './proposal'
import { proposalQuestion } from './proposal-question'
import { isHead, seatsOfSecond, watchersOf } from './seconds'
import { proposalAsks, type Proposals } from './store'
import { tellNewHead } from './tell-new-head'

export interface ProposeNeeds extends Asking {
  proposals: Proposals
  acts: Acts
  wordLists: WordLists
  settings: SettingsStore
  weiboAccounts: OfferedAccounts
  mail: Outbox
  calendar: ReadCalendar
}

/** What concerns a person enough to be told of, also where one administrator is enough. */
const isTold = ({ act: { type, before, after } }: Planned): boolean =>
  type !== 'PersonSaved' || ['email', 'name', 'leftOn'].some((field) => before?.[field] ?? after?.[field])

/** Where whom it concerns is told: at the address they have, and at the one they get. */
export const readersOf = (act: Pick<Planned['act'], 'after'>, concerns: Person | undefined): Person[] => {
  if (!concerns) return []
  const email = act.after?.['email']
  return [concerns, ...(typeof email === 'string' ? [{ ...concerns, email }] : [])]
}

/**
 * What an administrator wants changed: done at once where one person is enough; else it waits for a second one, and whom
 * it concerns is told at both addresses. While nobody else could confirm (a company being set up) it is done alone, the
 * record says so, and the head of 企管部 is told once there is one. Answers the proposal if it waits.
 */
export const propose =
  (needs: ProposeNeeds) =>
  async (wish: { change: Change; by: Person }): Promise<Proposal | undefined> => {
    const { by } = wish
    // As it will be read again: its hash is of nothing else.
    const change = Change.parse(wish.change)
    const { people, clock, mail } = needs
    const planned = await planOf(needs)(change, by)
    if (!planned) return undefined
    const concernsHead = planned.concerns !== undefined && (await isHead({ people, clock })(planned.concerns))
    if (whyTwo(planned.act, concernsHead) === undefined) {
      await atOnce(planned)
      return undefined
    }
    const seats = await seatsOfSecond({ people, clock })({ proposerId: by.id, concernsHead })
    if (seats.length > 0) return waiting(planned)
    const { act } = planned
    await atOnce({ ...planned, act: { ...act, facts: { ...act.facts, alone: true } } })
    await tellNewHead(needs)(planned)
    return undefined

    async function atOnce(done: Planned): Promise<void> {
      const id = `${done.act.type} ${done.act.about.id} ${clock.now().toISOString()}`
      const told = isTold(done) && done.concerns?.id !== by.id ? readersOf(done.act, done.concerns) : []
      const letters = await Promise.all(
        told.map((reader) => mail.write(doneLetter(done.act, reader, { id }))),
      )
      await carryOut(needs)({ ...done, write: (rows) => done.write([...rows, ...letters.flat()]) })
    }

    async function waiting({ act, concerns }: Planned): Promise<Proposal> {
      const { proposals, acts, ids } = needs
      const already = (await proposals.page()).items.find(
        (one) =>
          one.state === 'waiting' &&
          one.proposedBy.id === by.id &&
          canonicalJson(one.change) === canonicalJson(change),
      )
      if (already) return already
      const now = clock.now()
      const calendar = await needs.calendar()
      const deadline = addWorkingDays(now, secondAnswersWithin.workingDays, calendar.isWorkingDay)
      const shown = shownOf(act)
      const { type, about, before, after, facts, names } = shown
      const begun: Proposal = {
        ...{ id: ids.uuid(), state: 'waiting', change, act: shown },
        hash: hashOfChange({ change, act: shown }),
        proposedBy: { ...named(by), at: now.toISOString() },
        ...{ recordedAs: 0, concernsHead, wait: waitUntil(deadline, now, calendar) },
        ...{ updatedAt: '', revision: 0, chain: { seq: 0, hash: '' } },
      }
      const asking = { ...needs, question: proposalQuestion(needs) }
      const matter = { proposal: begun, seats }
      const candidates = await candidatesFor(asking, matter, beijingDate(now))
      const asks = await Promise.all(candidates.map((candidate) => freshAsk(asking)(matter, candidate)))
      const office = isOfAccounts(change)
        ? (await watchersOf(needs)).filter(({ id }) => id !== by.id).map((one) => accountLetter(begun, one))
        : []
      const told = [...readersOf(act, concerns).map((reader) => proposedLetter(begun, reader)), ...office]
      const letters = await Promise.all(told.map((letter) => mail.write(letter)))
      const writes: Write[] = [...asks.flatMap((ask) => askWrites(proposalAsks, ask)), ...letters.flat()]
      const of = candidates.map(({ person }) => person.id)
      const proposal = await acts.record(
        {
          ...{ type: 'ProposalMade', by: named(by), about },
          ...{ ...(before && { before }), ...(after && { after }), ...(names && { names }) },
          facts: { ...facts, what: type, proposal: begun.id, hash: begun.hash },
        },
        async (rows, recordedAs) => {
          const made = proposals.writesOf(undefined, {
            next: { ...begun, recordedAs },
            happened: { by: by.id, type: 'ChangeProposed', facts: { hash: begun.hash, of } },
            writes,
          })
          await proposals.save([...rows, ...made.writes])
          return made.next
        },
      )
      for (const ask of asks) await mailAsk(asking)({ proposal, seats }, ask)
      return proposal
    }
  }

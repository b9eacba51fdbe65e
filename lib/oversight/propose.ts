import type { ReadCalendar } from '../calendar/calendar'
import type { Outbox } from '../outbox/outbox'
import { carryOut, type Planned } from '../people/administer'
import { headsOf } from '../people/office-staff'
import { named, type Person } from '../people/person'
import type { Rosters } from '../people/roster-store'
import { canonicalJson } from '../platform/ids'
import type { Points } from '../points/store'
import { pieces, type Write } from '../platform/table'
import { secondAnswersWithin, whyTwo } from '../policy/two-people'
import { addWorkingDays, beijingDate } from '../policy/working-days'
import { freshAsk, mailAsk } from '../question/mail-ask'
import { candidatesFor, type Asking } from '../question/question'
import { askWrites } from '../question/store'
import { waitUntil } from '../question/wait'
import type { OfferedAccounts } from '../channels/weibo/account-store'
import type { Acts } from '../security/ledger'
import type { SettingsStore } from '../settings/store'
import type { Themes } from '../theme/store'
import type { WordLists } from '../wording/store'
import { Change, isOfAccounts, planOf } from './change'
import { concernedBy } from './concerned'
import { accountLetter, doneLetter, proposedLetter } from './letters'
import { hashOfChange, shownOf, type Proposal } from './proposal'
import { proposalQuestion } from './proposal-question'
import { seatsOfSecond, watchersOf } from './seconds'
import { proposalAsks, type Proposals } from './store'
import { tellNewHead } from './tell-new-head'

export interface ProposeNeeds extends Asking {
  proposals: Proposals
  acts: Acts
  wordLists: WordLists
  themes: Themes
  settings: SettingsStore
  rosters: Rosters
  points: Points
  weiboAccounts: OfferedAccounts
  mail: Outbox
  calendar: ReadCalendar
}

/** What concerns a person enough to be told of, also where one administrator is enough. */
const isTold = ({ act: { type, before, after } }: Pick<Planned, 'act'>): boolean =>
  type !== 'PersonSaved' ||
  ['name', 'leftOn', 'roles'].some((field) => before?.[field] ?? after?.[field]) ||
  before?.['email'] !== undefined

/** Letters of a change of many, more than a transaction holds; each may be written twice. */
export async function writeInPieces(
  { proposals }: Pick<ProposeNeeds, 'proposals'>,
  rows: Write[],
): Promise<void> {
  for (const some of pieces(rows)) await proposals.save(some)
}

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
    const heads = await headsOf({ people, clock })
    const concernsHead = concernedBy(planned).some(({ concerns }) =>
      heads.some(({ id }) => id === concerns.id),
    )
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
      const letters = await Promise.all(
        concernedBy(done)
          .filter((one) => isTold(one) && one.concerns.id !== by.id)
          .flatMap(({ concerns, act }) =>
            readersOf(act, concerns).map((reader) => mail.write(doneLetter(act, reader, { id }))),
          ),
      )
      await done.prepare?.()
      if (done.each) await writeInPieces(needs, letters.flat())
      const also = done.each ? [] : letters.flat()
      await carryOut(needs)({ ...done, write: (rows) => done.write([...rows, ...also]) })
    }

    async function waiting(planned: Planned): Promise<Proposal> {
      const { act } = planned
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
      const told = concernedBy(planned)
        .filter(isTold)
        .flatMap(({ concerns, act: own }) =>
          readersOf(own, concerns).map((reader) => proposedLetter({ ...begun, act: shownOf(own) }, reader)),
        )
      const letters = (await Promise.all([...told, ...office].map((letter) => mail.write(letter)))).flat()
      if (planned.each) await writeInPieces(needs, letters)
      const writes: Write[] = [
        ...asks.flatMap((ask) => askWrites(proposalAsks, ask)),
        ...(planned.each ? [] : letters),
      ]
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

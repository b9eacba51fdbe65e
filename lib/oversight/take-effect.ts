import { lookAgain } from '../matter/look-again'
import type { Planned } from '../people/administer'
import { holds, isActive, named, type Person } from '../people/person'
import { sessionsEndWrite } from '../people/store'
import { canonicalJson } from '../platform/ids'
import { isRefusal, Refusal, type Bilingual } from '../platform/refusal'
import type { Write } from '../platform/table'
import { beijingDate } from '../policy/working-days'
import { theSystem, type NewAct } from '../security/act'
import { concernedBy } from './concerned'
import { isOfAccounts, planOf, proposersOf } from './change'
import { doneLetter, effectiveLetter, newsLetter } from './letters'
import { hashOfChange, shownOf, type Proposal } from './proposal'
import { readersOf, writeInPieces, type ProposeNeeds } from './propose'
import { watchersOf } from './seconds'
import { tellNewHead } from './tell-new-head'

/** It is as it was proposed, by whom the record says: a row that somebody else wrote takes no effect. */
async function requireRecorded({ acts }: Pick<ProposeNeeds, 'acts'>, proposal: Proposal): Promise<void> {
  const act = await acts.numbered(proposal.recordedAs)
  const isIt =
    act?.type === 'ProposalMade' &&
    act.by.id === proposal.proposedBy.id &&
    act.facts['proposal'] === proposal.id &&
    act.facts['hash'] === hashOfChange(proposal)
  if (!isIt) throw new Error(`the proposal ${proposal.id} is not what the record says was proposed`)
}

/** By the right of whoever proposed it, which they still have. @throws Refusal */
async function proposerOf(
  { people, clock }: ProposeNeeds,
  { proposedBy, change }: Proposal,
): Promise<Person> {
  const person = await people.withId(proposedBy.id)
  const today = beijingDate(clock.now())
  if (!person || !isActive(person, today))
    throw new Refusal('NotAllowed', {
      zh: `提出人${proposedBy.name}已离职`,
      en: `${proposedBy.name}, who proposed it, has left`,
    })
  if (proposersOf(change).some((role) => holds(person, role, today))) return person
  throw new Refusal('NotAllowed', {
    zh: `提出人${proposedBy.name}已不再担任可以提出这项变更的角色`,
    en: `${proposedBy.name}, who proposed it, may not propose it any more`,
  })
}

/**
 * What is written is what was shown: things that changed meanwhile would ride along unseen, an address of before or somebody
 * who left. The last day of a role that ends is another one every day.
 */
function requireAsShown({ change, act }: Proposal, planned: Planned): void {
  // What things are called changes nothing; proposals of earlier versions keep no names.
  const isSame =
    canonicalJson({ ...shownOf(planned.act), names: {} }) === canonicalJson({ ...act, names: {} })
  if (change.kind === 'role-end' || isSame) return
  throw new Refusal('ContentChanged', {
    zh: '提出之后情况已有变化，与复核人看到的不一致；请重新提出',
    en: 'things have changed since it was proposed and are not what was confirmed; propose it again',
  })
}

/** The end of a proposal that changes nothing: on record and told. */
export const closeProposal =
  (needs: ProposeNeeds) =>
  (
    proposal: Proposal,
    end: {
      act: NewAct['type']
      by: NewAct['by']
      state?: Proposal['state']
      trouble?: Bilingual
      head: Bilingual
      say: Bilingual
    },
  ): Promise<void> =>
    lookAgain(async () => {
      const { proposals, people, acts, mail, clock } = needs
      const next: Proposal = {
        ...proposal,
        state: end.state ?? proposal.state,
        closedAt: clock.now().toISOString(),
        ...(end.trouble && { trouble: end.trouble }),
      }
      const proposer = await people.withId(proposal.proposedBy.id)
      const letters = proposer
        ? await mail.write(
            newsLetter(next, proposer, { name: next.state, head: end.head, say: end.say, mayOpen: true }),
          )
        : []
      const { facts, about, names } = proposal.act
      await acts.record(
        {
          ...{ type: end.act, by: end.by, about, ...(names && { names }) },
          facts: {
            ...facts,
            ...{ what: proposal.act.type, proposal: proposal.id },
            ...(proposal.decision?.reason && { reason: proposal.decision.reason }),
          },
        },
        (rows) =>
          proposals.save([
            ...rows,
            ...proposals.writesOf(proposal, {
              next,
              happened: { by: 'system', type: 'ProposalClosed', facts: { state: next.state } },
              writes: letters,
            }).writes,
          ]),
      )
    })

/** Confirmed, or the glass was broken and nobody refused: the change is written with its act and its letters. */
export const takeEffect =
  (needs: ProposeNeeds) =>
  async (proposal: Proposal): Promise<void> => {
    await requireRecorded(needs, proposal)
    try {
      await lookAgain(() => effect(needs)(proposal))
    } catch (error) {
      if (!isRefusal(error)) throw error
      await closeProposal(needs)(proposal, {
        ...{ act: 'ProposalFailed', by: theSystem, state: 'failed', trouble: error.said },
        head: { zh: '变更无法生效', en: 'the change could not take effect' },
        say: {
          zh: `您提出的变更已经确认，但现在无法生效：${error.said.zh}。`,
          en: `The change you proposed was confirmed but cannot take effect now: ${error.said.en}.`,
        },
      })
    }
  }

const effect = (needs: ProposeNeeds) => async (proposal: Proposal) => {
  const { proposals, acts, clock, mail } = needs
  const by = await proposerOf(needs, proposal)
  const { decision, glass, change } = proposal
  const now = clock.now()
  const planned: Planned | undefined = await planOf(needs)(change, by)
  if (planned) requireAsShown(proposal, planned)
  const next: Proposal = { ...proposal, state: 'effective', closedAt: now.toISOString() }
  const proof = decision ? { confirmedBy: decision.name } : { forced: glass?.reason }
  await planned?.prepare?.()
  const { proposer: news, told } = planned ? await lettersOf(planned) : { proposer: [], told: [] }
  if (planned?.each) await writeInPieces(needs, told)
  const letters = planned?.each ? news : [...told, ...news]
  const { writes } = proposals.writesOf(proposal, {
    next,
    happened: { by: 'system', type: 'ProposalTookEffect', facts: proof },
    writes: [...letters, ...(await proposals.settled(proposal.id))],
  })
  // What was to end has ended meanwhile.
  if (!planned) return proposals.save(writes)
  const act = { ...planned.act, facts: { ...planned.act.facts, ...proof, proposal: proposal.id } }
  await acts.record(act, (rows) => planned.write([...rows, ...writes, ...ownSessionsEnd()]))
  await tellNewHead(needs)(planned)

  async function lettersOf(done: Planned): Promise<{ told: Write[]; proposer: Write[] }> {
    const second = decision?.name
    const told = concernedBy(done).flatMap(({ concerns, act }) =>
      readersOf(act, concerns).map((reader) => doneLetter(act, reader, { id: proposal.id, second })),
    )
    const proposer = newsLetter(next, by, {
      ...{ name: 'effective', mayOpen: true },
      head: { zh: '变更已生效', en: 'the change is in effect' },
      say: decision
        ? {
            zh: `${decision.name}已确认，变更已生效。`,
            en: `${decision.name} confirmed it; it is in effect.`,
          }
        : { zh: '无人拒绝，紧急变更已生效。', en: 'Nobody refused; the urgent change is in effect.' },
    })
    const office = isOfAccounts(change) ? await watchersOf(needs) : []
    told.push(...office.map((reader) => effectiveLetter(next, reader)))
    const others = told.filter(({ to }) => to !== by.email)
    const written = await Promise.all(others.map((letter) => mail.write(letter)))
    return { told: written.flat(), proposer: await mail.write(proposer) }
  }

  /** Of oneself as of anybody else: another right, another session. */
  function ownSessionsEnd(): Write[] {
    const isRole = change.kind === 'grant' || change.kind === 'role-end'
    return isRole && change.personId === by.id ? [sessionsEndWrite(by.id, now)] : []
  }
}

export const byOf = ({ decision, proposedBy }: Proposal) => named(decision ?? proposedBy)

import { submissionDoor, takingOrAgain, type DecisionDoor } from '../approval/decision-door'
import { linkHashOf, pageNonce } from '../approval/link'
import { LinkHead } from '../approval/link-store'
import { openDecision } from '../approval/open-decision'
import { unknownLink } from '../approval/visit'
import type { DecisionForms } from '../pages/decision-forms'
import { renderDecisionOutcomePage } from '../pages/decision-outcome-page'
import { renderLoanDecisionPage } from '../pages/loan-decision-page'
import { html } from '../platform/http'
import { unpublishedNote } from '../policy/unpublished'
import { decideLoan } from './decide-loan'
import { loanStore } from './store'
import { openLoanVisit } from './visit'

type Room = Parameters<typeof decideLoan>[0]

/** The decision on a loan of the Weibo account (article 12). */
export function loanDoor(room: Room): DecisionDoor {
  const decide = decideLoan(room)
  const page = async (token: string, again: Pick<DecisionForms, 'problem' | 'typed'>, status: number) => {
    const { loan, link, person, ask, unitName } = await openLoanVisit(room)(token)
    const key = await room.secrets.read('link-key')
    const holder = ask.standsInFor ? await room.people.withId(ask.standsInFor) : undefined
    return html(
      status,
      renderLoanDecisionPage({
        ...{ language: person.language, action: `/d/${token}`, unitName, ...again },
        nonce: pageNonce(key, link.linkHash, loan.termsHash, room.clock.now()),
        decider: { name: person.name, ...(holder && { standsInFor: holder.name }) },
        ...{ event: loan.event, purpose: loan.purpose, cap: loan.cap, applicant: loan.appliedBy.name },
        borrowers: loan.borrowers.map((one) => one.name),
        appliedAt: new Date(loan.appliedAt),
        from: new Date(loan.from),
        until: new Date(loan.until),
        deadline: new Date(loan.wait?.deadline ?? loan.until),
        deadlineNote: unpublishedNote(loan.wait?.counted?.unpublished ?? []),
      }),
    )
  }
  return {
    show: (token) => page(token, {}, 200),
    take: takingOrAgain(async ({ path, body }) => {
      const { visit, loan } = await decide({ token: path.token, ...body })
      const { name, at, reason } = loan.decision!
      return html(
        200,
        renderDecisionOutcomePage({
          ...{ language: visit.person.language, about: 'loan', title: loan.event, by: name, reason },
          kind: loan.state === 'granted' ? 'approved-now' : 'rejected-now',
          at: new Date(at),
        }),
      )
    }, page),
  }
}

/** One address for the links of every room: the link itself says whose it is. @throws Refusal `LinkUnknown` */
export function openDecisionDoors(): (token: string) => Promise<DecisionDoor> {
  const room = openDecision()
  const doors = {
    submission: submissionDoor(room),
    loan: loanDoor({ ...room, loans: loanStore(room.table, room.clock) }),
  }
  return async (token) => {
    const link = await room.links.link(linkHashOf(token), LinkHead)
    if (!link) throw unknownLink()
    return doors[link.about]
  }
}

import { openDecision } from '../approval/open-decision'
import { loanAnswering } from '../loan/loan-answering'
import { loanQuestion } from '../loan/loan-question'
import { loanStore } from '../loan/store'
import { doorOfLink, questionDoor } from '../question/door'
import { proposalAnswering } from './proposal-answering'
import { proposalQuestion } from './proposal-question'
import { proposalStore } from './store'

/** What is asked behind a link, and by which room: a new question has its door here. */
export function openDecisionDoors() {
  const { room, submission } = openDecision()
  const loanRoom = { ...room, loans: loanStore(room.table, room.clock) }
  const loan = questionDoor({
    ...loanRoom,
    question: loanQuestion(loanRoom),
    answering: loanAnswering(loanRoom),
  })
  const oversight = { ...room, proposals: proposalStore(room.table, room.clock) }
  const proposal = questionDoor({
    ...oversight,
    question: proposalQuestion(oversight),
    answering: proposalAnswering(oversight),
  })
  return doorOfLink(room, { submission, loan, proposal })
}

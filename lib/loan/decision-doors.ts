import { openDecision } from '../approval/open-decision'
import { doorOfLink, questionDoor } from '../question/door'
import { loanAnswering } from './loan-answering'
import { loanQuestion } from './loan-question'
import { loanStore } from './store'

/** What is asked behind a link, and by which room: a new question has its door here. */
export function openDecisionDoors() {
  const { room, submission } = openDecision()
  const loanRoom = { ...room, loans: loanStore(room.table, room.clock) }
  const loan = questionDoor({
    ...loanRoom,
    question: loanQuestion(loanRoom),
    answering: loanAnswering(loanRoom),
  })
  return doorOfLink(room, { submission, loan })
}

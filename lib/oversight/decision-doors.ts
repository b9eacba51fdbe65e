import { tierAnswering } from '../approval/tier-answering'
import { tierQuestion } from '../approval/tier-question'
import { loanAnswering } from '../loan/loan-answering'
import { loanQuestion } from '../loan/loan-question'
import { doorOfLink, questionDoor } from '../question/door'
import { proposalAnswering } from './proposal-answering'
import { proposalQuestion } from './proposal-question'

type Needs = Parameters<typeof tierAnswering>[0] &
  Parameters<typeof tierQuestion>[0] &
  Parameters<typeof loanAnswering>[0] &
  Parameters<typeof loanQuestion>[0] &
  Parameters<typeof proposalAnswering>[0] &
  Parameters<typeof proposalQuestion>[0] &
  Omit<Parameters<typeof questionDoor>[0], 'question' | 'answering'>

/** What is asked behind a link, and by which room: a new question has its door here. */
export function decisionDoors(room: Needs) {
  return doorOfLink(room, {
    submission: questionDoor({ ...room, question: tierQuestion(room), answering: tierAnswering(room) }),
    loan: questionDoor({ ...room, question: loanQuestion(room), answering: loanAnswering(room) }),
    proposal: questionDoor({
      ...room,
      question: proposalQuestion(room),
      answering: proposalAnswering(room),
    }),
  })
}

/** This door decides nothing, wakes nobody and writes no letter (invariant 4). */
const nobody = () => Promise.reject(new Error('the door that shows a decision changes nothing'))

/** The same for whoever shows and has no right to anything else. */
export const shownDecisions = (room: Omit<Needs, 'mail' | 'waits' | 'callbacks'>) =>
  decisionDoors({
    ...{ ...room, mail: { send: nobody } },
    ...{ waits: { wake: nobody }, callbacks: { succeed: nobody } },
  })

import type { WorkCalendar } from '../calendar/calendar'
import type { Recount } from '../calendar/shifts'
import { lookAgain } from '../matter/look-again'
import { isAsked } from '../question/ask'
import { askWrites } from '../question/store'
import { recountedWait } from '../question/wait'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import type { Turn } from './approval'
import { tierAsks } from './ask'
import { turnWrite, type Approvals } from './store'
import { tierDeadline } from './tier-deadline'

interface Open {
  turn: Turn
  submission: Submission
}

function recounted({ turn, submission }: Open, calendar: WorkCalendar): Turn | undefined {
  const deadline = tierDeadline(submission, turn, new Date(turn.openedAt), calendar.isWorkingDay)
  const wait = recountedWait(turn, deadline, calendar)
  return wait && { ...turn, ...wait, revision: turn.revision + 1 }
}

/** How an approval follows a new list of holidays: its open tier, and the asks that name its deadline. */
export function recountApproval({
  submissions,
  approvals,
}: {
  submissions: Submissions
  approvals: Approvals
}): Recount {
  const openTurn = async (id: string): Promise<Open | undefined> => {
    const submission = await submissions.withId(id)
    if (submission.state !== 'in-review') return undefined
    const turn = (await approvals.turnsOf(id, submission.version)).find(({ decision }) => !decision)
    return turn && { turn, submission }
  }
  return {
    async look(id, calendar) {
      const open = await openTurn(id)
      const after = open && recounted(open, calendar)
      if (!open || !after || after.deadline === open.turn.deadline) return undefined
      return { title: open.submission.content.title, from: open.turn.deadline, to: after.deadline }
    },
    move: (id, calendar) =>
      lookAgain(async () => {
        const open = await openTurn(id)
        const after = open && recounted(open, calendar)
        if (!open || !after) return
        const { turn } = open
        const asks = (await approvals.asksOf(id, turn.version, turn.index)).filter(isAsked)
        const { deadline, counted } = after
        await submissions.change(id, (submission) =>
          submission.state !== 'in-review' || submission.version !== turn.version
            ? undefined
            : {
                submission,
                happened: {
                  by: 'system',
                  type: 'DeadlineMoved',
                  facts: { tier: turn.tier, from: turn.deadline, to: deadline, calendar: calendar.number },
                },
                writes: [
                  turnWrite(turn, after),
                  ...asks.flatMap((ask) => askWrites(tierAsks, { ...ask, deadline, counted })),
                ],
              },
        )
      }),
  }
}

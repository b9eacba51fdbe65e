import type { WorkCalendar } from '../calendar/calendar'
import type { Recount } from '../calendar/shifts'
import { lookAgain } from '../matter/look-again'
import { deadlineOf } from '../policy/working-days'
import { isAsked } from '../question/ask'
import { askWrites } from '../question/store'
import { recountedWait } from '../question/wait'
import type { Submissions } from '../submission/store'
import type { Turn } from './approval'
import { tierAsks } from './ask'
import { turnWrite, type Approvals } from './store'

function recounted(turn: Turn, calendar: WorkCalendar): Turn | undefined {
  const deadline = deadlineOf(new Date(turn.openedAt), turn.tier, calendar.isWorkingDay)
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
  const openTurn = async (id: string): Promise<Turn | undefined> => {
    const submission = await submissions.withId(id)
    if (submission.state !== 'in-review') return undefined
    return (await approvals.turnsOf(id, submission.version)).find(({ decision }) => !decision)
  }
  return {
    async look(id, calendar) {
      const turn = await openTurn(id)
      const after = turn && recounted(turn, calendar)
      if (!turn || !after || after.deadline === turn.deadline) return undefined
      const { content } = await submissions.withId(id)
      return { title: content.title, from: turn.deadline, to: after.deadline }
    },
    move: (id, calendar) =>
      lookAgain(async () => {
        const turn = await openTurn(id)
        const after = turn && recounted(turn, calendar)
        if (!turn || !after) return
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

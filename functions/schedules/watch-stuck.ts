import * as z from 'zod'
import { measureWaits } from '../../lib/approval/measure-waits'
import { recountApproval } from '../../lib/approval/recount'
import { resumeApproval } from '../../lib/approval/resume-approval'
import { moveDeadlines } from '../../lib/calendar/shifts'
import { beginWalk, endWalk } from '../../lib/canary/walk'
import { resumeComplaint } from '../../lib/complaint/wake'
import { runAgain } from '../../lib/failed/run-again'
import { measureToday } from '../../lib/edition/measure-today'
import { resumeEdition } from '../../lib/edition/resume-edition'
import { tierAsks } from '../../lib/approval/ask'
import { loanAsks } from '../../lib/loan/ask'
import { recountLoan } from '../../lib/loan/recount'
import { resumeLoan } from '../../lib/loan/wake'
import { lookForVerdict } from '../../lib/media/look-for-verdict'
import { watch } from '../../lib/matter/watch'
import { adoptPool } from '../../lib/pool/adopt-pool'
import { lookAtPool } from '../../lib/pool/look-at-pool'
import { proposalAsks } from '../../lib/oversight/store'
import { resumeProposal } from '../../lib/oversight/wake'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { invokeLater } from '../../lib/platform/function'
import { step } from '../../lib/platform/step'
import { lookForHolders } from '../../lib/question/look-for-holders'
import { resumeRequest } from '../../lib/request/wake'
import { recountPost } from '../../lib/weibo-post/recount'
import { resumePost } from '../../lib/weibo-post/wake'
import { bucket } from '../wire/files'
import {
  approveMachine,
  callbacks,
  complaintMachine,
  lendMachine,
  posting,
  postMachine,
  requestMachine,
  sendMachine,
  waits,
} from '../wire/machines'
import { wire } from '../wire/part'
import { failedQueues } from '../wire/queues'
import { approvals, complaints, editions, loans, posts, proposing, requests, submissions } from '../wire/rows'

const room = wire({
  ...{ ...proposing(), submissions, approvals, editions, posts, loans, complaints, requests },
  ...{ callbacks, waits, posting, bucket },
  ...{ approveMachine, complaintMachine, lendMachine, postMachine, requestMachine, sendMachine },
})
const look = lookForHolders(room)
const move = moveDeadlines({
  ...room,
  recounts: {
    approval: recountApproval(room),
    loan: recountLoan(room),
    'weibo-post': recountPost(room),
  },
})
const invoke = invokeLater()
const { CANARY, PICTURE_JUDGE, VIDEO_JUDGE } = configFrom(
  Env.pick({ CANARY: true, PICTURE_JUDGE: true, VIDEO_JUDGE: true }).required(),
)
const matters = watch({
  ...room,
  resume: {
    approval: resumeApproval({ ...room, machine: room.approveMachine }),
    pool: lookAtPool(room),
    media: lookForVerdict({
      ...room,
      tell: (kind, event) => invoke(kind === 'picture' ? PICTURE_JUDGE : VIDEO_JUDGE, event),
    }),
    edition: resumeEdition({ ...room, machine: room.sendMachine }),
    calendar: async () => void (await move(await room.calendar())),
    'weibo-post': resumePost({ ...room, machine: room.postMachine }),
    loan: resumeLoan({ ...room, machine: room.lendMachine }),
    complaint: resumeComplaint({ ...room, machine: room.complaintMachine }),
    proposal: resumeProposal({
      ...room,
      askOthers: async (personId) => {
        await Promise.all([look(tierAsks, personId), look(loanAsks, personId), look(proposalAsks, personId)])
      },
    }),
    'failed-work': runAgain({ ...failedQueues(), invoke }),
    request: resumeRequest({ ...room, machine: room.requestMachine }),
  },
})

const adopt = adoptPool(room)
const today = measureToday(room)
const oldest = measureWaits(room)
const walk = { ...room, machine: room.approveMachine }
/** What happens each hour at a minute of it, and not at the full hour, when everybody's does. */
const hourly: Record<string, () => Promise<unknown>> = { '07': beginWalk(walk), '12': endWalk(walk) }
const minuteOf = (scheduledAt: string) => new Date(scheduledAt).toISOString().slice(11, 16)
/** Once a day, before work begins in Beijing. */
const isAdopted = (minute: string) => minute === '00:30'
/** Every quarter of an hour: each that waits is looked at. */
const isMeasured = (minute: string) => Number(minute.slice(3)) % 15 === 0

/** Every minute: moves on what should have moved on (docs/table.md, WATCH; invariants 7, 8 and 11). */
export const handler = step(z.object({ scheduledAt: z.string() }), async ({ scheduledAt }) => {
  const looked = await matters()
  const minute = minuteOf(scheduledAt)
  if (isAdopted(minute)) await adopt()
  await today()
  if (isMeasured(minute)) await oldest()
  if (CANARY === 'on') await hourly[minute.slice(3)]?.()
  return looked
})

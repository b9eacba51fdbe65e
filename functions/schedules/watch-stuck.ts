import * as z from 'zod'
import { measureWaits } from '../../lib/approval/measure-waits'
import { recountApproval } from '../../lib/approval/recount'
import { openRoom } from '../../lib/approval/open-room'
import { resumeApproval } from '../../lib/approval/resume-approval'
import { moveDeadlines } from '../../lib/calendar/shifts'
import { beginWalk, endWalk } from '../../lib/canary/walk'
import { complaintStore } from '../../lib/complaint/store'
import { resumeComplaint } from '../../lib/complaint/wake'
import { measureToday } from '../../lib/edition/measure-today'
import { editionStore } from '../../lib/edition/store'
import { resumeEdition } from '../../lib/edition/resume-edition'
import { tierAsks } from '../../lib/approval/ask'
import { loanAsks } from '../../lib/loan/ask'
import { openLoans } from '../../lib/loan/open-loans'
import { recountLoan } from '../../lib/loan/recount'
import { resumeLoan } from '../../lib/loan/wake'
import { waits } from '../../lib/matter/waiting'
import { lookForVerdict } from '../../lib/media/look-for-verdict'
import { watch } from '../../lib/matter/watch'
import { adoptPool } from '../../lib/pool/adopt-pool'
import { lookAtPool } from '../../lib/pool/look-at-pool'
import { openOversight } from '../../lib/oversight/open-oversight'
import { proposalAsks } from '../../lib/oversight/store'
import { resumeProposal } from '../../lib/oversight/wake'
import { s3Bucket } from '../../lib/platform/bucket'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { cipherKeys, fieldCipher } from '../../lib/platform/field-cipher'
import { invokeLater } from '../../lib/platform/function'
import { machineAt, taskCallbacks } from '../../lib/platform/machine'
import { step } from '../../lib/platform/step'
import { lookForHolders } from '../../lib/question/look-for-holders'
import { requestStore } from '../../lib/request/store'
import { resumeRequest } from '../../lib/request/wake'
import { recountPost } from '../../lib/weibo-post/recount'
import { postStore } from '../../lib/weibo-post/store'
import { resumePost } from '../../lib/weibo-post/wake'

const env = configFrom(
  Env.pick({
    WECHAT_ACCOUNT: true,
    APPROVE_MACHINE_ARN: true,
    SEND_MACHINE_ARN: true,
    POST_MACHINE_ARN: true,
    REQUEST_MACHINE_ARN: true,
    COMPLAINT_MACHINE_ARN: true,
    MEDIA_BUCKET: true,
    PUBLIC_URL: true,
    CANARY: true,
    PICTURE_JUDGE: true,
    VIDEO_JUDGE: true,
  }).required(),
)
const room = openRoom()
const { table, clock, secrets, submissions } = room
const callbacks = taskCallbacks()
const given = { clock, waits: waits({ table, callbacks, clock }) }
const cipher = fieldCipher(async () => cipherKeys(await secrets.read('complaint-key'), clock.now()))

const oversight = openOversight()
const look = lookForHolders(oversight)

const editions = editionStore(table, clock, env.WECHAT_ACCOUNT)
const posts = postStore(table, clock)
const move = moveDeadlines({
  table,
  recounts: {
    approval: recountApproval(room),
    loan: recountLoan(openLoans()),
    'weibo-post': recountPost({ posts }),
  },
})
const invoke = invokeLater()
const matters = watch({
  ...{ table, clock },
  resume: {
    approval: resumeApproval({ ...room, ...given, callbacks, machine: machineAt(env.APPROVE_MACHINE_ARN) }),
    pool: lookAtPool({ ...room, editions }),
    media: lookForVerdict({
      ...{ submissions, clock, bucket: s3Bucket(env.MEDIA_BUCKET) },
      tell: (kind, event) => invoke(kind === 'picture' ? env.PICTURE_JUDGE : env.VIDEO_JUDGE, event),
    }),
    edition: resumeEdition({
      ...{ ...room, ...given, editions },
      machine: machineAt(env.SEND_MACHINE_ARN),
    }),
    calendar: async () => void (await move(await room.calendar())),
    'weibo-post': resumePost({
      ...given,
      posts,
      machine: machineAt(env.POST_MACHINE_ARN),
    }),
    loan: resumeLoan(openLoans()),
    complaint: resumeComplaint({
      ...given,
      complaints: complaintStore(table, clock, cipher),
      machine: machineAt(env.COMPLAINT_MACHINE_ARN),
    }),
    proposal: resumeProposal({
      ...oversight,
      askOthers: async (personId) => {
        await Promise.all([look(tierAsks, personId), look(loanAsks, personId), look(proposalAsks, personId)])
      },
    }),
    request: resumeRequest({
      ...given,
      requests: requestStore(table, clock),
      machine: machineAt(env.REQUEST_MACHINE_ARN),
    }),
  },
})

const adopt = adoptPool({ submissions, table, clock })
const today = measureToday({ editions, clock })
const oldest = measureWaits({ ...room, table, clock })
const canary = { ...room, bucket: s3Bucket(env.MEDIA_BUCKET), publicUrl: env.PUBLIC_URL }
const walk = { ...canary, machine: machineAt(env.APPROVE_MACHINE_ARN) }
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
  if (env.CANARY === 'on') await hourly[minute.slice(3)]?.()
  return looked
})

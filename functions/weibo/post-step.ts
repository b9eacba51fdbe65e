import * as z from 'zod'
import { stillLent } from '../../lib/loan/still-lent'
import { Parked } from '../../lib/matter/waiting'
import { step } from '../../lib/platform/step'
import { AtPost } from '../../lib/weibo-post/at'
import { beginPost } from '../../lib/weibo-post/begin-post'
import { stopPost } from '../../lib/weibo-post/end-post'
import { pressEditor } from '../../lib/weibo-post/press-editor'
import { recordPost } from '../../lib/weibo-post/record-post'
import { sendPost } from '../../lib/weibo-post/send-post'
import { settlePost } from '../../lib/weibo-post/settle-post'
import { awaitEditor, renewPost } from '../../lib/weibo-post/wake'
import { bucket } from '../wire/files'
import { postMachine, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { approvals, calendar, clock, loans, mail, people, posts, publicUrl, submissions } from '../wire/rows'
import { weibo } from '../wire/weibo'

const room = wire({
  ...{ clock, publicUrl, calendar, people, submissions, approvals, posts, loans, mail },
  ...{ bucket, waits, weibo, machine: postMachine },
})
const begin = beginPost(room)
const covered = stillLent(room)
const send = sendPost({ ...room, mayPost: { loan: covered } })
const settle = settlePost(room)
const wait = awaitEditor(room)
const press = pressEditor(room)
const record = recordPost(room)
const stop = stopPost(room)
const renew = renewPost(room)

const Input = z.discriminatedUnion('step', [
  AtPost.extend({ step: z.enum(['begin', 'send', 'settle', 'record']) }),
  AtPost.extend({ step: z.literal('press'), startedAt: z.string().optional() }),
  AtPost.extend({ step: z.literal('renew'), execution: z.string() }),
  AtPost.extend({ step: z.literal('wait'), ...Parked.shape }),
  AtPost.extend({ step: z.literal('stop'), trouble: z.string() }),
])

const verbs = { begin, send, settle, record }

/** One step of a run of the machine; `wait` is called with the task token of the waiting machine. */
export const handler = step(Input, async (input): Promise<unknown> => {
  if (input.step === 'wait') return wait(input)
  if (input.step === 'stop') return stop(input)
  if (input.step === 'press') return press(input)
  if (input.step === 'renew') return renew(input)
  return verbs[input.step](input)
})

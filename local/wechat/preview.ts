import * as z from 'zod'
import type { Follower } from './account'
import { draftOf } from './drafts'
import { WechatError } from './errors'
import { nextId, type Twin } from './twin'

const Preview = z.object({
  touser: z.string().optional(),
  towxname: z.string().optional(),
  msgtype: z.string(),
  mpnews: z.object({ media_id: z.string() }).optional(),
})

function receiverOf(twin: Twin, { touser, towxname }: z.infer<typeof Preview>): Follower {
  const { followers } = twin.state
  // With both given, the WeChat ID wins (reference sheet, 6.4).
  const person = towxname
    ? followers.find((one) => one.wechatId === towxname)
    : followers.find((one) => one.openId === touser)
  if (!person) throw new WechatError(towxname ? 40132 : 40003)
  if (!person.follows) throw new WechatError(43004)
  return person
}

/** `mass/preview` of mpnews to one follower; leaves the draft and the mass send quota alone. */
export function preview(twin: Twin, body: unknown) {
  const { data } = Preview.safeParse(body)
  if (!data) throw new WechatError(40035)
  if (data.msgtype !== 'mpnews' || !data.mpnews) {
    throw new WechatError(40008, {}, `invalid message type: the twin previews mpnews, not ${data.msgtype}`)
  }
  const person = receiverOf(twin, data)
  const draft = draftOf(twin, data.mpnews.media_id)
  const msgId = nextId(twin.state)
  twin.state.previews.push({
    msgId,
    openId: person.openId,
    at: twin.now(),
    mediaId: data.mpnews.media_id,
    articles: [...draft.articles],
  })
  return { errcode: 0, errmsg: 'preview success', msg_id: msgId }
}

import * as z from 'zod'
import type { CallbackAccount } from './callback/push'

/** The secret `wechat`. */
export const WechatSecret = z.object({
  appId: z.string(),
  appSecret: z.string(),
  /** signs pushes */
  token: z.string(),
  /**
   * the current key, or the current and the previous one while it is being changed; pushes must then be encrypted (安全模式
   * or 兼容模式). Left out, the console is in plain mode (明文模式), whose signature does not cover what is pushed
   */
  encodingAesKey: z.union([z.string(), z.array(z.string())]).default([]),
  /** what the console still pushes with while it is being changed: believed until a moment, and not after it */
  previous: z
    .object({
      token: z.string(),
      encodingAesKey: z.union([z.string(), z.array(z.string())]).default([]),
      until: z.iso.datetime(),
    })
    .optional(),
  /** gh_… */
  originalId: z.string().optional(),
})
export type WechatSecret = z.infer<typeof WechatSecret>

/** What a push has to fit to be believed at `now`. */
export function callbackAccountOf(secret: WechatSecret, now: Date): CallbackAccount {
  const { appId, token, encodingAesKey, previous } = secret
  const before = previous && now < new Date(previous.until) ? [previous] : []
  return {
    appId,
    token,
    previousTokens: before.map((one) => one.token),
    encodingAesKeys: [encodingAesKey, ...before.map((one) => one.encodingAesKey)].flat(),
  }
}

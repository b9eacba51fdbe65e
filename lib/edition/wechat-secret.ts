import * as z from 'zod'
import type { CallbackAccount } from '../channels/wechat/callback/push'

/** The secret `wechat`. */
export const WechatSecret = z.object({
  appId: z.string(),
  appSecret: z.string(),
  /** signs pushes */
  token: z.string(),
  /** the current key, or the current and the previous one while it is being changed */
  encodingAesKey: z.union([z.string(), z.array(z.string()).min(1)]),
  /** gh_… */
  originalId: z.string().optional(),
  /** the console is set to safe mode (安全模式): plain pushes are refused, however they are signed */
  aesOnly: z.boolean().default(false),
})
export type WechatSecret = z.infer<typeof WechatSecret>

/** What a push has to fit to be believed. */
export const callbackAccountOf = ({
  appId,
  token,
  encodingAesKey,
  aesOnly,
}: WechatSecret): CallbackAccount => ({
  appId,
  token,
  encodingAesKeys: [encodingAesKey].flat(),
  aesOnly,
})

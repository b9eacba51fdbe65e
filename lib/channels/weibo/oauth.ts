import * as z from 'zod'
import { type Clock, systemClock } from '../../platform/clock'
import { Refusal } from '../../platform/refusal'
import { call, type WeiboFetch } from './call'
import type { WeiboOutcome } from './outcome'

export interface WeiboApp {
  appKey: string
  appSecret: string
  /** as registered with Weibo, letter by letter */
  redirectUri: string
}

/** What an authorisation gives: the right to post for `uid` until `expiresAt` (ISO, UTC). */
export interface Authorisation {
  accessToken: string
  uid: string
  expiresAt: string
}

/** OAuth 2 with Weibo (reference sheet, section 4). */
export interface WeiboOauth {
  /** Where the browser of the account holder goes; `state` comes back with the code. */
  authorizeUrl(state: string): Promise<string>
  /** A code works once. */
  exchange(code: string): Promise<WeiboOutcome<Authorisation>>
}

/** Where Weibo sends the browser back to after an authorisation; registered with Weibo as it stands. */
const redirectPath = '/weibo/authorised'

/** The company's app, once two people know of the address it is called at. @throws Refusal `ChannelRefused` before */
export const knownApp =
  (given: {
    secret: () => Promise<Pick<WeiboApp, 'appKey' | 'appSecret'>>
    mayCall: () => Promise<boolean>
    publicUrl: string
  }) =>
  async (): Promise<WeiboApp> => {
    if (!(await given.mayCall()))
      throw new Refusal('ChannelRefused', {
        zh: '微博接口地址已更换，还没有两个人确认：请管理员在“变更复核”提请确认',
        en: 'the address of Weibo was changed and two people have not confirmed it; an administrator proposes it on the page of changes by two',
      })
    const { appKey, appSecret } = await given.secret()
    return { appKey, appSecret, redirectUri: `${given.publicUrl}${redirectPath}` }
  }

const TokenReply = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().int().positive(),
  uid: z.union([z.string(), z.number()]).transform(String),
})

export function createWeiboOauth(settings: {
  fetch?: WeiboFetch
  /** `https://api.weibo.com`, or the twin's address */
  baseUrl: string
  app: () => Promise<WeiboApp>
  timeoutMs: number
  clock?: Clock
}): WeiboOauth {
  const { baseUrl, app, timeoutMs, clock = systemClock } = settings
  const line = { fetch: settings.fetch ?? globalThis.fetch, baseUrl, timeoutMs }
  return {
    async authorizeUrl(state) {
      const { appKey, redirectUri } = await app()
      const query = new URLSearchParams({
        client_id: appKey,
        response_type: 'code',
        redirect_uri: redirectUri,
        state,
        // The holder signs in by name: whoever is signed in to Weibo in this browser may be somebody else.
        forcelogin: 'true',
      })
      return `${baseUrl.replace(/\/$/, '')}/oauth2/authorize?${query.toString()}`
    },

    async exchange(code) {
      const { appKey, appSecret, redirectUri } = await app()
      const asked = await call(line, {
        path: '/oauth2/access_token',
        method: 'POST',
        fields: {
          client_id: appKey,
          client_secret: appSecret,
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
        },
        answer: TokenReply,
      })
      if (asked.kind !== 'done') return asked
      const { access_token, expires_in, uid } = asked.value
      const expiresAt = new Date(clock.now().getTime() + expires_in * 1000).toISOString()
      return { kind: 'done', value: { accessToken: access_token, uid, expiresAt } }
    },
  }
}

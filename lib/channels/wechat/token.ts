import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Clock } from '../../platform/clock'
import { call, type Line } from './call'
import { meaningOf } from './error-codes'
import type { Outcome, WechatRefusal } from './outcome'
import type { TokenStore } from './token-store'

const StableToken = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

/** WeChat hands out the next token in the last 300 s of the old one; both work in that time (sheet, 2.2). */
const renewBelowMs = 240_000
/** Longer than one call to WeChat, so that a lease outlives its holder only when the holder died. */
const leaseBeyondCallMs = 5_000
const askAgainMs = 100

const notConfirmed: WechatRefusal = {
  ...{ errcode: -1, errmsg: 'the account is not confirmed', stage: 'token', class: 'administrator' },
  advice: {
    zh: '公众号或接口地址已更换，还没有两个人确认，没有调用微信：请管理员在“变更复核”提请确认',
    en: 'the account or the address of WeChat was changed and two people have not confirmed it, so WeChat was not called: an administrator proposes it on the page of changes by two',
  },
}

export interface TokenSource {
  /** A token that works; `refused` is one that WeChat has just turned down and that must not come again. */
  current(refused?: string): Promise<Outcome<string>>
}

/**
 * The access token, held by one store for all instances. Whoever wins the lease asks WeChat; the others wait for
 * what it stores. Within one instance all callers share one promise.
 */
export function tokenSource(needs: {
  line: Line
  appId: string
  appSecret: () => Promise<string>
  tokens: TokenStore
  mayCall: () => Promise<boolean>
  clock: Clock
  wait: (ms: number) => Promise<void>
}): TokenSource {
  const { line, appId, tokens, clock, wait } = needs
  const now = () => clock.now().getTime()
  const asking = new Map<string, Promise<Outcome<string>>>()

  async function stored(refused?: string): Promise<string | undefined> {
    const known = await tokens.load()
    const usable = known && known.token !== refused && known.expiresAt - now() > renewBelowMs
    return usable ? known.token : undefined
  }

  async function fetchToken(holder: string): Promise<Outcome<string>> {
    const asked = await call(line, {
      path: '/cgi-bin/stable_token',
      query: {},
      body: {
        grant_type: 'client_credential',
        appid: appId,
        secret: await needs.appSecret(),
        force_refresh: false,
      },
      answer: StableToken,
      stage: 'token',
      safeToRepeat: true,
    })
    if (asked.kind !== 'done') return asked
    const { access_token: token, expires_in } = asked.value
    await tokens.save({ token, expiresAt: now() + expires_in * 1000 }, holder)
    return { kind: 'done', value: token }
  }

  async function renew(refused?: string): Promise<Outcome<string>> {
    const holder = randomUUID()
    const leaseMs = line.timeoutMs + leaseBeyondCallMs
    // Counted in turns, not by the clock: a clock that stands still must not make this wait for ever.
    for (let turn = 0; turn * askAgainMs <= 2 * leaseMs; turn++) {
      const known = await stored(refused)
      if (known) return { kind: 'done', value: known }
      if (await tokens.lease({ holder, now: now(), until: now() + leaseMs })) {
        try {
          // Another holder may have stored one between our look and our lease.
          const meanwhile = await stored(refused)
          return meanwhile ? { kind: 'done', value: meanwhile } : await fetchToken(holder)
        } finally {
          await tokens.release(holder)
        }
      }
      await wait(askAgainMs)
    }
    return { kind: 'unknown', cause: 'timeout', detail: 'another instance holds the lease of the token' }
  }

  return {
    async current(refused) {
      if (!(await needs.mayCall())) return { kind: 'refused', refusal: notConfirmed }
      const known = await stored(refused)
      if (known) return { kind: 'done', value: known }
      const key = refused ?? ''
      const shared = asking.get(key) ?? renew(refused).finally(() => asking.delete(key))
      asking.set(key, shared)
      return shared
    },
  }
}

/** Without a token the call was never made: a definite refusal, whatever became of the token request. */
export function withoutToken(asked: Exclude<Outcome<string>, { kind: 'done' }>): {
  kind: 'refused'
  refusal: WechatRefusal
} {
  if (asked.kind === 'refused') return asked
  return {
    kind: 'refused',
    refusal: {
      errcode: -1,
      errmsg: `no access token: ${asked.cause}, ${asked.detail}`,
      stage: 'token',
      ...meaningOf(-1, 'token'),
    },
  }
}

import { codeAsTyped, sameSecret } from '../platform/ids'
import { Refusal } from '../platform/refusal'

/** Wrong codes a person may type before the code is locked and a new one is mailed. */
export const maxAttempts = 5

const wrongCode = (called: string, left: number) =>
  new Refusal(
    'CodeWrong',
    { zh: `${called}不对，还可尝试 ${left} 次`, en: `the code is wrong; ${left} tries left` },
    { facts: { left } },
  )

export const linkLocked = () =>
  new Refusal('LinkLocked', {
    zh: '验证码多次错误，此链接已锁定；新的链接和验证码已发到您的邮箱',
    en: 'too many wrong codes: this link is locked, a new one was mailed to you',
  })

/** Tried from the portal: whoever sits at an open browser would open each new link too, so none is mailed by itself. */
export const lockedForNow = () =>
  new Refusal(
    'LinkLocked',
    {
      zh: '验证码多次错误，此链接已锁定；请在门户“今天”页重新发送邮件。不是您本人输入的，请在“我的登录”结束其他登录',
      en: 'too many wrong codes: this link is locked; have a new one mailed from the page Today. If it was not you who typed them, end your other sessions on the page My sign-in',
    },
    { facts: { renewed: false } },
  )

/**
 * Counts, then compares (invariant 4): the last wrong attempt locks the code and mails a new one. `attempt` counts one
 * more and returns how many there were; `renew` mails the new one; `locked` is what the person is told then; `called` is the code's name in
 * Chinese.
 */
export const requireCode =
  ({
    attempt,
    renew,
    locked = linkLocked,
    called = '验证码',
  }: {
    attempt: () => Promise<number>
    renew: () => Promise<void>
    locked?: () => Refusal
    called?: string
  }) =>
  async ({
    typed,
    expected,
  }: {
    typed: string | undefined
    /** none: the key it was made with is gone, so no code fits */ expected: string | undefined
  }): Promise<void> => {
    const attempts = await attempt()
    if (attempts <= maxAttempts && expected !== undefined && sameSecret(codeAsTyped(typed ?? ''), expected))
      return
    if (attempts < maxAttempts) throw wrongCode(called, maxAttempts - attempts)
    await renew()
    throw locked()
  }

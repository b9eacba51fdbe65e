import { sameSecret } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { maxAttempts } from './approval'
import { approvalCodeOf } from './link'
import { renewLink, type RenewNeeds } from './renew-link'
import type { Visit } from './visit'

const wrongCode = (left: number) =>
  new Refusal(
    'CodeWrong',
    { zh: `验证码不对，还可尝试 ${left} 次`, en: `the code is wrong; ${left} tries left` },
    { facts: { left } },
  )

export const linkLocked = () =>
  new Refusal('LinkLocked', {
    zh: '验证码多次错误，此链接已锁定；新的链接和验证码已发到您的邮箱',
    en: 'too many wrong codes: this link is locked, a new one was mailed to you',
  })

/** Counts, then compares (invariant 4): the last wrong attempt locks the link and mails a new one. */
export const requireCode =
  (needs: RenewNeeds) =>
  async (visit: Visit, code: string | undefined): Promise<void> => {
    const attempts = await needs.approvals.attempt(visit.link.linkHash)
    const key = await needs.secrets.read('link-key')
    if (attempts <= maxAttempts && sameSecret(code?.trim() ?? '', approvalCodeOf(key, visit.ask))) return
    if (attempts < maxAttempts) throw wrongCode(maxAttempts - attempts)
    await renewLink(needs)(visit)
    throw linkLocked()
  }

import { accountCheckedLetter } from '../channels/mail/check-letter'
import type { Mail } from '../channels/mail/mail'
import type { Wechat } from '../channels/wechat/wechat'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import { standingOf, type Checked } from './check'
import { adminsOf } from '../people/office-staff'
import type { Editions } from './store'
import { wechatChecks } from './wechat-checks'

interface Needs {
  editions: Editions
  wechat: Wechat
  people: People
  mail: Mail
  clock: Clock
  /** from which WeChat is called, where it is one */
  address?: string
}

const channel = 'wechat'

/**
 * Looks whether WeChat would let this system send, keeps the answer, and mails the administrators once when something
 * changed since they were last told; a first look that finds nothing wrong is no mail.
 */
export const checkAccount =
  ({ editions, wechat, people, mail, clock, address }: Needs) =>
  async (): Promise<Checked> => {
    const before = await editions.checked(channel)
    const checks = await wechatChecks(wechat, address)
    const at = clock.now()
    const standing = standingOf(checks)
    const well = checks.every((check) => check.state === 'passed')
    const news = before?.told === undefined ? !well : before.told !== standing
    // The letter first, then the record: a crash between repeats it under its old Message-ID.
    if (news)
      for (const admin of await adminsOf({ people, clock }))
        await mail.send(
          accountCheckedLetter({
            to: admin.email,
            name: admin.name,
            language: admin.language,
            account: editions.account,
            at,
            before: before?.at,
            standing,
            checks,
          }),
        )
    const checked: Checked = {
      channel,
      at: at.toISOString(),
      checks,
      told: news || well ? standing : before?.told,
    }
    await editions.saveChecked(checked)
    measure('AccountChecksFailed', checks.filter((check) => check.state === 'failed').length)
    measure(
      'WechatAddressRefused',
      checks.some(({ name, state }) => name === 'address' && state === 'failed') ? 1 : 0,
    )
    return checked
  }

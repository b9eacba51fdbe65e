import { beijingMoment } from '../../platform/beijing-time'
import type { Bilingual } from '../../platform/refusal'
import { compose, messageIdOf } from './compose'
import type { Recipient } from './letters'
import type { Letter } from './mail'

export interface AboutToken extends Recipient {
  warning: '7' | '3' | '1' | 'expired' | 'revoked'
  /** Weibo's number of the account, where it is known */
  uid?: string
  expiresAt?: Date
  /** names the authorisation: another one is another letter */
  authorisation: string
  /** page of the portal where one authorises again */
  url: string
}

const heads: Record<AboutToken['warning'], Bilingual> = {
  7: { zh: '微博授权 7 天内到期', en: 'Weibo authorisation ends within 7 days' },
  3: { zh: '微博授权 3 天内到期', en: 'Weibo authorisation ends within 3 days' },
  1: { zh: '微博授权明天到期', en: 'Weibo authorisation ends by tomorrow' },
  expired: { zh: '微博授权已到期', en: 'Weibo authorisation has ended' },
  revoked: { zh: '微博授权已失效', en: 'Weibo authorisation was withdrawn' },
}

const over: Bilingual = {
  zh: '系统现在不能自动发微博，已批准的微博只能手工发布，直到重新授权。',
  en: 'Until someone authorises again, this system cannot post; approved posts can go out by hand only.',
}
const says: Record<AboutToken['warning'], Bilingual> = {
  7: {
    zh: '到期后系统不能自动发微博。请在到期前重新授权，需要持有公司微博账号的人登录一次微博，约一分钟。',
    en: 'After that this system cannot post. Authorise again before: whoever holds the account signs in to Weibo once, which takes a minute.',
  },
  3: {
    zh: '到期后系统不能自动发微博，请尽快重新授权。',
    en: 'After that this system cannot post; authorise again soon.',
  },
  1: {
    zh: '到期后系统不能自动发微博，请今天重新授权。',
    en: 'After that this system cannot post; authorise again today.',
  },
  expired: over,
  revoked: {
    zh: `微博不再接受本系统的授权：可能在微博里被撤销，或者改了密码。${over.zh}`,
    en: `Weibo no longer accepts the authorisation: it was withdrawn there, or the password was changed. ${over.en}`,
  },
}

/** To editors and administrators: the right to post ends or has ended, and where to renew it. */
export const tokenLetter = (facts: AboutToken): Letter =>
  compose({
    ...facts,
    messageId: messageIdOf('weibo-token', facts.to, facts.warning, facts.authorisation),
    thread: 'account.weibo',
    subject: { zh: `【签发】${heads[facts.warning].zh}`, en: `[Qianfa] ${heads[facts.warning].en}` },
    blocks: [
      { say: says[facts.warning] },
      {
        facts: [
          [{ zh: '微博账号 UID', en: 'Weibo account, UID' }, facts.uid ?? { zh: '未知', en: 'not known' }],
          ...(facts.expiresAt
            ? [
                [{ zh: '到期时间（北京）', en: 'Ends (Beijing)' }, beijingMoment(facts.expiresAt)] as [
                  Bilingual,
                  Bilingual,
                ],
              ]
            : []),
        ],
      },
      { link: facts.url, label: { zh: '重新授权', en: 'Authorise again' } },
    ],
  })

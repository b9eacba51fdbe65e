import { beijingMoment } from '../../platform/beijing-time'
import { compose, messageIdOf } from './compose'
import type { Letter } from './mail'
import { mySignInPage } from './pages'

/** Tells a person that a passkey signs in, or no longer signs in, as them; whoever did it in their name is found out by it. */
export const passkeyLetter = (facts: {
  to: string
  name: string
  what: 'added' | 'removed'
  /** the names of the passkeys */
  passkeys: string[]
  /** who removed them, if not the person */
  by?: string
  at: Date
}): Letter => {
  const { to, what, passkeys, by, at } = facts
  const added = what === 'added'
  const moment = beijingMoment(at)
  return compose({
    ...facts,
    messageId: messageIdOf(`passkey-${what}`, to, at.getTime()),
    page: mySignInPage,
    subject: added
      ? { zh: '【签发】已为您添加通行密钥', en: '[Qianfa] a passkey was added' }
      : { zh: '【签发】您的通行密钥已删除', en: '[Qianfa] a passkey was removed' },
    blocks: [
      {
        say: added
          ? {
              zh: '从现在起，可以用下面的通行密钥登录签发系统。',
              en: 'From now on the passkey below signs in to Qianfa as you.',
            }
          : {
              zh: '下面的通行密钥不能再用来登录签发系统。',
              en: 'The passkeys below no longer sign in to Qianfa.',
            },
      },
      {
        facts: [
          [{ zh: '通行密钥', en: 'Passkey' }, passkeys.join('、')],
          [
            { zh: '时间', en: 'When' },
            { zh: `${moment.zh}（北京时间）`, en: `${moment.en}, Beijing time` },
          ],
          ...(by === undefined
            ? []
            : ([[{ zh: '操作人', en: 'By' }, by]] as [{ zh: string; en: string }, string][])),
        ],
      },
      {
        note: {
          zh: '如果不是您本人操作，请立即在“我的登录”里删除通行密钥、退出其他登录，并告诉管理员。',
          en: 'If it was not you: remove passkeys and end other sessions on the page “My sign-in” now, and tell an administrator.',
        },
      },
    ],
  })
}

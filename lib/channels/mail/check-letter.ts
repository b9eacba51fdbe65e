import { beijingMoment } from '../../platform/beijing-time'
import { sha256 } from '../../platform/ids'
import type { Bilingual } from '../../platform/refusal'
import { compose, messageIdOf } from './compose'
import type { Recipient } from './letters'
import type { Letter } from './mail'
import { accountsPage } from './pages'

/** One check as the letter shows it. */
interface Shown {
  state: 'passed' | 'failed' | 'unknown'
  title: Bilingual
  said: Bilingual
  where?: Bilingual
}

const states: Record<Shown['state'], Bilingual> = {
  passed: { zh: '正常', en: 'passed' },
  failed: { zh: '不正常', en: 'failed' },
  unknown: { zh: '未能检查', en: 'not checked' },
}

const line = ({ state, title, said, where }: Shown): Bilingual => ({
  zh: `【${states[state].zh}】${title.zh}：${said.zh}${where ? `（${where.zh}）` : ''}`,
  en: `[${states[state].en}] ${title.en}: ${said.en}${where ? ` (${where.en})` : ''}`,
})

/** To administrators: what WeChat allows this system changed, what to do, and where. */
export const accountCheckedLetter = (
  facts: Recipient & { account: string; at: Date; before?: string; standing: string; checks: Shown[] },
): Letter => {
  const failed = facts.checks.filter(({ state }) => state !== 'passed').length
  return compose({
    ...facts,
    // The same change since the same earlier look is the same letter.
    messageId: messageIdOf(
      'account-checked',
      facts.to,
      sha256(`${facts.before} ${facts.standing}`).slice(0, 16),
    ),
    thread: `account.${facts.account}`,
    page: accountsPage,
    subject:
      failed > 0
        ? {
            zh: `【签发】微信账号检查：${failed} 项需要处理`,
            en: `[Qianfa] WeChat account: ${failed} to mend`,
          }
        : { zh: '【签发】微信账号检查：已恢复正常', en: '[Qianfa] WeChat account: all well again' },
    blocks: [
      {
        say: {
          zh: `${beijingMoment(facts.at).zh}（北京时间）检查公众号 ${facts.account}，结果与上次不同：`,
          en: `The official account ${facts.account} was checked at ${beijingMoment(facts.at).en}, Beijing time; this changed:`,
        },
      },
      { list: facts.checks.map(line) },
    ],
  })
}

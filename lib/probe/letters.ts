import { compose, messageIdOf } from '../channels/mail/compose'
import type { Mail } from '../channels/mail/mail'
import { accountsPage } from '../channels/mail/pages'
import { adminsOf, editorsOf } from '../people/office-staff'
import type { People } from '../people/store'
import { beijingMoment } from '../platform/beijing-time'
import type { Clock } from '../platform/clock'
import { canonicalJson, sha256 } from '../platform/ids'
import { hardCases } from './hard-cases'
import type { News, Probe } from './probe'

export interface ProbePost {
  mail: Mail
  people: People
  clock: Clock
}

const short = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text)

const line = ({ what, name, before, after }: News) => {
  const title = hardCases.find((one) => one.name === name)?.title ?? { zh: name, en: name }
  const change = `“${short(before)}” → “${short(after)}”`
  return what === 'permission'
    ? { zh: `接口 ${name}：${change}`, en: `call ${name}: ${change}` }
    : { zh: `写法“${title.zh}”：${change}`, en: `case “${title.en}”: ${change}` }
}

/** To editors and administrators: WeChat does something otherwise than before. The same news is the same letter. */
export const tellNews =
  ({ mail, people, clock }: ProbePost) =>
  async ({ account, at, news }: Pick<Probe, 'account' | 'at' | 'news'>): Promise<void> => {
    const readers = new Map(
      [...(await editorsOf({ people, clock })), ...(await adminsOf({ people, clock }))].map((one) => [
        one.id,
        one,
      ]),
    )
    for (const person of readers.values())
      await mail.send(
        compose({
          ...{ to: person.email, name: person.name, language: person.language },
          messageId: messageIdOf('probe', person.email, sha256(canonicalJson(news)).slice(0, 16)),
          thread: `account.${account}`,
          page: accountsPage,
          subject: {
            zh: `【签发】微信探针：${news.length} 处与上次不同`,
            en: `[Qianfa] WeChat probe: ${news.length} differ from the last one`,
          },
          blocks: [
            {
              say: {
                zh: `${beijingMoment(new Date(at)).zh}（北京时间）对公众号 ${account} 的探针发现微信的做法变了。请看“平台账号”页上的报告；接口权限变了的请管理员到公众平台处理，写法变了的请在下次群发前在手机上核对测试消息。`,
                en: `The probe of the official account ${account} at ${beijingMoment(new Date(at)).en}, Beijing time, found that WeChat does some things otherwise. See the report on the page of the accounts: an administrator settles lost permissions in WeChat's console; where writing changed, look at the next test message on a phone.`,
              },
            },
            { list: news.map(line) },
          ],
        }),
      )
  }

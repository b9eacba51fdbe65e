import { robotAt, type WaySecret } from '../channels/messenger/way'
import type { Mail } from '../channels/mail/mail'
import { site } from '../channels/mail/pages'
import { named, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import type { Table } from '../platform/table'
import type { Acts } from '../security/ledger'
import type { Messengers, Way } from './store'

/** A webhook as its platform shows it, or the three parts of an application. */
export type Wish =
  { name: string; webhook: string; signing?: string | undefined } | { name: string; app: Omit<App, 'kind'> }
type App = Extract<WaySecret, { kind: 'wecom-app' }>

interface Needs {
  messengers: Messengers
  acts: Acts
  table: Pick<Table, 'transact'>
  mail: Mail
  ids: Ids
  clock: Clock
}

/** Each letter asks for all of them, and writes a notice for each. */
const most = 20

/** A notice that is only a trial of its way, at once and whatever the hour. */
const trial = (id: string, messageId: string, now: Date, userId?: string) => ({
  ...{ to: '', subject: '【签发】测试消息 / [Qianfa] test message', html: '', messageId },
  text: `${site}/portal/today`,
  deadline: new Date(now.getTime() + 3_600_000).toISOString(),
  via: { way: id, ...(userId !== undefined && { userId }) },
})

/** The administrator's robots and application; each change is on record. One's own account is one's own to name. */
export function keepWays({ messengers, acts, table, mail, ids, clock }: Needs) {
  const wayWith = async (id: string): Promise<Way> => {
    const way = (await messengers.ways()).find((one) => one.id === id)
    if (way) return way
    throw new Refusal('NotFound', { zh: '没有这个机器人或应用', en: 'there is no such robot or application' })
  }
  const tryOut = (id: string, userId?: string) =>
    mail.send(trial(id, `trial.${id}.${ids.uuid()}`, clock.now(), userId))

  return {
    async add(wish: Wish, by: Person): Promise<Way> {
      const secret =
        'app' in wish ? ({ kind: 'wecom-app', ...wish.app } as const) : robotAt(wish.webhook, wish.signing)
      if (!secret)
        throw new Refusal('InvalidRequest', {
          zh: '这不是企业微信、钉钉或飞书群机器人的 Webhook 地址，请从群机器人设置里完整复制',
          en: 'this is no webhook of a group robot of WeCom, DingTalk or Feishu; copy the whole address from its settings',
        })
      if ((await messengers.ways()).length >= most)
        throw new Refusal('WrongState', {
          zh: `最多 ${most} 个机器人和应用，请先删除不用的`,
          en: `there are ${most} robots and applications, the most there may be; remove one first`,
        })
      const way: Way = {
        ...{ id: ids.uuid(), kind: secret.kind, name: wish.name },
        ...{ addedBy: by.name, addedAt: clock.now().toISOString() },
      }
      const added = await messengers.addWrite(way, secret)
      await acts.record(
        {
          type: 'MessengerAdded',
          by: named(by),
          about: { id: way.id, name: way.name },
          facts: { what: way.kind },
        },
        (rows) => table.transact([...rows, added]),
      )
      return way
    },

    async remove(id: string, by: Person): Promise<void> {
      const { name, kind } = await wayWith(id)
      await acts.record(
        { type: 'MessengerRemoved', by: named(by), about: { id, name }, facts: { what: kind } },
        (rows) => table.transact([...rows, messengers.removeWrite(id)]),
      )
    },

    /** To the group, or of an application to whoever asks. */
    async tryOut(id: string, by: Person): Promise<void> {
      const { kind } = await wayWith(id)
      const userId = kind === 'wecom-app' ? await messengers.choiceOf(by.id) : undefined
      if (kind === 'wecom-app' && userId === undefined)
        throw new Refusal('WrongState', {
          zh: '请先在“我的登录”填写您自己的企业微信账号，测试消息会发给您',
          en: 'name your own WeCom account on the page My sign-in first; the test message goes to you',
        })
      await tryOut(id, userId)
    },

    /** An empty account: by mail alone. Whoever names one gets a test message there. */
    async choose(userId: string, by: Person): Promise<void> {
      const wanted = userId.trim() === '' ? undefined : userId.trim()
      await messengers.choose(by.id, wanted)
      if (wanted === undefined) return
      for (const { id, kind } of await messengers.ways()) if (kind === 'wecom-app') await tryOut(id, wanted)
    },
  }
}

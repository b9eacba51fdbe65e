import { join } from 'node:path'
import { createMailbox, type Mailbox } from '../mail/mailbox'
import { createMessengerTwin, type MessengerTwin } from '../messenger/create-twin'
import type { Ssm } from '../ssm/ssm'
import type { Service } from '../template/service'
import { createWechatTwin, type WechatTwin } from '../wechat/create-twin'
import { createWeiboTwin, type WeiboTwin } from '../weibo/create-twin'
import type { Clock } from './clock'
import { callbackPath, twinAccount, weiboTwinApp } from './stand-ins'

/** The outside world on this machine: mail that goes nowhere else, a WeChat and a Weibo of our own. */
export async function openOutside(
  given: { dir: string; service: Service; clock: Clock; url: string; ssm: Ssm },
  closing: { then: (() => unknown)[] },
): Promise<{ mailbox: Mailbox; wechat: WechatTwin; weibo: WeiboTwin; messenger: MessengerTwin }> {
  const { dir, service, clock, url, ssm } = given
  const mailbox = await createMailbox({ dir: join(dir, 'mail'), clock })
  closing.then.push(() => mailbox.close())
  const path = callbackPath(service)
  const wechat = createWechatTwin({
    dir: join(dir, 'wechat'),
    clock,
    account: twinAccount(service, ssm),
    callbackUrl: () => path && `${url}${path}`,
    publicUrl: `${url}/wechat-twin`,
  })
  closing.then.push(() => wechat.close())
  const weibo = createWeiboTwin({
    dir: join(dir, 'weibo'),
    clock,
    ...weiboTwinApp(service, ssm, url),
    publicUrl: `${url}/weibo-twin`,
  })
  closing.then.push(() => weibo.close())
  return { mailbox, wechat, weibo, messenger: createMessengerTwin({ clock }) }
}

import type { Outcome } from '../channels/wechat/outcome'
import type { Wechat } from '../channels/wechat/wechat'
import type { Permission } from './probe'

/** WeChat's words for "this account may not": api unauthorized, banned, not certified (reference sheet, 9 and 10). */
const noRight = [48001, 48004, 48008, 50002, 61007, 76021, 76022]
/** A message that cannot be: whoever may ask is told so, and nothing happens (sheet, 6.5). */
const noMessage = '1'

/** Any answer but a no for want of a right means that the call was let in. */
export function permissionOf(path: string, asked: Outcome<unknown>): Permission {
  if (asked.kind === 'done') return { path, state: 'allowed' }
  if (asked.kind === 'unknown' || asked.refusal.stage === 'token') return { path, state: 'unknown' }
  const { errcode, advice } = asked.refusal
  return noRight.includes(errcode)
    ? { path, state: 'refused', errcode, said: advice }
    : { path, state: 'allowed', errcode }
}

/** Calls that cannot be made without an effect: their counter says whether the account has them. */
const counted = [
  '/cgi-bin/message/mass/sendall',
  '/cgi-bin/message/mass/preview',
  '/cgi-bin/message/mass/delete',
  '/cgi-bin/message/custom/send',
]

/** Every call this system makes, asked in a way that changes nothing; making a draft comes after. */
export async function askPermissions(
  wechat: Pick<Wechat, 'quotaOf' | 'massSendStatus' | 'listDrafts' | 'listPublished'>,
): Promise<Permission[]> {
  const first = { offset: 0, count: 1 }
  const asks: [string, Promise<Outcome<unknown>>][] = [
    ['/cgi-bin/message/mass/get', wechat.massSendStatus(noMessage)],
    ['/cgi-bin/draft/batchget', wechat.listDrafts(first)],
    ['/cgi-bin/freepublish/batchget', wechat.listPublished(first)],
    ...counted.map((path): [string, Promise<Outcome<unknown>>] => [path, wechat.quotaOf(path)]),
  ]
  return Promise.all(asks.map(async ([path, asked]) => permissionOf(path, await asked)))
}

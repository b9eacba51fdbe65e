import * as z from 'zod'
import type { OfferedAccounts } from '../channels/weibo/account-store'
import type { Planned } from '../people/administer'
import { named, type Person } from '../people/person'
import { Refusal } from '../platform/refusal'
import { changeOf } from '../security/act'

/** Another account, authorised at Weibo and offered, in the place of the one in force. */
export const WeiboAccountChange = z.object({
  kind: z.literal('weibo-account'),
  uid: z.string(),
  expiresAt: z.iso.datetime(),
  offer: z.string(),
})
export type WeiboAccountChange = z.infer<typeof WeiboAccountChange>

/** Puts it into force, with its act; nothing posts with it before. @throws Refusal `NotFound` when the offer is gone */
export const planAccount =
  ({ weiboAccounts }: { weiboAccounts: OfferedAccounts }) =>
  async ({ uid, expiresAt, offer, by }: WeiboAccountChange & { by: Person }): Promise<Planned> => {
    const before = (await weiboAccounts.account())?.uid
    return {
      act: {
        ...{ type: 'WeiboAuthorised', by: named(by), about: { id: uid, name: uid }, facts: { expiresAt } },
        ...changeOf(before === undefined ? undefined : { uid: before }, { uid }),
      },
      async write(rows) {
        if (await weiboAccounts.take(offer, rows)) return
        throw new Refusal('NotFound', {
          zh: '这次授权已经失效，请重新授权',
          en: 'the authorisation lies there no longer; authorise again',
        })
      },
    }
  }

import { browserCookieFor } from './browser'
import { relyingPartyOf, shown, type ShownPasskey } from './passkey'
import type { Person } from './person'
import { addPasskey, beginPasskey } from './register-passkey'
import { removePasskey } from './remove-passkey'

/** One's own passkeys; with the cookies to set. */
export function myWays(room: Parameters<typeof addPasskey>[0] & Parameters<typeof removePasskey>[0]) {
  const { publicUrl: url, passkeys } = room
  const begin = beginPasskey(room)
  return {
    /** `possible`: whether browsers make passkeys for the address people come to */
    list: async ({ id }: Person): Promise<{ possible: boolean; passkeys: ShownPasskey[] }> => ({
      possible: relyingPartyOf(url) !== undefined,
      passkeys: (await passkeys.of(id)).map(shown),
    }),
    begin: async (asked: Parameters<typeof begin>[0]) => {
      const { options, browser } = await begin(asked)
      return { options, cookies: [browserCookieFor(browser, url)] }
    },
    add: addPasskey(room),
    remove: removePasskey(room),
  }
}

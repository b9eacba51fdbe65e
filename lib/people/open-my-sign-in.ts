import { createOutbox } from '../outbox/outbox'
import { actsLedger } from '../security/ledger'
import { browserCookieFor } from './browser'
import { openPortal } from './open-portal'
import { relyingPartyOf, shown, type ShownPasskey } from './passkey'
import { passkeyStore } from './passkey-store'
import type { Person } from './person'
import { addPasskey, beginPasskey } from './register-passkey'
import { removePasskey } from './remove-passkey'

/** The desk of one's own sessions and passkeys, wired once per function; with the cookies to set. */
export function openMySignIn() {
  const portal = openPortal()
  const url = portal.env.PUBLIC_URL
  const room = {
    ...portal,
    publicUrl: url,
    passkeys: passkeyStore(portal.table),
    acts: actsLedger(portal.table, portal.clock),
    mail: createOutbox(portal),
  }
  const begin = beginPasskey(room)
  return {
    door: portal.door,
    sessions: portal.sessions,
    /** `possible`: whether browsers make passkeys for the address people come to */
    list: async ({ id }: Person): Promise<{ possible: boolean; passkeys: ShownPasskey[] }> => ({
      possible: relyingPartyOf(url) !== undefined,
      passkeys: (await room.passkeys.of(id)).map(shown),
    }),
    begin: async (asked: Parameters<typeof begin>[0]) => {
      const { options, browser } = await begin(asked)
      return { options, cookies: [browserCookieFor(browser, url)] }
    },
    add: addPasskey(room),
    remove: removePasskey(room),
  }
}

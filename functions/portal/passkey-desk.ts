import * as z from 'zod'
import { MyPasskeys, OnePasskey, PasskeyOptions, PasskeyRemoved } from '../../lib/api/people'
import { openPasskeys } from '../../lib/people/open-passkeys'
import { NewCredential, shown } from '../../lib/people/passkey'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'

const { door, list, begin, add, remove } = openPasskeys()

const Cookies = z.object({ cookies: z.record(z.string(), z.string()) })
const New = z.strictObject({ name: z.string().trim().min(1).max(60), response: NewCredential })
const AtPasskey = z.object({ path: z.object({ passkeyId: z.string().regex(/^[0-9a-f]{64}$/) }) })

/** The passkeys of whoever is signed in. */
export const handler = routes({
  /** One's passkeys, the oldest first. */
  'GET /api/me/passkeys': door({ request: z.object({}), roles: [], answer: MyPasskeys }, async ({ person }) =>
    json(200, await list(person)),
  ),
  /** What the browser makes a new passkey with. */
  'POST /api/me/passkeys/begin': door(
    { request: Cookies, roles: [], answer: PasskeyOptions },
    async ({ cookies: sent, person }) => {
      const { options, cookies } = await begin({ person, cookies: sent })
      return json(200, { options }, { cookies })
    },
  ),
  /** Adds the passkey the browser made; the person is told by letter. */
  'POST /api/me/passkeys': door(
    { request: Cookies.extend({ body: New }), roles: [], answer: OnePasskey, maxBytes: 65_536 },
    async ({ cookies, body, person }) =>
      json(201, { passkey: shown(await add({ ...body, person, cookies })) }),
  ),
  /** Removes one of one's passkeys; the person is told by letter. */
  'DELETE /api/me/passkeys/{passkeyId}': door(
    { request: AtPasskey, roles: [], answer: PasskeyRemoved },
    async ({ path, person }) => {
      await remove({ person, id: path.passkeyId })
      return json(200, { removed: path.passkeyId })
    },
  ),
})

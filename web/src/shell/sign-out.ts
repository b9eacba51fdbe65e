import { call } from '../api/client'

/** What must stop when the session has ended; a part of the portal that works on behind the page puts itself here. */
export const atSignOut = new Set<() => void>()

/** Ends the session at the server first: only then is the page left. */
export async function signOut(): Promise<void> {
  await call('POST', '/sign-out', {})
  for (const stop of atSignOut) stop()
  location.assign('/')
}

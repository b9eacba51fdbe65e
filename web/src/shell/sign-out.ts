import { call } from '../api/client'

/** Ends the session at the server first: only then is the page left. */
export async function signOut(): Promise<void> {
  await call('POST', '/sign-out', {})
  location.assign('/')
}

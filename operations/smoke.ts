import { knock } from '../lib/canary/knock'
import { failed, passed, type Check } from './check'

/** Over the real address, as people reach it; a door that does not answer is a failed check, never an exception. */
export const smokeTest = async (url: string): Promise<Check[]> =>
  (await knock(url)).map(({ path, status, trouble }) =>
    trouble === undefined ? passed(`GET ${path}`, String(status)) : failed(`GET ${path}`, trouble),
  )

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AccessDenied, type Access, type Identity, type MovableClock } from '../../local/aws/access'

export const root: Identity = { name: 'cloud', accessKeyId: 'AKIAROOT', secretAccessKey: 'root-secret' }
export const guest: Identity = {
  name: 'GuestRole',
  accessKeyId: 'AKIAGUEST',
  secretAccessKey: 'guest-secret',
}

/** `cloud` may do everything, the guest only what is listed as `action resource`. */
export const accessFor = (allowed: string[] = []): Access => ({
  identityOf: (id) => [root, guest].find((one) => one.accessKeyId === id),
  authorize(identity, action, resource) {
    if (identity.name !== 'cloud' && !allowed.includes(`${action} ${resource}`))
      throw new AccessDenied(identity.name, action, resource)
  },
})

export function aClock(start = Date.now()): MovableClock & { move(ms: number): void } {
  const listeners = new Set<() => void>()
  const offset = { ms: start - Date.now() }
  return {
    now: () => Date.now() + offset.ms,
    onMove(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    move(ms) {
      offset.ms += ms
      for (const listener of listeners) listener()
    },
  }
}

/** A service on a free port, and the settings with which an unmodified SDK client talks to it. */
export async function serve(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    as: ({ name: _, ...credentials }: Omit<Identity, 'name'> & { name?: string }) => ({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'ap-southeast-1',
      credentials,
      maxAttempts: 1,
    }),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

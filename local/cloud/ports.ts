import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readKeptOr, writeKept } from '../disk/kept-json'

/** The port that was asked for belongs to another program. */
export class PortTaken extends Error {
  constructor(readonly port: number) {
    super(`port ${port} is already in use; take another one: PORT=${port + 1} npm start`)
    this.name = 'PortTaken'
  }
}

/** Another living cloud keeps its data there. */
export class DirectoryTaken extends Error {
  constructor(readonly dir: string) {
    super(
      `another one-machine cloud already runs on ${dir}; stop it, or give this one its own: QIANFA_DIR=… npm start`,
    )
    this.name = 'DirectoryTaken'
  }
}

export interface Door {
  port: number
  /** Ends open connections too. */
  close(): Promise<void>
}

const listenOn = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error),
    )
    server.listen(port, host, () => resolve())
  })

/** Listens on `port` of `host`, 0 for a free one. Throws PortTaken. */
export async function openDoor(listener: RequestListener, port: number, host: string): Promise<Door> {
  const server = createServer(listener)
  // A video part of many megabytes on a slow link may take longer than Node's five minutes.
  server.requestTimeout = 0
  await listenOn(server, port, host)
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A free port, the same as last time where possible: links signed before a restart name it. */
export async function openKeptDoor(listener: RequestListener, file: string, host: string): Promise<Door> {
  const before = Number(readKeptOr(file, 0))
  const door = await openDoor(listener, before, host).catch((error: unknown) => {
    if (before !== 0 && error instanceof PortTaken) return openDoor(listener, 0, host)
    throw error
  })
  if (door.port !== before) writeKept(file, door.port)
  return door
}

/** A port of this machine that nobody has now, for a process of its own. */
export async function freePort(): Promise<number> {
  const { port, close } = await openDoor(() => undefined, 0, '127.0.0.1')
  await close()
  return port
}

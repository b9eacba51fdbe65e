declare module 'dynalite' {
  import type { Server } from 'node:http'
  /** @param options.path directory of the store, default memory; times in milliseconds */
  export default function dynalite(options: {
    path?: string
    createTableMs: number
    updateTableMs: number
    deleteTableMs: number
  }): Server
}

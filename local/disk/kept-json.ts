import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { checkedLine, textOfLine } from './checked-line'
import { DamagedData } from './damage'

/** Makes renames and new names in `dir` survive a crash of the machine. */
export function syncDir(dir: string): void {
  const handle = openSync(dir, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Puts the whole file there or leaves the old one: what was written when this returns is still there after kill -9, and
 * `synced` after a power cut too. Synchronous, so that a check in memory and the write that depends on it are one step.
 */
export function putWhole(file: string, data: string | Uint8Array, synced = true): void {
  const next = `${file}.new`
  writeFileSync(next, data, { flush: synced, mode: 0o600 })
  renameSync(next, file)
  if (synced) syncDir(dirname(file))
}

/** As JSON with its checksum. */
export const writeKept = (file: string, value: unknown, { synced = true } = {}): void =>
  putWhole(file, checkedLine(JSON.stringify(value)), synced)

/** What `writeKept` put there; a file of earlier versions, which had no checksum, as it stands. @throws DamagedData */
export function readKept(file: string): unknown {
  const text = readFileSync(file, 'utf8')
  try {
    return JSON.parse(textOfLine(text.endsWith('\n') ? text.slice(0, -1) : text))
  } catch {
    throw new DamagedData([{ file, what: 'is not what was written' }], dirname(file))
  }
}

/** As {@link readKept}; `otherwise` where there is no such file yet. */
export const readKeptOr = (file: string, otherwise: unknown): unknown =>
  existsSync(file) ? readKept(file) : otherwise

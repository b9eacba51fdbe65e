import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

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
 * Puts the whole file there or leaves the old one: what was written when this returns is still there after kill -9.
 * Synchronous, so that a check in memory and the write that depends on it are one step.
 */
export function writeJson(file: string, value: unknown): void {
  const next = `${file}.new`
  writeFileSync(next, JSON.stringify(value), { flush: true })
  renameSync(next, file)
  syncDir(dirname(file))
}

export const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

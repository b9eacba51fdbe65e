import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** Written beside, synced and renamed: a kill at any moment leaves the old file or the new one. */
export function writeDurably(path: string, data: string | Uint8Array) {
  const draft = `${path}.new`
  const file = openSync(draft, 'w')
  try {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
}

/** Files below `dir`, named by their content. */
export function durableFiles(dir: string) {
  mkdirSync(dir, { recursive: true })
  return {
    keepFile(bytes: Uint8Array, extension: string): string {
      const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}.${extension}`
      if (!existsSync(join(dir, name))) writeDurably(join(dir, name), bytes)
      return name
    },
    file: (name: string): Uint8Array => readFileSync(join(dir, name)),
  }
}

/** The state kept at `path`, else `fresh`; what an older state lacks comes from `fresh`. */
export function openState<S extends object>(path: string, fresh: S): { state: S; save: () => void } {
  const state = existsSync(path) ? { ...fresh, ...(JSON.parse(readFileSync(path, 'utf8')) as S) } : fresh
  return { state, save: () => writeDurably(path, JSON.stringify(state)) }
}

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DamagedData } from '../disk/damage'
import { putWhole, readKeptOr, writeKept } from '../disk/kept-json'

const nameOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 40)

/** Files below `dir`, named by their content. */
export function durableFiles(dir: string) {
  mkdirSync(dir, { recursive: true })
  return {
    keepFile(bytes: Uint8Array, extension: string): string {
      const name = `${nameOf(bytes)}.${extension}`
      if (!existsSync(join(dir, name))) putWhole(join(dir, name), bytes)
      return name
    },
    /** @throws DamagedData where it is no longer what its name says */
    file(name: string): Uint8Array {
      const bytes = readFileSync(join(dir, name))
      if (nameOf(bytes) !== name.split('.')[0])
        throw new DamagedData([{ file: join(dir, name), what: 'its checksum is another' }], dir)
      return bytes
    },
  }
}

/** The state kept at `path`, else `fresh`; what an older state lacks comes from `fresh`. */
export function openState<S extends object>(path: string, fresh: S): { state: S; save: () => void } {
  const state = { ...fresh, ...(readKeptOr(path, {}) as S) }
  return { state, save: () => writeKept(path, state) }
}

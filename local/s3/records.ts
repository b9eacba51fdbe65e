import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { readKept, syncDir, writeKept } from '../disk/kept-json'
import { ObjectCreated } from './event'
import { Version } from './version'

/** All that is known of one key, in one file: whatever belongs together is written together. */
export const KeyRecord = z.object({
  key: z.string(),
  /** newest first */
  versions: z.array(Version),
  /** events that nobody has taken yet */
  outbox: z.array(ObjectCreated),
  /** of the last write */
  sequencer: z.string().optional(),
})
export type KeyRecord = z.infer<typeof KeyRecord>

export interface Records {
  get(key: string): KeyRecord
  all(): KeyRecord[]
  /** On disk when it returns; a record that holds nothing any more is removed. */
  save(record: KeyRecord): void
}

/** A key is any text, `../../etc/passwd` included, so only its hash becomes a file name. */
const fileOf = (dir: string, key: string): string =>
  join(dir, `${createHash('sha256').update(key).digest('hex')}.json`)

export function openRecords(dir: string): Records {
  mkdirSync(dir, { recursive: true })
  const records = new Map(
    readdirSync(dir)
      .filter((file) => file.endsWith('.json'))
      .map((file) => KeyRecord.parse(readKept(join(dir, file))))
      .map((record) => [record.key, record]),
  )
  return {
    get: (key) => records.get(key) ?? { key, versions: [], outbox: [] },
    all: () => [...records.values()],
    save(record) {
      const file = fileOf(dir, record.key)
      if (record.versions.length || record.outbox.length) {
        writeKept(file, record)
        records.set(record.key, record)
        return
      }
      rmSync(file, { force: true })
      syncDir(dir)
      records.delete(record.key)
    },
  }
}

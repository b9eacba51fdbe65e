import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fdatasync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod'
import { checkedLine, textOfLine } from '../disk/checked-line'
import { crc32c, masked } from '../disk/crc32c'
import { DamagedData, type Damage } from '../disk/damage'

const sync = promisify(fdatasync)

/** LevelDB cuts its logs into blocks; a record's head is its checksum, its length and its kind. */
const BLOCK = 32_768
const HEAD = 7

const compactAfterLines = 20_000

/** Written once and never changed. */
const isTable = (name: string) => /^\d+\.(ldb|sst)$/.test(name)

/** Where the records of a log or manifest stop being what was written, if they do. */
export function brokenRecord(bytes: Buffer): number | undefined {
  for (let at = 0; at < bytes.length;) {
    const room = BLOCK - (at % BLOCK)
    if (room < HEAD) {
      at += room
      continue
    }
    if (at + HEAD > bytes.length) return at
    const length = bytes.readUInt16LE(at + 4)
    const end = at + HEAD + length
    if (length + HEAD > room || end > bytes.length) return at
    if (masked(crc32c(bytes.subarray(at + 6, end))) !== bytes.readUInt32LE(at)) return at
    at = end
  }
  return undefined
}

const Kept = z.union([
  z.object({ table: z.string(), sha256: z.string() }),
  z.object({ log: z.string(), bytes: z.number() }),
])

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

/**
 * The files of LevelDB, which itself reads over what it finds damaged: sums of its tables, the checksums of its logs, and
 * how long a log was when a write in it was acknowledged, in `<dir>.kept.jsonl`. Opened before LevelDB opens them.
 * @throws DamagedData where a file is not what was written; nothing is changed then
 */
export function keptFiles(dir: string): {
  /** Resolves when everything written so far is on the disk. */
  synced(): Promise<void>
  close(): Promise<void>
} {
  mkdirSync(dir, { recursive: true })
  const list = `${dir}.kept.jsonl`
  const { sums, lengths } = readList(list)
  const damages = damagesIn(dir, sums, lengths)
  if (damages.length > 0) throw new DamagedData(damages, dir)

  let handle = openSync(list, 'a', 0o600)
  let lines = 0
  const known = new Map<string, string>()
  const note = (kept: z.infer<typeof Kept>) => {
    writeSync(handle, checkedLine(JSON.stringify(kept)))
    lines++
  }
  /** New tables are summed while nobody has had time to touch them. */
  const lookAtTables = () => {
    const here = readdirSync(dir).filter(isTable)
    for (const name of known.keys()) if (!here.includes(name)) known.delete(name)
    for (const name of here) {
      if (known.has(name)) continue
      const sum = sums.get(name) ?? sha256(join(dir, name))
      known.set(name, sum)
      note({ table: name, sha256: sum })
    }
  }
  const sizesOfLogs = () =>
    readdirSync(dir)
      .filter((name) => name.endsWith('.log'))
      .map((name) => ({ log: name, bytes: statSync(join(dir, name)).size }))
  /** What holds now, instead of all that was told before. */
  const rewrite = () => {
    closeSync(handle)
    handle = openSync(`${list}.new`, 'w', 0o600)
    known.clear()
    lookAtTables()
    for (const size of sizesOfLogs()) note(size)
    renameSync(`${list}.new`, list)
    lines = 0
  }
  rewrite()

  let seen = 0
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const syncOnce = async () => {
    // The size before the sync: what comes meanwhile is not promised yet.
    for (const size of sizesOfLogs()) {
      const log = openSync(join(dir, size.log), 'r')
      try {
        await sync(log)
      } finally {
        closeSync(log)
      }
      note(size)
    }
    const { mtimeMs } = statSync(dir)
    if (mtimeMs !== seen) lookAtTables()
    seen = mtimeMs
    if (lines > compactAfterLines) rewrite()
  }
  const begin = (): Promise<void> => {
    running = syncOnce().finally(() => (running = undefined))
    return running
  }

  return {
    // Whoever comes while one sync runs waits for the next, together with all the others who came meanwhile.
    synced: () => {
      if (!running) return begin()
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined
          return begin()
        })
      return next
    },
    async close() {
      await (next ?? running)
      rewrite()
      closeSync(handle)
    },
  }
}

function readList(list: string) {
  const sums = new Map<string, string>()
  const lengths = new Map<string, number>()
  for (const line of existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []) {
    const kept = readLine(line)
    if (kept && 'table' in kept) sums.set(kept.table, kept.sha256)
    else if (kept) lengths.set(kept.log, kept.bytes)
  }
  return { sums, lengths }
}

/** A line that cannot be read takes away a proof, no data: the files it speaks of are judged by what they say themselves. */
function readLine(line: string): z.infer<typeof Kept> | undefined {
  try {
    return Kept.parse(JSON.parse(textOfLine(line)))
  } catch {
    return undefined
  }
}

function damagesIn(dir: string, sums: Map<string, string>, lengths: Map<string, number>): Damage[] {
  const damages: Damage[] = []
  for (const name of readdirSync(dir)) {
    const file = join(dir, name)
    if (isTable(name) && sums.has(name) && sums.get(name) !== sha256(file))
      damages.push({ file, what: 'its checksum is another' })
    if (!/^(\d+\.log|MANIFEST-\d+)$/.test(name)) continue
    const bytes = readFileSync(file)
    const acknowledged = lengths.get(name) ?? 0
    const broken = brokenRecord(bytes)
    if (bytes.length < acknowledged)
      damages.push({ file, what: `cut off at byte ${bytes.length} of ${acknowledged}` })
    else if (broken !== undefined && (broken < acknowledged || name.startsWith('MANIFEST')))
      damages.push({ file, what: `the record at byte ${broken}` })
  }
  return damages
}

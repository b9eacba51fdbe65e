import { createHash } from 'node:crypto'
import {
  constants,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import { takeLock } from '../cloud/lock'
import { DirectoryTaken } from '../cloud/ports'
import { DamagedData, type Damage } from './damage'

/** SHA-256 of every file of a backup, by its path inside. */
const Manifest = z.object({ madeAt: z.iso.datetime(), files: z.record(z.string(), z.string()) })
const manifestFile = 'backup.json'

/** What a start makes anew, or what is of one start only. */
const notKept = ['lock', 'logs', 'gateway-port']

export interface Copied {
  folder: string
  files: number
  bytes: number
}

/**
 * Copies what a stopped one-machine cloud keeps in `dir` into a new folder of `into`, named by the time, with a checksum
 * of every file. @throws DirectoryTaken while it runs
 */
export async function backUp(dir: string, into: string, now: Date): Promise<Copied> {
  return whileStopped(dir, async () => {
    const folder = join(into, `${basename(resolve(dir))}-${stamp(now)}`)
    const half = `${folder}.half`
    copy(dir, half)
    const files: Record<string, string> = {}
    let bytes = 0
    for (const path of filesIn(half)) {
      const sum = await sumOf(join(half, path))
      files[path] = sum.sha256
      bytes += sum.bytes
    }
    writeFileSync(join(half, manifestFile), JSON.stringify({ madeAt: now.toISOString(), files }), {
      flush: true,
    })
    // A folder without `.half` is a whole backup.
    renameSync(half, folder)
    return { folder, files: Object.keys(files).length, bytes }
  })
}

/**
 * Puts a backup in the place of `dir`; what stood there is moved beside it, never deleted, and its new name given back.
 * @throws DirectoryTaken while the cloud runs, DamagedData when the backup is not what was written
 */
export async function restore(
  folder: string,
  dir: string,
  now: Date,
): Promise<{ aside?: string; files: number }> {
  const { files } = Manifest.parse(JSON.parse(readFileSync(join(folder, manifestFile), 'utf8')))
  const damages: Damage[] = []
  for (const [path, sha256] of Object.entries(files)) {
    const file = join(folder, path)
    if (!existsSync(file)) damages.push({ file, what: 'is missing' })
    else if ((await sumOf(file)).sha256 !== sha256) damages.push({ file, what: 'its checksum is another' })
  }
  if (damages.length > 0) throw new DamagedData(damages, folder)
  return whileStopped(dir, () => {
    const half = `${resolve(dir)}.half`
    rmSync(half, { recursive: true, force: true })
    copy(folder, half)
    rmSync(join(half, manifestFile))
    const aside = existsSync(dir) ? `${resolve(dir)}-before-${stamp(now)}` : undefined
    if (aside) renameSync(dir, aside)
    renameSync(half, dir)
    return { ...(aside && { aside }), files: Object.keys(files).length }
  })
}

async function whileStopped<T>(dir: string, work: () => Promise<T> | T): Promise<T> {
  mkdirSync(dirname(resolve(dir)), { recursive: true })
  const lock = existsSync(dir) ? takeLock(join(dir, 'lock')) : { release: () => undefined }
  if (!lock) throw new DirectoryTaken(dir)
  try {
    return await work()
  } finally {
    lock.release()
  }
}

const stamp = (now: Date) => now.toISOString().slice(0, 19).replaceAll(':', '-')

const copy = (from: string, to: string) =>
  cpSync(from, to, {
    recursive: true,
    // Where the disk can, blocks are shared instead of copied.
    mode: constants.COPYFILE_FICLONE,
    filter: (source) => !notKept.includes(relative(from, source).split('/')[0] ?? ''),
  })

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()

async function sumOf(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(createReadStream(file), async (parts) => {
    for await (const part of parts as AsyncIterable<Buffer>) {
      hash.update(part)
      bytes += part.length
    }
  })
  return { sha256: hash.digest('hex'), bytes }
}

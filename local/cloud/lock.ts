import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

export interface Lock {
  release(): void
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM means it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Process ids start over after a reboot: the start time tells the same id in another life apart. */
const startedAt = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? ''
  } catch {
    return '' // not Linux, or gone: the id alone must do
  }
}

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Moves a dead holder's lock away; should another taker have been faster, its lock is put back. */
const removeStale = (file: string, stale: string | undefined): void => {
  const aside = `${file}.${process.pid}.stale`
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (stale !== undefined && readFileSync(aside, 'utf8') !== stale) linkSync(aside, file)
  rmSync(aside, { force: true })
}

/**
 * Takes the lock file for this process; undefined when a living process (this one included) holds it.
 * The lock of a killed process is taken over.
 */
export function takeLock(file: string): Lock | undefined {
  const own = `${file}.${process.pid}.own`
  writeFileSync(own, JSON.stringify({ pid: process.pid, started: startedAt(process.pid) }))
  try {
    for (let attempt = 0; attempt < 2; attempt++)
      try {
        // A link appears whole or not at all, so nobody reads a half-written lock.
        linkSync(own, file)
        return { release: () => rmSync(file, { force: true }) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        const found = read(file)
        const holder = found && (JSON.parse(found) as { pid: number; started: string })
        if (holder && alive(holder.pid) && startedAt(holder.pid) === holder.started) return undefined
        removeStale(file, found)
      }
    return undefined
  } finally {
    rmSync(own, { force: true })
  }
}

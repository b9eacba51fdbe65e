import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import { checkedLine, textOfLine } from './checked-line'
import { DamagedData } from './damage'

const Length = z.object({ log: z.string(), bytes: z.number() })
const compactAfterLines = 50_000

export interface KeptLengths {
  /** Of a log that grew; and of one that is about to be replaced by a shorter one, before it is. */
  note(log: string, bytes: number): void
  /** what was noted last of a log, 0 when nothing */
  of(log: string): number
  close(): void
}

/**
 * How long each log was when its last line was acknowledged: a log that was cut between two lines looks whole by itself.
 * @param logs the file of a log by its name in the list
 * @throws DamagedData where a log is shorter, or gone
 */
export function openKeptLengths(list: string, logs: (name: string) => string): KeptLengths {
  const lengths = new Map<string, number>()
  for (const line of existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(Boolean) : []) {
    const length = readLine(line)
    if (length) lengths.set(length.log, length.bytes)
  }
  const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0)
  const damages = [...lengths]
    .map(([log, bytes]) => ({ file: logs(log), bytes }))
    .filter(({ file, bytes }) => sizeOf(file) < bytes)
    .map(({ file, bytes }) => ({ file, what: `cut off at byte ${sizeOf(file)} of ${bytes}` }))
  if (damages.length > 0) throw new DamagedData(damages, dirname(list))

  let handle = -1
  let lines = 0
  const append = (log: string, bytes: number) => {
    writeSync(handle, checkedLine(JSON.stringify({ log, bytes })))
    lines++
  }
  const rewrite = () => {
    if (handle !== -1) closeSync(handle)
    handle = openSync(`${list}.new`, 'w', 0o600)
    for (const [log, bytes] of lengths) append(log, bytes)
    renameSync(`${list}.new`, list)
    lines = lengths.size
  }
  rewrite()
  const note = (log: string, bytes: number) => {
    lengths.set(log, bytes)
    append(log, bytes)
    if (lines > compactAfterLines + lengths.size) rewrite()
  }
  // Once: a second time the number may be another file's.
  const close = () => {
    if (handle !== -1) closeSync(handle)
    handle = -1
  }
  return { note, of: (log) => lengths.get(log) ?? 0, close }
}

/** A line that cannot be read takes away a proof, no data. */
function readLine(line: string): z.infer<typeof Length> | undefined {
  try {
    return Length.parse(JSON.parse(textOfLine(line)))
  } catch {
    return undefined
  }
}

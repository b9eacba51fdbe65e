import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { checkedLine, textOfLine } from '../disk/checked-line'
import { DamagedData } from '../disk/damage'
import { openKeptLengths } from '../disk/kept-lengths'
import { Entry } from './entry'

/** One file per execution, one JSON line per event. */
export interface Journal {
  /** @param durable on disk before this returns, and everything before it too; for whatever somebody is told */
  append(id: string, entry: Entry, durable: boolean): void
  /** The events of an execution, or undefined when there is none. */
  read(id: string): Entry[] | undefined
  ids(): string[]
}

const parse = (line: string, file: string, n: number): Entry => {
  try {
    return Entry.parse(JSON.parse(textOfLine(line)))
  } catch {
    throw new DamagedData([{ file, what: `line ${n + 1}` }], dirname(file))
  }
}

/** @throws DamagedData where a journal was cut below what was acknowledged */
export function openJournal(dir: string): Journal & { close(): void } {
  mkdirSync(dir, { recursive: true })
  const fileOf = (id: string) => join(dir, `${id}.jsonl`)
  const lengths = openKeptLengths(`${dir}.lengths.jsonl`, fileOf)
  const sync = (path: string) => {
    const handle = openSync(path, 'r')
    fsyncSync(handle)
    closeSync(handle)
  }
  return {
    append(id, entry, durable) {
      const handle = openSync(fileOf(id), 'a')
      try {
        writeSync(handle, checkedLine(JSON.stringify(entry)))
        if (durable) {
          fsyncSync(handle)
          lengths.note(id, fstatSync(handle).size)
        }
      } finally {
        closeSync(handle)
      }
      if (entry.type === 'ExecutionStarted') sync(dir) // the file's name must be on disk as well
    },
    read(id) {
      const file = fileOf(id)
      let text: string
      try {
        text = readFileSync(file, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
      // A last line cut by a crash was never acknowledged; it goes, or the next one would be glued to it.
      const whole = text.slice(0, text.lastIndexOf('\n') + 1)
      if (Buffer.byteLength(whole) < lengths.of(id))
        throw new DamagedData([{ file, what: 'the end of its last line' }], dir)
      if (whole === '') {
        rmSync(file)
        return undefined
      }
      if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole))
      return whole
        .trimEnd()
        .split('\n')
        .map((line, n) => parse(line, file, n))
    },
    ids: () =>
      readdirSync(dir)
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => name.slice(0, -'.jsonl'.length)),
    close: lengths.close,
  }
}

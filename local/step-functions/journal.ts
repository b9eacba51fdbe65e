import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** One line of an execution's file: what happened, and under which key of the run. */
export interface Entry {
  id: number
  /** milliseconds on the cloud's clock */
  at: number
  type: string
  key?: string
  [fact: string]: unknown
}

/** One file per execution, one JSON line per event, on disk before anybody is told. */
export function journalIn(dir: string) {
  mkdirSync(dir, { recursive: true })
  const fileOf = (id: string) => join(dir, `${id}.jsonl`)

  return {
    append(id: string, entry: Entry): void {
      const file = openSync(fileOf(id), 'a')
      try {
        writeSync(file, `${JSON.stringify(entry)}\n`)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
    },

    /** All executions with their events. A last line cut by a crash was never acknowledged and is dropped. */
    *all(): Generator<{ id: string; entries: Entry[] }> {
      for (const name of readdirSync(dir).filter((one) => one.endsWith('.jsonl'))) {
        const id = name.slice(0, -'.jsonl'.length)
        const text = readFileSync(fileOf(id), 'utf8')
        const whole = text.slice(0, text.lastIndexOf('\n') + 1)
        if (whole.length < text.length) truncateSync(fileOf(id), Buffer.byteLength(whole))
        const entries = whole
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Entry)
        if (entries.length > 0) yield { id, entries }
      }
    },

    has: (id: string) => existsSync(fileOf(id)),
  }
}

export type Journal = ReturnType<typeof journalIn>

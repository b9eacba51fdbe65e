import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import { checkedLine, textOfLine } from '../disk/checked-line'
import { DamagedData } from '../disk/damage'
import { openKeptLengths } from '../disk/kept-lengths'
import type { Item } from './tables'

/** How one item was before a transaction wrote it; no `old`: it was not there. */
export interface Before {
  table: string
  key: Item
  old?: Item
}

const AnItem = z.record(z.string(), z.record(z.string(), z.unknown()))
const Line = z.union([
  z.object({ begin: z.array(z.object({ table: z.string(), key: AnItem, old: AnItem.optional() })) }),
  z.object({ undone: z.literal(true) }),
  // `at` in milliseconds on the cloud's clock
  z.object({ done: z.object({ token: z.string(), signature: z.string() }).optional(), at: z.number() }),
])
type Line = z.infer<typeof Line>

/** ClientRequestToken is good for ten minutes. */
const tokenLivesMs = 10 * 60_000
const compactAfterLines = 5_000

export interface TransactionLog {
  /** what a crash left half done, to be taken back before anything else */
  readonly halfDone: Before[]
  /** signature of the transaction that was done with a token within the last ten minutes */
  doneWith(token: string): string | undefined
  begin(before: Before[]): void
  undone(): void
  done(token: string | undefined, signature: string): void
  close(): void
}

function readLine(line: string, file: string, index: number): Line {
  try {
    return Line.parse(JSON.parse(textOfLine(line)))
  } catch {
    throw new DamagedData([{ file, what: `line ${index + 1}` }], dirname(file))
  }
}

const linesOf = (file: string, acknowledged: number): Line[] => {
  try {
    const text = readFileSync(file, 'utf8')
    // A last line without its end was cut by a crash and never acknowledged.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (Buffer.byteLength(whole) < acknowledged)
      throw new DamagedData([{ file, what: 'the end of its last line' }], dirname(file))
    return whole
      .split('\n')
      .filter(Boolean)
      .map((line, index) => readLine(line, file, index))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/**
 * What transactions are about to change, and which are done: every line is on disk before the next step. The token
 * and the end of its transaction are one line, so that a crash cannot part them.
 */
export function openTransactionLog(file: string, now: () => number): TransactionLog {
  const lengths = openKeptLengths(`${file}.length`, () => file)
  const tokens = new Map<string, { signature: string; at: number }>()
  let halfDone: Before[] = []
  for (const line of linesOf(file, lengths.of('transactions'))) {
    halfDone = 'begin' in line ? line.begin : []
    if ('at' in line && line.done)
      tokens.set(line.done.token, { signature: line.done.signature, at: line.at })
  }

  const noted = (bytes: number) => lengths.note('transactions', bytes)
  let handle = openSync(file, 'a')
  let lines = 0
  const append = (line: Line) => {
    writeSync(handle, checkedLine(JSON.stringify(line)))
    fsyncSync(handle)
    noted(fstatSync(handle).size)
    lines++
  }
  const compact = () => {
    for (const [token, { at }] of tokens) if (at + tokenLivesMs <= now()) tokens.delete(token)
    const kept: Line[] = [...tokens].map(([token, { signature, at }]) => ({ done: { token, signature }, at }))
    const fresh = openSync(`${file}.new`, 'w')
    writeSync(fresh, [...kept, { undone: true }].map((line) => checkedLine(JSON.stringify(line))).join(''))
    fsyncSync(fresh)
    noted(fstatSync(fresh).size)
    closeSync(fresh)
    renameSync(`${file}.new`, file)
    closeSync(handle)
    handle = openSync(file, 'a')
    lines = kept.length
  }

  return {
    halfDone,
    doneWith(token) {
      const known = tokens.get(token)
      return known && known.at + tokenLivesMs > now() ? known.signature : undefined
    },
    begin: (before) => append({ begin: before }),
    undone: compact,
    done(token, signature) {
      const at = now()
      append({ at, ...(token !== undefined && { done: { token, signature } }) })
      if (token !== undefined) tokens.set(token, { signature, at })
      if (lines > compactAfterLines) compact()
    },
    close() {
      closeSync(handle)
      lengths.close()
    },
  }
}

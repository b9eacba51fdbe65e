import * as z from 'zod'
import { canonicalJson, sha256 } from '../platform/ids'
import { packed, unpacked } from '../platform/packed'
import { Refusal } from '../platform/refusal'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { absent, type Row, type Table, type Write } from '../platform/table'
import { WordList, wordList } from '../policy/word-list'
import type { Entry } from './entries'

/** One version of the word list, without its words. Number 1 is the list that comes with the product. */
export const ListedWords = z.object({
  number: z.number().int().positive(),
  words: z.number().int(),
  /** of the words, as published */
  fingerprint: z.string(),
  added: z.number().int(),
  removed: z.number().int(),
  changed: z.number().int(),
  by: z.string().optional(),
  name: z.string().optional(),
  at: z.iso.datetime().optional(),
  reason: z.string().optional(),
})
export type ListedWords = z.infer<typeof ListedWords>

export const shippedNumber = 1

/** A transaction takes 4 MB; a list of 20,000 words takes one or two parts. */
const maxParts = 10

const headKey = { pk: 'WORDS', sk: 'HEAD' }
const versionsList = 'WORDS#VERSIONS'
const padded = (number: number) => String(number).padStart(6, '0')
const versionKey = (number: number) => ({ pk: 'WORDS', sk: `VERSION#${padded(number)}` })
const partsPk = (number: number) => `WORDS#${padded(number)}`
const keptPk = (fingerprint: string) => `WORDS#KEPT#${fingerprint}`
/** Longer than any proposal waits. */
const keptMs = 90 * 86_400_000

export const fingerprintOf = (entries: readonly Entry[]): string => sha256(canonicalJson(entries))

const shipped: ListedWords = {
  number: shippedNumber,
  words: wordList.words.length,
  fingerprint: fingerprintOf(wordList.words),
  added: wordList.words.length,
  removed: 0,
  changed: 0,
}

function packedParts(entries: readonly Entry[]): ReturnType<typeof packed> {
  const parts = packed(entries)
  if (parts.length > maxParts)
    throw new Refusal('InvalidRequest', {
      zh: '词表太大，请减少例外',
      en: 'the list is too large; leave exceptions out',
    })
  return parts
}

const partsOf = (number: number, entries: readonly Entry[]): Write[] =>
  packedParts(entries).map((part) => ({ put: { pk: partsPk(number), ...part }, when: absent }))

const listOf = (version: string, rows: Row[]): WordList => WordList.parse({ version, words: unpacked(rows) })

const notThere = () => new Refusal('NotFound', { zh: '没有这个版本的词表', en: 'there is no such word list' })

/** Versions of the word list (article 8). A version is written once and never changed, so a process keeps what it read. */
export function wordListStore(table: Table) {
  const known = new Map<number, WordList>([[shippedNumber, wordList]])

  const newestNumber = async (): Promise<number> =>
    z.number().parse((await table.get(headKey))?.['number'] ?? shippedNumber)

  /** The list with this number; without one, the shipped list, which was the only one then. */
  const numbered = async (number: number = shippedNumber): Promise<WordList> => {
    const kept = known.get(number)
    if (kept) return kept
    const rows = await table.partition(partsPk(number))
    if (rows.length === 0) throw notThere()
    const list = listOf(String(number), rows)
    known.set(number, list)
    return list
  }

  return {
    newestNumber,
    numbered,

    /** The newest list and its number: what a draft is checked with. */
    async newest(): Promise<{ number: number; list: WordList }> {
      const number = await newestNumber()
      return { number, list: await numbered(number) }
    },

    async version(number: number): Promise<ListedWords | undefined> {
      if (number === shippedNumber) return shipped
      const row = await table.get(versionKey(number))
      return row && ListedWords.parse(row)
    },

    /** Keeps the words of a list that waits to be published, under the fingerprint of what was looked at. */
    async keep(fingerprint: string, entries: readonly Entry[], now: Date): Promise<void> {
      const ttl = Math.floor((now.getTime() + keptMs) / 1000)
      const pk = keptPk(fingerprint)
      await table.transact(packedParts(entries).map((part) => ({ put: { pk, ...part, ttl } })))
    },

    /** @throws Refusal `NotFound` */
    async kept(fingerprint: string): Promise<readonly Entry[]> {
      const rows = await table.partition(keptPk(fingerprint))
      if (rows.length === 0) throw notThere()
      return listOf('kept', rows).words
    },

    /** Newest first; the list that ships is the last of all. */
    async versions(paging: Paging = {}): Promise<Page<ListedWords>> {
      const rows = await pageOf(table, versionsList, { ...paging, newestFirst: true })
      const page = mapPage(rows, (row) => ListedWords.parse(row))
      return page.next === undefined ? { items: [...page.items, shipped] } : page
    },

    /** Version `base + 1`, unless `base` is no longer the newest: ConditionFailed. `also` is written in the same moment. */
    async publish(version: ListedWords, entries: readonly Entry[], also: Write[]): Promise<void> {
      const base = version.number - 1
      await table.transact([
        {
          put: { ...headKey, number: version.number },
          when:
            base === shippedNumber
              ? absent
              : { expression: '#number = :base', names: { '#number': 'number' }, values: { ':base': base } },
        },
        {
          put: {
            ...version,
            ...versionKey(version.number),
            gsi1pk: versionsList,
            gsi1sk: padded(version.number),
          },
          when: absent,
        },
        ...partsOf(version.number, entries),
        ...also,
      ])
    },
  }
}

export type WordLists = ReturnType<typeof wordListStore>

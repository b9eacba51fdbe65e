import { canonicalJson } from '../platform/ids'
import type { RefusalDetail } from '../platform/refusal'
import { fold } from '../policy/folded-text'
import { variants } from '../policy/variants'
import { wordList } from '../policy/word-list'
import { wordLimits, type Entry } from './entries'

/** How a list differs from another, entry by entry. */
export interface WordsDifference {
  added: Entry[]
  removed: Entry[]
  changed: { before: Entry; after: Entry }[]
}

const same = (a: Entry, b: Entry) => canonicalJson(a) === canonicalJson(b)

export function differenceOf(before: readonly Entry[], after: readonly Entry[]): WordsDifference {
  const then = new Map(before.map((entry) => [entry.word, entry]))
  const now = new Map(after.map((entry) => [entry.word, entry]))
  return {
    added: after.filter(({ word }) => !then.has(word)),
    removed: before.filter(({ word }) => !now.has(word)),
    changed: after.flatMap((entry) => {
      const old = then.get(entry.word)
      return old && !same(old, entry) ? [{ before: old, after: entry }] : []
    }),
  }
}

/** The list with some entries put (new, or in place of the one with that word) and some taken out. */
export function edited(entries: readonly Entry[], put: readonly Entry[], remove: readonly string[]): Entry[] {
  const gone = new Set([...remove, ...put.map(({ word }) => word)])
  return [...entries.filter(({ word }) => !gone.has(word)), ...put]
}

const folded = (word: string) => fold(word, { variants }).text

const wrong = (
  rule: string,
  seen: string,
  zh: string,
  en: string,
  remedy: [string, string],
): RefusalDetail => ({
  rule: `words.${rule}`,
  article: '8',
  seen,
  message: { zh, en },
  remedy: { zh: remedy[0], en: remedy[1] },
})

/** What keeps a list from being one: too many words, words that are the same once folded, and markings that went missing. */
export function mistakesIn(entries: readonly Entry[]): RefusalDetail[] {
  const found: RefusalDetail[] = []
  if (entries.length > wordLimits.words)
    found.push(
      wrong(
        'too-many',
        String(entries.length),
        `有 ${entries.length} 个词，最多 ${wordLimits.words} 个`,
        `there are ${entries.length} words, at most ${wordLimits.words} are kept`,
        ['去掉不需要的词', 'leave some out'],
      ),
    )
  const firsts = new Map<string, string>()
  for (const { word } of entries) {
    const key = folded(word)
    const first = firsts.get(key)
    if (key === '')
      found.push(
        wrong('invisible', word, `“${word}”没有可见的字`, `“${word}” has no visible character`, [
          '删掉这一行',
          'remove that line',
        ]),
      )
    else if (first !== undefined)
      found.push(
        wrong('twice', word, `“${word}”与“${first}”是同一个词`, `“${word}” is the same word as “${first}”`, [
          '只留一个（大小写、全半角、繁简不分）',
          'keep one (case, width and traditional forms are read alike)',
        ]),
      )
    else firsts.set(key, word)
  }
  const markings = new Set(
    entries.filter(({ rule }) => rule === 'screen.marking').map(({ word }) => folded(word)),
  )
  // Article 8 is no company's to soften: the markings of the law stay, whatever else a list holds.
  for (const { word, rule } of wordList.words)
    if (rule === 'screen.marking' && !markings.has(folded(word)))
      found.push(
        wrong('marking', word, `缺少密级标志“${word}”`, `the security marking “${word}” is missing`, [
          '密级标志不能去掉，请补回，类别写“密级标志”',
          'markings cannot be taken out; put it back as a marking',
        ]),
      )
  return found
}

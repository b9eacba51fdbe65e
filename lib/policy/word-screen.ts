import { automatonOf } from './aho-corasick'
import { excerptOf } from './excerpt'
import type { Finding, Place } from './finding'
import { fold, type FoldedText } from './folded-text'
import { personalNumbersIn } from './personal-data'
import { policy, type Policy } from './policy'
import { findingOf, type RuleId } from './rule-book'
import { variants } from './variants'
import { isVisible } from './visible'
import { wordList, type WordList } from './word-list'

/** A term of secrecy, 秘密10年, but not a tale: 秘密三年后 was told. */
const term =
  /[[(【〔:]{0,2}(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:年|个月|月|天|日)(?![后後前来以间内之的多里中])/y

interface Hit {
  rule: RuleId
  start: number
  end: number
  seen: string
}

/**
 * Article 8: security markings (refuse), and words and personal data the reviewer must answer one by one, in reading
 * order. `start` and `end` are indices into `text` as given. Time grows with the text, not with the list.
 */
export function screen(
  text: string,
  list: WordList = wordList,
  field = 'body',
  using: Policy = policy,
): Finding[] {
  const words = [...wordHits(text, list), ...markingsOverLines(text, list)]
  const hits = [...withoutCovered(words), ...numberHits(text)].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  )
  const { maxHits } = using.screening
  const place = (start: number, end: number): Place => ({
    field,
    start,
    end,
    excerpt: excerptOf(text, start, end),
  })
  // A marking is never cut off by the cap: it is what must be seen.
  const listed = hits.filter((hit, index) => index < maxHits || hit.rule === 'screen.marking')
  const findings = listed.map(({ rule, seen, start, end }) => findingOf(rule, { seen }, place(start, end)))
  if (hits.length <= maxHits) return findings
  const { start, end } = hits[maxHits]!
  return [...findings, findingOf('screen.too-many', { limit: maxHits, seen: hits.length }, place(start, end))]
}

interface Compiled {
  variants: WordList['variants']
  find: ReturnType<typeof automatonOf>
  words: { entry: WordList['words'][number]; folded: string; before: string[]; after: string[] }[]
}

/** The automaton of a list is built once: lists are data that live as long as the process. */
const compiledLists = new WeakMap<WordList, Compiled>()

function compiledOf(list: WordList): Compiled {
  const known = compiledLists.get(list)
  if (known) return known
  const all = { ...variants, ...list.variants }
  const folded = (text: string) => fold(text, { variants: all }).text
  const words = list.words.map((entry) => ({
    entry,
    folded: folded(entry.word),
    before: (entry.unless?.before ?? []).map(folded),
    after: (entry.unless?.after ?? []).map(folded),
  }))
  const compiled = { variants: all, words, find: automatonOf(words.map((word) => word.folded)) }
  compiledLists.set(list, compiled)
  return compiled
}

function wordHits(original: string, list: WordList): Hit[] {
  const { words, find, variants: all } = compiledOf(list)
  const folded = fold(original, { variants: all })
  return find(folded.text).flatMap(({ word: index, start: from, end }) => {
    const word = words[index]!
    const { text } = folded
    if (word.before.some((context) => text.endsWith(context, from))) return []
    if (word.after.some((context) => text.startsWith(context, end))) return []
    const to = word.entry.needsTerm ? endOfTerm(text, end) : end
    if (to === undefined) return []
    const place = folded.placeOf(from, to)
    if (isInsideLatinWord(original, folded, from, to)) return []
    return [{ rule: word.entry.rule, ...place, seen: text.slice(from, to) }]
  })
}

/**
 * A marking that goes on in the next line, as 绝 above 密★. Two lines are no word where 手机 ends one and 密码 begins the
 * next: on one side of each line end nothing else may stand in the line, or a star must say that it is a marking.
 */
function markingsOverLines(text: string, list: WordList): Hit[] {
  if (!text.includes('\n')) return []
  return wordHits(text.replaceAll('\n', ' '), list).filter(
    ({ rule, start, end }) => rule === 'screen.marking' && goesOn(text, start, end),
  )
}

const starBehind = /^\s*[★☆]/u
const termBehind = /^\s*(?:启用|长期|解密|绝密|机密|秘密|\d|[一二三四五六七八九十]+年)/u

function goesOn(text: string, start: number, end: number): boolean {
  const breaks = [...text.slice(start, end).matchAll(/\n/g)].map(({ index }) => start + index)
  return (
    breaks.length > 0 &&
    breaks.every((at) => isAlone(text, start, end, at) || isStarred(text, start, end, at))
  )
}

function isAlone(text: string, start: number, end: number, at: number): boolean {
  const before = text.slice(
    text.lastIndexOf('\n', at - 1) + 1,
    Math.max(start, text.lastIndexOf('\n', at - 1) + 1),
  )
  const next = text.indexOf('\n', at + 1)
  const behind = text.slice(Math.min(end, next < 0 ? text.length : next), next < 0 ? text.length : next)
  return !isVisible(before) || !isVisible(behind)
}

function isStarred(text: string, start: number, end: number, at: number): boolean {
  const seen = text.slice(start, end)
  if (!/[★☆]/u.test(seen)) return starBehind.test(text.slice(end))
  // A star after the line end may be the bullet of the next line, unless it goes on as markings do.
  return !starBehind.test(text.slice(at + 1)) || termBehind.test(text.slice(end))
}

function endOfTerm(text: string, from: number): number | undefined {
  term.lastIndex = from
  return term.test(text) ? term.lastIndex : undefined
}

const isLatin = (char: string | undefined): boolean =>
  char !== undefined && /[a-z0-9]/i.test(char.normalize('NFKC'))

/** `top secret` inside `laptop secrets`: looked up in the original, where the blanks between words still are. */
function isInsideLatinWord(original: string, folded: FoldedText, from: number, to: number): boolean {
  const { start, end } = folded.placeOf(from, to)
  return (
    (isLatin(folded.text[from]) && isLatin(original[start - 1])) ||
    (isLatin(folded.text[to - 1]) && isLatin(original[end]))
  )
}

const numberHits = (text: string): Hit[] =>
  personalNumbersIn(text).map(({ rule, start, end, masked }) => ({ rule, start, end, seen: masked }))

/** 最高级 is one hit, not 最高 as well; the markings 绝密 and 机密 side by side are two. */
function withoutCovered(hits: Hit[]): Hit[] {
  const furthest = new Map<RuleId, number>()
  return hits
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ rule, end }) => {
      if (end <= (furthest.get(rule) ?? 0)) return false
      furthest.set(rule, end)
      return true
    })
}

import { diffArrays } from 'diff'

/** Two lists that began as one, merged: runs both agree on, and an item that both changed. `''` stands for “taken out”. */
type Merged = { kind: 'agreed'; item: string } | { kind: 'both'; base: string; mine: string; theirs: string }

/** A list as it was made of another: what became of each item, and what came before it; the last gap is the end. */
interface Made {
  became: string[]
  gaps: string[][]
}

const words = (block: string) => block.replace(/<[^>]*>/g, '') || block

const pairsOfSigns = (text: string): Set<string> => {
  const signs = [...text]
  return new Set(signs.length < 2 ? signs : signs.slice(1).map((sign, index) => `${signs[index]}${sign}`))
}

/** How many of the neighbouring signs two texts share, 0 to 1. */
function likeness(one: Set<string>, other: Set<string>): number {
  if (one.size + other.size === 0) return 1
  let shared = 0
  for (const pair of one) if (other.has(pair)) shared += 1
  return (2 * shared) / (one.size + other.size)
}

/** Beyond this many comparisons the paragraphs of a rewritten stretch are paired in their order. */
const mostCompared = 4_000
/** Also strangers are pairs rather than one taken out and one put in: so nobody's choice is made without them. */
const forBeingThere = 0.01

/** Which of the new items each old one became, in their order and as like as can be. */
function pairs(before: string[], after: string[]): [number, number][] {
  if (before.length * after.length > mostCompared)
    return before.slice(0, after.length).map((_, index) => [index, index])
  const [old, now] = [before, after].map((items) => items.map((item) => pairsOfSigns(words(item))))
  const like = before.map((_, i) => after.map((__, j) => likeness(old![i]!, now![j]!) + forBeingThere))
  const best = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0))
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      best[i]![j] = Math.max(best[i + 1]![j]!, best[i]![j + 1]!, like[i]![j]! + best[i + 1]![j + 1]!)
  const found: [number, number][] = []
  for (let [i, j] = [0, 0]; i < before.length && j < after.length;)
    if (best[i]![j] === like[i]![j]! + best[i + 1]![j + 1]!) found.push([i++, j++])
    else if (best[i]![j] === best[i + 1]![j]) i += 1
    else j += 1
  return found
}

function madeOf(base: string[], side: string[]): Made {
  const made: Made = { became: base.map(() => ''), gaps: Array.from({ length: base.length + 1 }, () => []) }
  let at = 0
  let [before, after]: [string[], string[]] = [[], []]
  const settle = () => {
    let next = 0
    for (const [old, now] of pairs(before, after)) {
      made.gaps[at + old]!.push(...after.slice(next, now))
      made.became[at + old] = after[now]!
      next = now + 1
    }
    at += before.length
    made.gaps[at]!.push(...after.slice(next))
    ;[before, after] = [[], []]
  }
  for (const { added, removed, value } of diffArrays(base, side)) {
    if (removed) before.push(...value)
    else if (added) after.push(...value)
    else {
      settle()
      for (const item of value) made.became[at++] = item
    }
  }
  settle()
  return made
}

/** One row of two lists laid side by side; `undefined` where a side has nothing. */
interface Row {
  before?: string
  after?: string
}

/** Two lists side by side, each item beside what it became. */
export function laidSideBySide(before: string[], after: string[]): Row[] {
  const { became, gaps } = madeOf(before, after)
  const added = (index: number): Row[] => gaps[index]!.map((item) => ({ after: item }))
  return [
    ...before.flatMap((item, index): Row[] => [
      ...added(index),
      became[index] === '' ? { before: item } : { before: item, after: became[index]! },
    ]),
    ...added(before.length),
  ]
}

/** What both put at one place: theirs, then mine; once where it is the same. */
const joined = (mine: string[], theirs: string[]) => [
  ...theirs,
  ...mine.filter((item) => !theirs.includes(item)),
]

/** Merges what two hands made of one list, item by item; nothing that either wrote is left out. */
export function mergeLists({ base, mine, theirs }: Record<'base' | 'mine' | 'theirs', string[]>): Merged[] {
  const [own, other] = [madeOf(base, mine), madeOf(base, theirs)]
  const agreed = (item: string): Merged[] => (item === '' ? [] : [{ kind: 'agreed', item }])
  const gap = (index: number) => joined(own.gaps[index]!, other.gaps[index]!).flatMap(agreed)
  return [
    ...base.flatMap((item, index): Merged[] => {
      const [m, t] = [own.became[index]!, other.became[index]!]
      if (m === t || t === item) return [...gap(index), ...agreed(m)]
      if (m === item) return [...gap(index), ...agreed(t)]
      return [...gap(index), { kind: 'both', base: item, mine: m, theirs: t }]
    }),
    ...gap(base.length),
  ]
}

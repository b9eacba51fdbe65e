import type { DraftArticle, StoredArticle } from '../wechat'
import { linesOf, linkTarget, linksOf, picturesOf, wordsOf, type Line } from './lines'
import { firstDifference, rewritten, stylesLost, type Rewritten } from './rewritten'

/** Something readers would see otherwise than it was approved; `index` is the place of the article, from 1. */
export interface Difference {
  index: number
  what:
    | 'articles'
    | 'title'
    | 'author'
    | 'digest'
    | 'words'
    | 'picture'
    | 'link'
    | 'structure'
    | 'cover'
    | 'styles'
    | 'video'
    | 'day'
  before: string
  after: string
}

export interface Compared {
  /** a reader would see these */
  seen: Difference[]
  /** only WeChat's way of writing it down */
  rewritten: (Rewritten & { index: number })[]
}

const plain = (text = '') => text.replace(/[\s\u00a0]+/g, ' ').trim()
/** Titles and the like come back with signs as entities. */
const decoded = (text = '') => plain(linesOf(text.replace(/</g, '&lt;')).map(wordsOf).join(' '))

const crop = (text = '') =>
  text
    .split('_')
    .map((part) => Number(part).toFixed(3))
    .join('_')

const described = ({ block, pieces }: Line): string => {
  const inside = pieces.map((piece) => {
    if (piece.kind === 'picture') return `[图 ${piece.id}]`
    if (piece.kind === 'rule') return '———'
    return piece.marks ? `[${piece.marks}: ${piece.text}]` : piece.text
  })
  return `${block ? `${block}: ` : ''}${inside.join('')}`
}

/** The first of two lists' entries that differ, from the first sign that differs. */
function first(before: string[], after: string[]): [string, string] | undefined {
  const at = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index).find(
    (index) => before[index] !== after[index],
  )
  return at === undefined ? undefined : firstDifference(before[at] ?? '', after[at] ?? '')
}

function bodyDifference(before: Line[], after: Line[]): Omit<Difference, 'index'> | undefined {
  const rules: [Difference['what'], (lines: Line[]) => string[]][] = [
    ['words', (lines) => [lines.map(wordsOf).filter(Boolean).join('\n')]],
    ['picture', picturesOf],
    ['link', linksOf],
    ['structure', (lines) => lines.map(described)],
  ]
  for (const [what, of] of rules) {
    const differs = first(of(before), of(after))
    if (differs) return { what, before: differs[0], after: differs[1] }
  }
  return undefined
}

function articleDifferences(sent: DraftArticle, stored: StoredArticle): Omit<Difference, 'index'>[] {
  const found: Omit<Difference, 'index'>[] = []
  const differ = (what: Difference['what'], before: string, after: string) => {
    if (before !== after) found.push({ what, before, after })
  }
  differ('title', decoded(sent.title), decoded(stored.title))
  differ('author', decoded(sent.author), decoded(stored.author))
  // Where none was given WeChat takes the beginning of the text.
  if (sent.digest) differ('digest', decoded(sent.digest), decoded(stored.digest))
  differ('link', linkTarget(sent.sourceUrl ?? ''), linkTarget(decoded(stored.sourceUrl)))
  // An id that comes back empty says nothing of the cover; another one is another cover.
  if (stored.coverMediaId) differ('cover', sent.coverMediaId, stored.coverMediaId)
  for (const name of ['coverCrop235', 'coverCrop1'] as const)
    if (sent[name] && stored[name] && crop(sent[name]) !== crop(stored[name]))
      differ('cover', sent[name], stored[name])
  const body = bodyDifference(linesOf(sent.content), linesOf(stored.content))
  if (body) found.push(body)
  if (stylesLost(sent.content, stored.content)) found.push({ what: 'styles', before: 'style="…"', after: '' })
  return found
}

/**
 * What was sent against what draft/get gives back (sheet of articles, 1.3 and 1.9): words, structure, links, the
 * identity of pictures and cover, however WeChat writes them down.
 */
export function compareDraft(sent: DraftArticle[], stored: StoredArticle[]): Compared {
  if (sent.length !== stored.length)
    return {
      seen: [{ index: 1, what: 'articles', before: `${sent.length}`, after: `${stored.length}` }],
      rewritten: [],
    }
  const pairs = sent.map((one, at) => [at + 1, one, stored[at]!] as const)
  return {
    seen: pairs.flatMap(([index, one, other]) =>
      articleDifferences(one, other).map((difference) => ({ index, ...difference })),
    ),
    rewritten: pairs.flatMap(([index, one, other]) =>
      rewritten(one.content, other.content).map((difference) => ({ index, ...difference })),
    ),
  }
}

/** All that readers see of a draft, in one value: equal for two reads that differ only in writing. */
export const seenOf = (articles: StoredArticle[]): unknown =>
  articles.map((article) => ({
    title: decoded(article.title),
    author: decoded(article.author),
    digest: decoded(article.digest),
    sourceUrl: linkTarget(decoded(article.sourceUrl)),
    lines: linesOf(article.content).map(described),
  }))

/** Covers and their crops, as WeChat names them. */
export const coversOf = (articles: StoredArticle[]): unknown =>
  articles.map(({ coverMediaId, coverCrop235, coverCrop1 }) => [
    coverMediaId,
    crop(coverCrop235),
    crop(coverCrop1),
  ])

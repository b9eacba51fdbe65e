import type { Content } from '../../../lib/submission/content'
import type { FieldName } from '../../../lib/submission/fields'
import { mergeLists } from './three-way'

/** One place that two people changed differently: theirs stands in the text until somebody chooses. */
export interface Clash {
  id: string
  field: FieldName
  /** of the body: which block of the merged text it is, and each side's HTML, `''` where it was taken out */
  at?: number
  mine: unknown
  theirs: unknown
}

interface MergedContent {
  content: Content
  clashes: Clash[]
  /** what came in from the other hand by itself */
  brought: { fields: FieldName[]; blocks: number }
}

/** The blocks of a body, each as HTML: paragraphs, pictures, tables, sections. */
export const blocksOf = (html: string): string[] =>
  [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].flatMap((node) => {
    if ('outerHTML' in node) return [String(node.outerHTML)]
    const text = node.textContent?.trim() ?? ''
    return text === '' ? [] : [text]
  })

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

type Sides<T> = Record<'base' | 'mine' | 'theirs', T>

function mergeBodies(sides: Sides<string>, newId: () => string) {
  const { base, mine, theirs } = sides
  if (theirs === base || mine === theirs) return { body: mine, clashes: [], blocks: 0 }
  const [old, own, other] = [base, mine, theirs].map(blocksOf) as [string[], string[], string[]]
  const merged = mergeLists({ base: old, mine: own, theirs: other })
  const clashes: Clash[] = []
  const blocks: string[] = []
  for (const one of merged) {
    if (one.kind === 'both')
      clashes.push({ id: newId(), field: 'body', at: blocks.length, mine: one.mine, theirs: one.theirs })
    const standing = one.kind === 'both' ? one.theirs : one.item
    if (standing !== '') blocks.push(standing)
  }
  const chosenFrom = clashes.flatMap((clash) => [clash.mine, clash.theirs])
  const differing = (these: string[], those: string[]) =>
    these.filter((block) => !those.includes(block) && !chosenFrom.includes(block)).length
  return {
    ...{ body: blocks.join(''), clashes },
    // A paragraph that was written over is one that came and one that went.
    blocks: Math.max(differing(blocks, own), differing(own, blocks)),
  }
}

/** Files in their order: what either took out is out, what either added is there. */
function mergeFiles({ base, mine, theirs }: Sides<string[]>): string[] {
  const order = same(theirs, base) ? mine : theirs
  const added = mine.filter((id) => !base.includes(id) && !order.includes(id))
  const both = [mine, theirs]
  return [...order, ...added].filter((id) => !base.includes(id) || both.every((ids) => ids.includes(id)))
}

const valueOf = (content: Content, field: FieldName): unknown => content[field]

/**
 * Merges what two hands made of one draft, the body by paragraph. What only one of them changed is taken; of what both
 * changed theirs stands for now, and both are given to be chosen from.
 */
export function mergeContents(
  { base, mine, theirs }: Sides<Content>,
  newId: () => string = () => crypto.getRandomValues(new Uint32Array(2)).join('-'),
): MergedContent {
  const body = mergeBodies({ base: base.body, mine: mine.body, theirs: theirs.body }, newId)
  const clashes: Clash[] = [...body.clashes]
  const brought: FieldName[] = []
  const content: Content = { ...mine, body: body.body }
  const names = [...new Set([mine, theirs].flatMap((one) => Object.keys(one)))] as FieldName[]
  for (const field of names) {
    if (field === 'body' || field === 'mediaIds') continue
    const [was, own, other] = [base, mine, theirs].map((one) => valueOf(one, field))
    if (same(other, was) || same(own, other)) continue
    Object.assign(content, { [field]: other })
    if (same(own, was)) brought.push(field)
    else clashes.push({ id: newId(), field, mine: own, theirs: other })
  }
  content.mediaIds = mergeFiles({ base: base.mediaIds, mine: mine.mediaIds, theirs: theirs.mediaIds })
  if (!same(content.mediaIds, mine.mediaIds)) brought.push('mediaIds')
  return {
    content: same(content, theirs) ? theirs : content,
    clashes,
    brought: { fields: brought, blocks: body.blocks },
  }
}

export type Choice = 'mine' | 'theirs' | 'both'

/** The draft with the choice made; where their paragraph stands no more, mine is put beside its place. */
export function choose(content: Content, clash: Clash, choice: Choice): Content {
  if (choice === 'theirs') return content
  if (clash.field !== 'body') return { ...content, [clash.field]: clash.mine }
  const blocks = blocksOf(content.body)
  const [mine, theirs, near] = [String(clash.mine), String(clash.theirs), clash.at ?? blocks.length]
  const places = blocks.flatMap((block, index) => (theirs !== '' && block === theirs ? [index] : []))
  const at = places.sort((one, other) => Math.abs(one - near) - Math.abs(other - near))[0]
  const put = mine === '' ? [] : [mine]
  if (at === undefined) blocks.splice(Math.min(near, blocks.length), 0, ...put)
  else if (choice === 'mine') blocks.splice(at, 1, ...put)
  else blocks.splice(at + 1, 0, ...put)
  return { ...content, body: blocks.join('') }
}

import type { Element, ParentNode } from 'domhandler'
import { parseDocument } from 'htmlparser2'
import { isTag } from './lines'

/** One way in which WeChat writes down otherwise what was sent, with its first example. */
export interface Rewritten {
  kind: 'tag' | 'attribute' | 'style' | 'writing'
  /** name of the tag, attribute or style */
  what: string
  before: string
  after: string
  count: number
}

const below = (parent: ParentNode): Element[] =>
  parent.children.filter(isTag).flatMap((element) => [element, ...below(element)])
const elementsOf = (html: string): Element[] => below(parseDocument(html))

const declarations = (style: string): Map<string, string> =>
  new Map(
    style.split(';').flatMap((one) => {
      const [name = '', ...value] = one.split(':')
      return value.length > 0 ? [[name.trim().toLowerCase(), value.join(':').trim()] as const] : []
    }),
  )

const short = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text)

/** Styled when sent, and nothing of it came back (sheet of articles, 1.3: seen rarely, cured by sending once more). */
export function stylesLost(sent: string, stored: string): boolean {
  const styled = (html: string) =>
    elementsOf(html).some(({ attribs }) => (attribs['style'] ?? '').trim() !== '')
  return styled(sent) && !styled(stored)
}

/** What WeChat wrote otherwise, for people: readers see none of it. At most `limit` ways, the rest is of the same kind. */
export function rewritten(sent: string, stored: string, limit = 30): Rewritten[] {
  const found = new Map<string, Rewritten>()
  const note = (kind: Rewritten['kind'], what: string, before: string, after: string) => {
    const key = `${kind} ${what}`
    const known = found.get(key)
    if (known) known.count++
    else if (found.size < limit)
      found.set(key, { kind, what, before: short(before), after: short(after), count: 1 })
  }

  const [before, after] = [elementsOf(sent), elementsOf(stored)]
  const tally = (elements: Element[], name: string) => elements.filter((one) => one.name === name).length
  for (const name of new Set([...before, ...after].map((one) => one.name))) {
    const counts = [tally(before, name), tally(after, name)] as const
    if (counts[0] !== counts[1]) note('tag', name, `<${name}> × ${counts[0]}`, `<${name}> × ${counts[1]}`)
  }
  // Each tag is compared with the one of its name and number.
  for (const name of new Set(before.map((one) => one.name))) {
    const ofName = (elements: Element[]) => elements.filter((one) => one.name === name)
    const others = ofName(after)
    for (const [at, one] of ofName(before).entries()) if (others[at]) compare(one, others[at])
  }
  const raw = (html: string) => html.replace(/<[^>]*>/g, '')
  if (raw(sent) !== raw(stored)) note('writing', 'text', ...firstDifference(raw(sent), raw(stored)))
  return [...found.values()]

  function compare(one: Element, other: Element) {
    for (const name of new Set([...Object.keys(one.attribs), ...Object.keys(other.attribs)])) {
      const [was = '', is = ''] = [one.attribs[name], other.attribs[name]]
      if (was === is) continue
      if (name === 'style') compareStyles(was, is)
      else note('attribute', name, was && `${name}="${was}"`, is && `${name}="${is}"`)
    }
  }

  function compareStyles(was: string, is: string) {
    const [old, now] = [declarations(was), declarations(is)]
    for (const name of new Set([...old.keys(), ...now.keys()])) {
      const [from = '', to = ''] = [old.get(name), now.get(name)]
      if (from !== to) note('style', name, from && `${name}: ${from}`, to && `${name}: ${to}`)
    }
  }
}

/** The two texts from a little before the first sign in which they differ. */
export function firstDifference(before: string, after: string): [string, string] {
  let at = 0
  while (at < before.length && at < after.length && before[at] === after[at]) at++
  const from = Math.max(0, at - 12)
  const cut = (text: string) => `${from > 0 ? '…' : ''}${text.slice(from, at + 40)}`
  return [cut(before), cut(after)]
}

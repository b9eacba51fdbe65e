export interface Match {
  /** index into the words the automaton was made of */
  word: number
  start: number
  /** exclusive */
  end: number
}

interface Node {
  next: Map<number, number>
  /** node of the longest proper suffix that is a beginning of a word */
  fallback: number
  /** the word that ends here */
  word?: number
  /** nearest node on the fallback chain at which a word ends, 0 for none */
  shorter: number
}

/**
 * Finds all words in one walk over the text (Aho and Corasick, 1975): time grows with the text and the matches, not
 * with the number of words. Compares UTF-16 units; a word given twice is found under its last index.
 */
export function automatonOf(words: readonly string[]): (text: string) => Match[] {
  const nodes = trieOf(words)
  linkFallbacks(nodes)
  const step = (from: number, unit: number): number => {
    let node = from
    for (;;) {
      const next = nodes[node]!.next.get(unit)
      if (next !== undefined) return next
      if (node === 0) return 0
      node = nodes[node]!.fallback
    }
  }
  return (text) => {
    const matches: Match[] = []
    let node = 0
    for (let i = 0; i < text.length; i++) {
      node = step(node, text.charCodeAt(i))
      let ending = nodes[node]!.word === undefined ? nodes[node]!.shorter : node
      while (ending !== 0) {
        const word = nodes[ending]!.word!
        matches.push({ word, start: i + 1 - words[word]!.length, end: i + 1 })
        ending = nodes[ending]!.shorter
      }
    }
    return matches
  }
}

const emptyNode = (): Node => ({ next: new Map(), fallback: 0, shorter: 0 })

function trieOf(words: readonly string[]): Node[] {
  const nodes = [emptyNode()]
  words.forEach((word, index) => {
    if (word === '') throw new RangeError('an empty word would be found everywhere')
    let node = 0
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i)
      let next = nodes[node]!.next.get(unit)
      if (next === undefined) {
        next = nodes.push(emptyNode()) - 1
        nodes[node]!.next.set(unit, next)
      }
      node = next
    }
    nodes[node]!.word = index
  })
  return nodes
}

/** Breadth first, so that every fallback is known before the longer node that needs it. */
function linkFallbacks(nodes: Node[]): void {
  const queue = [...nodes[0]!.next.values()]
  for (let head = 0; head < queue.length; head++) {
    const parent = nodes[queue[head]!]!
    for (const [unit, child] of parent.next) {
      let from = parent.fallback
      while (from !== 0 && !nodes[from]!.next.has(unit)) from = nodes[from]!.fallback
      const fallback = nodes[from]!.next.get(unit) ?? 0
      nodes[child]!.fallback = fallback
      nodes[child]!.shorter = nodes[fallback]!.word === undefined ? nodes[fallback]!.shorter : fallback
      queue.push(child)
    }
  }
}

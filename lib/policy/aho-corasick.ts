export interface Match {
  /** index into the words the automaton was made of */
  word: number
  start: number
  /** exclusive */
  end: number
}

/** Slots in a table of edges for each edge: half empty, so that a miss is found out at once. */
const slotsPerEdge = 2
const rootEdges = 0x10000

/**
 * Finds all words in one walk over the text (Aho and Corasick, 1975): time grows with the text and the matches, not
 * with the number of words. Compares UTF-16 units; a word given twice is found under its last index. Built once into
 * typed arrays: the root's edges by unit, all others in one open-addressed table by node and unit.
 */
export function automatonOf(words: readonly string[]): (text: string) => Match[] {
  const trie = trieOf(words)
  const { root, edgeOf, wordAt } = trie
  const { fallback, shorter } = fallbacksOf(trie)
  return (text) => {
    const matches: Match[] = []
    let node = 0
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      let next = 0
      while (node !== 0 && (next = edgeOf(node, unit)) === 0) node = fallback[node]!
      node = node === 0 ? root[unit]! : next
      if (node === 0) continue
      for (let ending = wordAt[node]! < 0 ? shorter[node]! : node; ending !== 0; ending = shorter[ending]!) {
        const word = wordAt[ending]!
        matches.push({ word, start: i + 1 - words[word]!.length, end: i + 1 })
      }
    }
    return matches
  }
}

interface Trie {
  /** nodes in use; 0 is the root, and as the end of an edge it means that there is none */
  size: number
  root: Int32Array
  edgeOf(node: number, unit: number): number
  /** the word that ends at a node, -1 for none */
  wordAt: Int32Array
  parent: Int32Array
  unit: Uint16Array
  depth: Uint32Array
}

function trieOf(words: readonly string[]): Trie {
  const most = words.reduce((total, word) => total + word.length, 1)
  const edges = edgeTable(most)
  const root = new Int32Array(rootEdges)
  const wordAt = new Int32Array(most).fill(-1)
  const parent = new Int32Array(most)
  const unitOf = new Uint16Array(most)
  const depth = new Uint32Array(most)
  let size = 1
  words.forEach((word, index) => {
    if (word === '') throw new RangeError('an empty word would be found everywhere')
    let node = 0
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i)
      let next = node === 0 ? root[unit]! : edges.get(node, unit)
      if (next === 0) {
        next = size++
        if (node === 0) root[unit] = next
        else edges.add(node, unit, next)
        parent[next] = node
        unitOf[next] = unit
        depth[next] = i + 1
      }
      node = next
    }
    wordAt[node] = index
  })
  return { size, root, edgeOf: edges.get, wordAt, parent, unit: unitOf, depth }
}

function edgeTable(edges: number) {
  const bits = Math.max(4, Math.ceil(Math.log2(edges * slotsPerEdge)))
  const last = 2 ** bits - 1
  const shift = 32 - bits
  const nodes = new Int32Array(last + 1)
  const units = new Uint16Array(last + 1)
  const targets = new Int32Array(last + 1)
  /** The slot that holds the edge, or the free one where it would be. */
  const slotOf = (node: number, unit: number): number => {
    let slot = Math.imul(Math.imul(node, 0x85ebca6b) ^ unit, 0x9e3779b1) >>> shift
    while (targets[slot] !== 0 && (nodes[slot] !== node || units[slot] !== unit)) slot = (slot + 1) & last
    return slot
  }
  return {
    get: (node: number, unit: number): number => targets[slotOf(node, unit)]!,
    add(node: number, unit: number, target: number): void {
      const slot = slotOf(node, unit)
      nodes[slot] = node
      units[slot] = unit
      targets[slot] = target
    },
  }
}

/** Shallow nodes first, so that every fallback is known before the longer node that needs it. */
function fallbacksOf({ size, root, edgeOf, wordAt, parent, unit, depth }: Trie) {
  /** node of the longest proper suffix that is a beginning of a word */
  const fallback = new Int32Array(size)
  /** nearest node on the fallback chain at which a word ends, 0 for none */
  const shorter = new Int32Array(size)
  const byDepth = Uint32Array.from({ length: size - 1 }, (_, i) => i + 1).sort(
    (a, b) => depth[a]! - depth[b]!,
  )
  for (const node of byDepth) {
    if (depth[node] === 1) continue
    let from = fallback[parent[node]!]!
    while (from !== 0 && edgeOf(from, unit[node]!) === 0) from = fallback[from]!
    const to = from === 0 ? root[unit[node]!]! : edgeOf(from, unit[node]!)
    fallback[node] = to
    shorter[node] = wordAt[to]! < 0 ? shorter[to]! : to
  }
  return { fallback, shorter }
}

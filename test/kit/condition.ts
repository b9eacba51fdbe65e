import type { Condition, Row } from '../../lib/platform/table'

const words = /\s*(>=|<=|[=<>()]|[#:]?[A-Za-z_][\w.]*)/y

function wordsOf(expression: string): string[] {
  const found: string[] = []
  words.lastIndex = 0
  while (words.lastIndex < expression.trimEnd().length) {
    const word = words.exec(expression)?.[1]
    if (word === undefined) throw new Error(`not understood in a condition: ${expression}`)
    found.push(word)
  }
  return found
}

const compare: Record<string, (a: string | number, b: string | number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/**
 * DynamoDB's condition expressions as far as the stores use them: comparisons, AND, OR, NOT, brackets,
 * attribute_exists and attribute_not_exists. Anything else is an error, never ignored.
 */
export function holds({ expression, names = {}, values = {} }: Condition, row: Row | undefined): boolean {
  const left = wordsOf(expression)
  const next = () => left.shift() ?? ''
  const expect = (word: string) => {
    const found = next()
    if (found !== word) throw new Error(`${word} expected, not ${found}: ${expression}`)
  }
  const nameOf = (word: string) => (word.startsWith('#') ? (names[word] ?? missing(word)) : word)
  const missing = (word: string): never => {
    throw new Error(`${word} has no value: ${expression}`)
  }
  const valueOf = (word: string): unknown => {
    if (!word.startsWith(':')) return row?.[nameOf(word)]
    return word in values ? values[word] : missing(word)
  }

  // Every part is read whole, also where the answer is known: `||` and `&&` would leave words behind.
  const any = (): boolean => {
    let is = all()
    while (left[0] === 'OR') {
      next()
      const other = all()
      is = is || other
    }
    return is
  }
  const all = (): boolean => {
    let is = one()
    while (left[0] === 'AND') {
      next()
      const other = one()
      is = is && other
    }
    return is
  }
  const one = (): boolean => {
    const word = next()
    if (word === 'NOT') return !one()
    if (word === '(') {
      const is = any()
      expect(')')
      return is
    }
    if (word === 'attribute_exists' || word === 'attribute_not_exists') {
      expect('(')
      const name = nameOf(next())
      const there = row?.[name] !== undefined
      expect(')')
      return there === (word === 'attribute_exists')
    }
    return compared(word, next(), next())
  }
  const compared = (first: string, sign: string, second: string): boolean => {
    const [a, b] = [valueOf(first), valueOf(second)]
    if (sign === '=') return a !== undefined && a === b
    const fits = compare[sign]
    if (!fits) throw new Error(`not understood in a condition: ${sign}`)
    const ordered = typeof a === typeof b && (typeof a === 'string' || typeof a === 'number')
    return ordered && fits(a, b as typeof a)
  }

  const is = any()
  if (left.length > 0) throw new Error(`not understood in a condition: ${left.join(' ')}`)
  return is
}

import { matchesWildcard } from '../iam/wildcard'
import { Unsupported } from '../template/template'

type Matcher = (value: unknown) => boolean
/** Whether an event, as EventBridge gives it to targets, fits. */
export type Pattern = (event: Record<string, unknown>) => boolean

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textThat =
  (test: (value: string) => boolean): Matcher =>
  (value) =>
    typeof value === 'string' && test(value)
const starOnly = (pattern: string, value: string) =>
  // EventBridge knows `*` alone; `?` stands for itself.
  pattern.includes('?')
    ? matchesWildcard(pattern.replaceAll('?', '\u0000'), value.replaceAll('?', '\u0000'))
    : matchesWildcard(pattern, value)

const comparisons: Record<string, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
}

const numeric = (terms: unknown[]): Matcher => {
  const tests = Array.from({ length: terms.length / 2 }, (_, index) => {
    const compare = comparisons[String(terms[index * 2])]
    if (!compare) throw new Unsupported(`the comparison ${String(terms[index * 2])} in an event pattern`)
    return (value: number) => compare(value, Number(terms[index * 2 + 1]))
  })
  return (value) => typeof value === 'number' && tests.every((test) => test(value))
}

/** `exists` is not here: it judges presence, not a value. */
const operators: Record<string, (operand: unknown) => Matcher> = {
  prefix: (operand) => textThat((value) => value.startsWith(String(operand))),
  suffix: (operand) => textThat((value) => value.endsWith(String(operand))),
  wildcard: (operand) => textThat((value) => starOnly(String(operand), value)),
  'equals-ignore-case': (operand) =>
    textThat((value) => value.toLowerCase() === String(operand).toLowerCase()),
  numeric: (operand) => numeric(operand as unknown[]),
  'anything-but': (operand) => {
    const refused = [operand]
      .flat()
      .map((one) => (isObject(one) ? operator(one) : (value: unknown) => value === one))
    return (value) => !refused.some((test) => test(value))
  },
}

const operator = (object: Record<string, unknown>): Matcher => {
  const [name = '', ...more] = Object.keys(object)
  const make = operators[name]
  if (!make || more.length > 0 || (isObject(object[name]) && name !== 'anything-but'))
    throw new Unsupported(`${JSON.stringify(object)} in an event pattern`)
  return make(object[name])
}

/** One list of a pattern: any of its entries may fit; of a list in the event, any element. */
const leaf = (choices: unknown[]): ((present: boolean, value: unknown) => boolean) => {
  const tests = choices.map((choice) => {
    if (isObject(choice) && 'exists' in choice) return (present: boolean) => present === choice['exists']
    const test = isObject(choice) ? operator(choice) : (value: unknown) => value === choice
    return (present: boolean, value: unknown) => present && [value].flat().some(test)
  })
  return (present, value) => tests.some((test) => test(present, value))
}

/** Compiles an event pattern; throws `Unsupported` for an operator that is not known here. */
export function patternOf(pattern: Record<string, unknown>): Pattern {
  const fields = Object.entries(pattern).map(([key, wanted]) => {
    if (key === '$or') throw new Unsupported('$or in an event pattern')
    if (Array.isArray(wanted)) {
      const test = leaf(wanted)
      return (event: Record<string, unknown>) => test(Object.hasOwn(event, key), event[key])
    }
    if (!isObject(wanted))
      throw new Unsupported(`${JSON.stringify(wanted)} outside a list in an event pattern`)
    const inner = patternOf(wanted)
    return (event: Record<string, unknown>) => inner(isObject(event[key]) ? event[key] : {})
  })
  return (event) => fields.every((fits) => fits(event))
}

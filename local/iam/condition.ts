import type { Context } from '../aws/access'
import type { Operator, Statement } from './statement'
import { matchesWildcard } from './wildcard'

/** ARNs match part by part: a wildcard does not cross a colon, except in the last part. */
const arnMatches = (pattern: string, value: string): boolean => {
  const [patterns, values] = [pattern, value].map((arn) => arn.split(':'))
  const parts = (list: string[]) => [...list.slice(0, 5), list.slice(5).join(':')]
  const [wanted, seen] = [parts(patterns!), parts(values!)]
  return values!.length >= 6 && wanted.every((part, index) => matchesWildcard(part, seen[index]!))
}

/** Whether one value of the request fits one of those that the policy names. */
const one: Record<Exclude<Operator, 'Null'>, (wanted: string[], seen: string) => boolean> = {
  StringEquals: (wanted, seen) => wanted.includes(seen),
  StringLike: (wanted, seen) => wanted.some((pattern) => matchesWildcard(pattern, seen)),
  ArnEquals: (wanted, seen) => wanted.some((pattern) => arnMatches(pattern, seen)),
  ArnLike: (wanted, seen) => wanted.some((pattern) => arnMatches(pattern, seen)),
  Bool: (wanted, seen) => wanted.some((word) => word.toLowerCase() === seen.toLowerCase()),
  'ForAllValues:StringEquals': (wanted, seen) => wanted.includes(seen),
  'ForAllValues:StringLike': (wanted, seen) => wanted.some((pattern) => matchesWildcard(pattern, seen)),
  // A negated operator holds for a value that fits none of those named.
  'ForAllValues:StringNotLike': (wanted, seen) => !wanted.some((pattern) => matchesWildcard(pattern, seen)),
}

const valuesOf = (context: Context, key: string): string[] =>
  Object.entries(context)
    .filter(([name]) => name.toLowerCase() === key.toLowerCase())
    .flatMap(([, value]) => value)

/**
 * Every operator and every key must hold; a missing key fails, but for `ForAllValues`, which it satisfies: that is why
 * a grant by `ForAllValues` says with `Null` that the key has to be there.
 */
export function conditionHolds(condition: Statement['Condition'], context: Context): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const seen = valuesOf(context, key)
      if (operator === 'Null')
        return wanted.some((word) => (word.toLowerCase() === 'true') === (seen.length === 0))
      if (seen.length === 0) return operator.startsWith('ForAllValues:')
      return seen.every((value) => one[operator as Exclude<Operator, 'Null'>](wanted, value))
    }),
  )
}

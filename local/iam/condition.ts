import type { Operator, Statement } from './statement'
import { matchesWildcard } from './wildcard'

export type Context = Record<string, string>

/** ARNs match part by part: a wildcard does not cross a colon, except in the last part. */
const arnMatches = (pattern: string, value: string): boolean => {
  const [patterns, values] = [pattern, value].map((arn) => arn.split(':'))
  const parts = (list: string[]) => [...list.slice(0, 5), list.slice(5).join(':')]
  const [wanted, seen] = [parts(patterns!), parts(values!)]
  return values!.length >= 6 && wanted.every((part, index) => matchesWildcard(part, seen[index]!))
}

const one: Record<Operator, (wanted: string, seen: string) => boolean> = {
  StringEquals: (wanted, seen) => wanted === seen,
  StringLike: matchesWildcard,
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: (wanted, seen) => wanted.toLowerCase() === seen.toLowerCase(),
  'ForAllValues:StringEquals': (wanted, seen) => wanted === seen,
  'ForAllValues:StringLike': matchesWildcard,
}

const valueOf = (context: Context, key: string): string | undefined =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]

/** Every operator and every key must hold; a missing key fails, but for `ForAllValues`, which it satisfies. */
export function conditionHolds(condition: Statement['Condition'], context: Context): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const seen = valueOf(context, key)
      if (seen === undefined) return operator.startsWith('ForAllValues:')
      return wanted.some((pattern) => one[operator as Operator](pattern, seen))
    }),
  )
}

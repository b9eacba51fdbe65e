import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../aws/access'
import { matchesWildcard } from './wildcard'
import type { Statement } from './statement'

/** Of the table the partitions of rooms are what a role is given; of everything else its actions. */
const keysOf = ({ Condition }: Statement) => Condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']

/**
 * What a role holds, in parts that can be looked for: `ClaimDayRole writes DAY#*`, `OpenTurnRole ssm:GetParameter …`.
 * `asked` leaves those that it needed.
 */
export function usesOf(
  role: string,
  statements: Statement[],
  asked?: { action: string; resource: string; context?: Context },
): string[] {
  const keys = [asked?.context?.['dynamodb:LeadingKeys'] ?? []].flat()
  return statements.flatMap((statement) => {
    const partitions = keysOf(statement)
    if (partitions) {
      const way = statement.Action!.some((action) => /Put/.test(action))
        ? 'writes'
        : statement.Resource!.some((resource) => resource.includes('/index/'))
          ? 'lists'
          : 'reads'
      return partitions
        .filter((pattern) => !asked || keys.some((key) => matchesWildcard(pattern, key)))
        .map((pattern) => `${role} ${way} ${pattern}`)
    }
    const of = (list: string[], value: string | undefined, ignoreCase: boolean) =>
      list.filter((pattern) => value === undefined || matchesWildcard(pattern, value, { ignoreCase }))
    return of(statement.Action ?? [], asked?.action, true).flatMap((action) =>
      of(statement.Resource ?? [], asked?.resource, false).map((resource) => `${role} ${action} ${resource}`),
    )
  })
}

/** Writes each use once into a file of this process, for whoever asks after a run of all journeys what no one needed. */
export function noteIn(folder: string): (use: string) => void {
  mkdirSync(folder, { recursive: true })
  const noted = new Set<string>()
  return (use) => {
    if (noted.has(use)) return
    noted.add(use)
    appendFileSync(join(folder, `${process.pid}.txt`), `${use}\n`)
  }
}

import type { Context } from '../aws/access'
import { conditionHolds } from './condition'
import type { Statement } from './statement'
import { matchesWildcard } from './wildcard'

export interface Asked {
  /** e.g. `s3:GetObject` */
  action: string
  /** ARN, or `*` for actions without one */
  resource: string
  context?: Context
}

const applies = (statement: Statement, { action, resource, context = {} }: Asked): boolean => {
  const actionFits = (pattern: string) => matchesWildcard(pattern, action, { ignoreCase: true })
  const resourceFits = (pattern: string) => matchesWildcard(pattern, resource)
  return (
    (statement.Action ? statement.Action.some(actionFits) : !statement.NotAction!.some(actionFits)) &&
    (statement.Resource
      ? statement.Resource.some(resourceFits)
      : !statement.NotResource!.some(resourceFits)) &&
    conditionHolds(statement.Condition, context)
  )
}

/** Identity policies only: an explicit Deny wins, otherwise one Allow is needed; `by` are those that allowed it. */
export function judge(
  statements: Statement[],
  asked: Asked,
): { outcome: 'allowed' | 'denied' | 'denied explicitly'; by: Statement[] } {
  const by = statements.filter((statement) => applies(statement, asked))
  if (by.some(({ Effect }) => Effect === 'Deny')) return { outcome: 'denied explicitly', by: [] }
  return { outcome: by.length > 0 ? 'allowed' : 'denied', by }
}

export const evaluate = (statements: Statement[], asked: Asked) => judge(statements, asked).outcome

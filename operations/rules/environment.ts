import { Env } from '../../lib/platform/env'
import { ofType, type Rule } from './rule'

/** Given to every function and read before any setting is: the name in its logs. */
const ofLogs = 'SERVICE_NAME'

/** What functions are told is what the code reads, and what it cannot do without is told to every one. */
export const strangeEnvironment: Rule = (template) => {
  const wanted = Object.entries(Env.shape)
    .filter(([, setting]) => !setting.safeParse(undefined).success)
    .map(([name]) => name)
  return ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Environment }]) => {
    const given = Object.keys((Environment?.Variables ?? {}) as object)
    return [
      ...given
        .filter((name) => name !== ofLogs && !(name in Env.shape))
        .map((name) => `${id} is told ${name}, which nothing reads`),
      ...wanted.filter((name) => !given.includes(name)).map((name) => `${id} is not told ${name}`),
    ]
  })
}

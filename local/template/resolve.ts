import { attribute, attributesOf } from './attributes'
import { place } from './place'
import { Unsupported, type Template } from './template'

export interface Resolver {
  /** The value with every intrinsic function computed; `AWS::NoValue` disappears. */
  resolve(value: unknown): unknown
  /** Whether a resource without condition, or with one that holds, is there. */
  exists(logicalId: string): boolean
}

const noValue = Symbol('AWS::NoValue')
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string => {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value)
  throw new Error(`expected a text, found ${JSON.stringify(value)}`)
}
const list = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value
  throw new Error(`expected a list, found ${JSON.stringify(value)}`)
}

/**
 * CloudFormation's intrinsic functions for one stack. Those that are not here are refused by name.
 * Throws `Unsupported`, or an Error naming a resource or condition that does not exist.
 */
export function resolverFor(template: Template, stack: string): Resolver {
  const pseudo: Record<string, unknown> = {
    'AWS::Region': place.region,
    'AWS::AccountId': place.accountId,
    'AWS::Partition': place.partition,
    'AWS::URLSuffix': place.urlSuffix,
    'AWS::StackName': stack,
    'AWS::StackId': `arn:${place.partition}:cloudformation:${place.region}:${place.accountId}:stack/${stack}/local`,
    'AWS::NoValue': noValue,
  }

  const resourceOf = (id: string) => {
    const resource = template.Resources[id]
    if (!resource) throw new Error(`the template has no resource ${id}`)
    return resource
  }
  const attributes = (id: string) => attributesOf(id, resourceOf(id), stack, resolve)

  const ref = (name: string): unknown => {
    if (name in pseudo) return pseudo[name]
    const parameter = template.Parameters?.[name]
    if (parameter) return parameter.Default
    return attributes(name).ref
  }
  const getAtt = (path: string): string => {
    const dot = path.indexOf('.')
    const id = path.slice(0, dot)
    return attribute(id, resourceOf(id), attributes(id), path.slice(dot + 1))
  }
  const sub = (value: unknown): string => {
    const [pattern, given] = Array.isArray(value) ? value : [value, {}]
    return text(pattern).replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`
      if (isObject(given) && name in given) return text(resolve(given[name]))
      return text(name.includes('.') ? getAtt(name) : ref(name))
    })
  }
  const holds = (name: string): boolean => {
    const condition = template.Conditions?.[name]
    if (condition === undefined) throw new Error(`the template has no condition ${name}`)
    return resolve(condition) === true
  }

  const functions: Record<string, (value: unknown) => unknown> = {
    Ref: (value) => ref(text(value)),
    Condition: (value) => holds(text(value)),
    'Fn::GetAtt': (value) => getAtt(Array.isArray(value) ? value.map(text).join('.') : text(value)),
    'Fn::Sub': sub,
    'Fn::Join': (value) => {
      const [separator, parts] = list(value)
      return list(resolve(parts)).map(text).join(text(separator))
    },
    'Fn::Select': (value) => {
      const [index, from] = list(value)
      const chosen = list(resolve(from))[Number(resolve(index))]
      if (chosen === undefined) throw new Error(`Fn::Select ${text(index)} is beyond its list`)
      return chosen
    },
    'Fn::Split': (value) => {
      const [separator, whole] = list(value)
      return text(resolve(whole)).split(text(separator))
    },
    'Fn::If': (value) => {
      const [name, yes, no] = list(value)
      return resolveRaw(holds(text(name)) ? yes : no)
    },
    'Fn::Equals': (value) => {
      const [left, right] = list(value).map(resolve)
      return left === right
    },
    'Fn::Not': (value) => resolve(list(value)[0]) !== true,
    'Fn::And': (value) => list(value).every((part) => resolve(part) === true),
    'Fn::Or': (value) => list(value).some((part) => resolve(part) === true),
    'Fn::ToJsonString': (value) => JSON.stringify(resolve(value)),
  }

  const resolveRaw = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolveRaw).filter((part) => part !== noValue)
    if (!isObject(value)) return value
    const keys = Object.keys(value)
    const only = keys.length === 1 ? keys[0]! : ''
    // `Condition` alone is an intrinsic only as a text: IAM statements hold objects under that key.
    const compute = only === 'Condition' && typeof value[only] !== 'string' ? undefined : functions[only]
    if (compute) return compute(value[only])
    if (only.startsWith('Fn::')) throw new Unsupported(`the intrinsic function ${only}`)
    return Object.fromEntries(
      keys.map((key) => [key, resolveRaw(value[key])] as const).filter(([, part]) => part !== noValue),
    )
  }
  const resolve = (value: unknown): unknown => {
    const resolved = resolveRaw(value)
    return resolved === noValue ? undefined : resolved
  }

  return {
    resolve,
    exists: (id) => {
      const { Condition } = resourceOf(id)
      return Condition === undefined || holds(Condition)
    },
  }
}

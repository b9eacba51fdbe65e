import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types'
import type { Rule } from './rule'

let loaded: SpecDatabase | undefined
/** CloudFormation's own description of every type of resource, as AWS publishes it for its CDK; 1.5 s to load. */
const spec = (): SpecDatabase => (loaded ??= loadAwsServiceSpecSync())

const isIntrinsic = (value: object): boolean => {
  const keys = Object.keys(value)
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0]!.startsWith('Fn::'))
}

/** Properties that AWS does not know would stop the deploy, or be dropped without a word. */
function unknownIn(value: unknown, type: PropertyType, at: string): string[] {
  if (typeof value !== 'object' || value === null || isIntrinsic(value)) return []
  if (type.type === 'array')
    return Array.isArray(value)
      ? value.flatMap((one, index) => unknownIn(one, type.element, `${at}.${index}`))
      : []
  if (type.type === 'map')
    return Object.entries(value).flatMap(([key, one]) => unknownIn(one, type.element, `${at}.${key}`))
  if (type.type === 'union') {
    const found = type.types.map((one) => unknownIn(value, one, at))
    return found.some((faults) => faults.length === 0) ? [] : (found[0] ?? [])
  }
  if (type.type !== 'ref' || Array.isArray(value)) return []
  const { properties } = spec().get('typeDefinition', type.reference.$ref)
  return Object.entries(value).flatMap(([key, one]) =>
    properties[key]
      ? unknownIn(one, properties[key].type, `${at}.${key}`)
      : [`${at}.${key} is not known to CloudFormation`],
  )
}

export const unknownProperties: Rule = ({ Resources }) =>
  Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const [known] = spec().lookup('resource', 'cloudFormationType', 'equals', Type)
    if (!known) return [`${id}: ${Type} is not known to CloudFormation`]
    return [
      ...Object.entries(known.properties)
        .filter(([key, { required }]) => required && Properties[key] === undefined)
        .map(([key]) => `${id}.${key} is missing`),
      ...Object.entries(Properties).flatMap(([key, value]) =>
        known.properties[key]
          ? unknownIn(value, known.properties[key].type, `${id}.${key}`)
          : [`${id}.${key} is not known to CloudFormation`],
      ),
    ]
  })

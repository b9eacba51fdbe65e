import type { Template } from '../../local/template/template'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- CloudFormation's own shapes, of every type of resource
export type Properties = Record<string, any>

/** What a compiled template must not say: one sentence for each fault, naming the logical id; empty when there is none. */
export type Rule = (template: Template) => string[]

/** Logical id and properties of every resource of a type. */
export const ofType = ({ Resources }: Template, type: string): [id: string, properties: Properties][] =>
  Object.entries(Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => [id, (resource.Properties ?? {}) as Properties])

export const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** Whether a value names a resource: by Ref, GetAtt or Sub. */
export const refersTo = (value: unknown, id: string): boolean => {
  const text = JSON.stringify(value) ?? ''
  return text.includes(`"${id}"`) || text.includes(`\${${id}.`) || text.includes(`\${${id}}`)
}

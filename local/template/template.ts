/** A compiled CloudFormation template as osls writes it; intrinsic functions still inside. */
export interface Template {
  Conditions?: Record<string, unknown>
  Parameters?: Record<string, { Type: string; Default?: string }>
  Resources: Record<string, Resource>
  Outputs?: Record<string, unknown>
}

export interface Resource {
  Type: string
  Condition?: string
  Properties?: Record<string, unknown>
}

/** Something in serverless.yml that the one-machine cloud does not know; named, never ignored. */
export class Unsupported extends Error {
  constructor(what: string) {
    super(`the one-machine cloud does not support ${what}`)
    this.name = 'Unsupported'
  }
}

import type { Template } from '../local/template/template'

interface Given {
  name: string
  /** ARN of a table's stream */
  stream?: string
}
type ById = Partial<Record<'Table' | 'MediaBucket' | 'ArchiveBucket', Given>>

/** The plugin of the framework; what to adopt is `custom.adopted` of serverless.yml. */
declare class Adopted {
  constructor(serverless: object)
  /** Puts what is there already in the place of a template's own table or buckets. */
  static adopt(template: Template, given: ById): void
}
export = Adopted

import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { AwsError } from '../aws/json-protocol'
import { readKeptOr, writeKept } from '../disk/kept-json'
import { arn } from '../template/place'
import type { Inner } from './inner'

/** An item as it is on the wire, e.g. `{ pk: { S: 'text' } }`. */
export type Item = Record<string, Record<string, unknown>>

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
const Index = z.object({
  IndexName: z.string(),
  KeySchema,
  Projection: z.looseObject({ ProjectionType: z.string().optional() }),
})

/** Properties of AWS::DynamoDB::Table that mean something here, and those that change nothing on one machine. */
const Properties = z.strictObject({
  TableName: z.string(),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  KeySchema,
  GlobalSecondaryIndexes: z.array(z.looseObject(Index.shape)).optional(),
  LocalSecondaryIndexes: z.array(Index).optional(),
  TimeToLiveSpecification: z
    .object({ AttributeName: z.string().optional(), Enabled: z.boolean() })
    .optional(),
  BillingMode: z.string().optional(),
  // Keys only: nothing else is made for a record here.
  StreamSpecification: z.object({ StreamViewType: z.literal('KEYS_ONLY') }).optional(),
  ProvisionedThroughput: z.unknown().optional(),
  OnDemandThroughput: z.unknown().optional(),
  PointInTimeRecoverySpecification: z.unknown().optional(),
  SSESpecification: z.unknown().optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
  ContributorInsightsSpecification: z.unknown().optional(),
  TableClass: z.string().optional(),
  Tags: z.unknown().optional(),
})

const Described = z.object({
  TableStatus: z.string(),
  KeySchema,
  GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), KeySchema })).default([]),
  LocalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), KeySchema })).default([]),
})

/** What the front must know of a table. */
export interface TableShape {
  /** key attributes of the table, partition key first */
  key: string[]
  /** partition key of each index by its name */
  indexes: Record<string, string>
}

export interface Tables {
  /** Throws AwsError ResourceNotFoundException. */
  shapeOf(name: string): Promise<TableShape>
  find(name: string): Promise<TableShape | undefined>
  /** The key attributes of an item, partition key first; those it lacks are left out. */
  keyOf(name: string, item: Item): Promise<Item>
  /** Makes the table unless it is there; throws an Error when it is there with other keys. */
  create(properties: unknown): Promise<void>
  /** tables with an attribute that says when their items end, by table name */
  timeToLive(): Readonly<Record<string, string>>
  setTimeToLive(table: string, attribute: string | undefined): void
  /** From now on somebody is told what changes in it; throws as shapeOf. */
  openStream(name: string): Promise<void>
  /** Whether somebody is told what changes in it. */
  hasStream(table: string): boolean
}

export const tableArn = (name: string, index?: string): string =>
  arn('dynamodb', index === undefined ? `table/${name}` : `table/${name}/index/${index}`)

const hashOf = (schema: z.infer<typeof KeySchema>) =>
  schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? ''

/** @param ttlFile where time-to-live attributes are kept */
export function createTables(inner: Inner, ttlFile: string): Tables {
  const shapes = new Map<string, TableShape>()
  const streamed = new Set<string>()
  const ttl = readKeptOr(ttlFile, {}) as Record<string, string>

  const missing = (error: unknown): undefined => {
    // A name that dynalite finds malformed is of no table either.
    if (error instanceof AwsError && /^(ResourceNotFound|Validation)Exception$/.test(error.code))
      return undefined
    throw error
  }
  const describe = async (name: string) =>
    Described.parse((await inner.call('DescribeTable', { TableName: name }))['Table'])
  const make = async (properties: z.infer<typeof Properties>) => {
    const { TableName, AttributeDefinitions, KeySchema, LocalSecondaryIndexes } = properties
    const GlobalSecondaryIndexes = properties.GlobalSecondaryIndexes?.map((index) => Index.parse(index))
    await inner.call('CreateTable', {
      ...{ TableName, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes },
      BillingMode: 'PAY_PER_REQUEST',
    })
    while ((await describe(TableName)).TableStatus !== 'ACTIVE') await sleep(5)
  }
  const keysIn = (table: z.infer<typeof Described> | z.infer<typeof Properties>) => {
    const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])]
    return JSON.stringify([
      table.KeySchema,
      indexes.map(({ IndexName, KeySchema }) => [IndexName, KeySchema]).sort(),
    ])
  }

  const tables: Tables = {
    async shapeOf(name) {
      const known = shapes.get(name)
      if (known) return known
      const { KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = await describe(name)
      const shape = {
        key: [...KeySchema].sort((a) => (a.KeyType === 'HASH' ? -1 : 1)).map((part) => part.AttributeName),
        indexes: Object.fromEntries(
          [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map((index) => [
            index.IndexName,
            hashOf(index.KeySchema),
          ]),
        ),
      }
      shapes.set(name, shape)
      return shape
    },
    find: (name) => tables.shapeOf(name).catch(missing),
    async keyOf(name, item) {
      const { key } = await tables.shapeOf(name)
      return Object.fromEntries(key.filter((part) => part in item).map((part) => [part, item[part]!]))
    },
    async create(input) {
      const properties = Properties.parse(input)
      const { TableName, TimeToLiveSpecification, StreamSpecification } = properties
      if (StreamSpecification) streamed.add(TableName)
      const existing = await describe(TableName).catch(missing)
      if (existing && keysIn(existing) !== keysIn(properties))
        throw new Error(
          `table ${TableName} is kept with other keys or indexes than the template says; move its data away first`,
        )
      if (!existing) await make(properties)
      if (TimeToLiveSpecification)
        tables.setTimeToLive(
          TableName,
          TimeToLiveSpecification.Enabled ? TimeToLiveSpecification.AttributeName : undefined,
        )
    },
    async openStream(name) {
      await tables.shapeOf(name)
      streamed.add(name)
    },
    hasStream: (table) => streamed.has(table),
    timeToLive: () => ttl,
    setTimeToLive(table, attribute) {
      if (attribute === undefined) delete ttl[table]
      else ttl[table] = attribute
      writeKept(ttlFile, ttl)
    },
  }
  return tables
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { dynamoTable, type Table } from '../../../lib/platform/table'
import { createDynamoDb, type DynamoDb } from '../../../local/dynamodb/create-dynamodb'
import { accessFor, root, serve } from '../../kit/aws-service'

export interface GivenTable {
  table: Table
  client: DynamoDBClient
  dynamodb: DynamoDb
  close(): Promise<void>
}

interface Declared {
  Resources: { Table: { Properties: Record<string, unknown> } }
}
const declared = parse(
  readFileSync(join(__dirname, '..', '..', '..', 'resources', 'table.yml'), 'utf8'),
) as Declared

/** The table of resources/table.yml in the emulator, on an own port. */
export async function givenTable({ maxAttempts = 1 } = {}): Promise<GivenTable> {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-edition-'))
  const dynamodb = await createDynamoDb({
    dir,
    access: accessFor([]),
    clock: { now: () => Date.now(), onMove: () => () => undefined },
  })
  await dynamodb.createTable({ ...declared.Resources.Table.Properties, TableName: 'qianfa' })
  const service = await serve(dynamodb.handle)
  const client = new DynamoDBClient({ ...service.as(root), maxAttempts })
  return {
    table: dynamoTable('qianfa', client),
    client,
    dynamodb,
    async close() {
      client.destroy()
      await service.close()
      await dynamodb.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

import { createDynamoDb } from '../../../local/dynamodb/create-dynamodb'
import { accessFor, aClock, root, serve } from '../../kit/aws-service'
import { properties } from './given-table'

/** A DynamoDB in a process of its own, for tests that kill it: prints how to reach it as JSON once it runs. */
async function main(dir: string): Promise<void> {
  const dynamodb = await createDynamoDb({ dir, access: accessFor(), clock: aClock() })
  await dynamodb.createTable(properties)
  console.log(JSON.stringify((await serve(dynamodb.handle)).as(root)))
}

main(process.argv[2]!).catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})

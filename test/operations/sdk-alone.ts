import { build } from 'esbuild'
import { join } from 'node:path'

/** By the name a client sends with each call, which minifying leaves. */
const clients = {
  DynamoDB_20120810:
    "export { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'",
  AWSStepFunctions: "export { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'",
  AWSGirApiService: "export { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda'",
  AmazonSQS: "export { SQSClient, ReceiveMessageCommand } from '@aws-sdk/client-sqs'",
  AmazonS3: [
    "export { S3Client, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'",
    "export { createPresignedPost } from '@aws-sdk/s3-presigned-post'",
    "export { getSignedUrl } from '@aws-sdk/s3-request-presigner'",
  ].join('\n'),
}

const weighed = new Map<string, Promise<number>>()

async function bytesOf(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: join(__dirname, '..', '..') },
    ...{ bundle: true, minify: true, keepNames: true, platform: 'node', target: 'node20', write: false },
  })
  return outputFiles.reduce((sum, file) => sum + file.contents.length, 0)
}

/** What the AWS clients in this bundle weigh alone (bytes), bundled with serverless-esbuild's own options; 0 for none. */
export function sdkAlone(bundle: string): Promise<number> {
  const source = Object.entries(clients)
    .flatMap(([mark, lines]) => (bundle.includes(mark) ? [lines] : []))
    .join('\n')
  const known = weighed.get(source) ?? (source === '' ? Promise.resolve(0) : bytesOf(source))
  weighed.set(source, known)
  return known
}

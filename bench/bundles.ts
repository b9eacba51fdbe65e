import { build } from 'esbuild'
import { resolve } from 'node:path'
import { ratioOf, type Ratio } from './side-by-side'

async function bytesOf(source: { entry: string } | { text: string }): Promise<number> {
  const { outputFiles } = await build({
    ...('entry' in source
      ? { entryPoints: [source.entry] }
      : { stdin: { contents: source.text, resolveDir: resolve(__dirname, '..'), loader: 'ts' as const } }),
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    external: ['sharp'],
    write: false,
    logLevel: 'error',
  })
  return outputFiles.reduce((sum, file) => sum + file.contents.length, 0) / 1024
}

/** What a function weighs: the SDK client it loads is the most of it, the rest is ours. */
export async function bundles(): Promise<Ratio[]> {
  const sdk = await bytesOf({
    text: "export { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'",
  })
  const doors = [
    ['show-decision', 'functions/pages/show-decision.ts'],
    ['await-decision', 'functions/approval/await-decision.ts'],
    ['validate-video', 'functions/media/validate-video.ts'],
  ] as const
  return Promise.all(
    doors.map(async ([name, entry]) =>
      ratioOf({
        bench: 'bundle',
        what: `${name} / the DynamoDB client alone`,
        ours: await bytesOf({ entry }),
        other: sdk,
        unit: 'KB',
      }),
    ),
  )
}

import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Cloud } from '../../local/cloud/cloud'
import type { Stack } from '../../operations/stack'

const verifier = join(__dirname, '..', '..', 'bin', 'qianfa-verify.mjs')

/** A running cloud as a command of an engineer reaches it. */
export function reached(cloud: Cloud): Stack {
  const { accessKeyId, secretAccessKey } = cloud.credentialsOf('cloud')
  return {
    now: new Date(cloud.clock.now()),
    reach: {
      endpoint: cloud.gatewayUrl,
      region: 'ap-southeast-1',
      credentials: { accessKeyId, secretAccessKey },
    },
    outputs: {
      TableName: cloud.service.functions[0]?.environment['TABLE'] ?? '',
      MediaBucketName: cloud.service.functions[0]?.environment['MEDIA_BUCKET'] ?? '',
      ArchiveBucketName: cloud.service.functions[0]?.environment['ARCHIVE_BUCKET'] ?? '',
    },
  }
}

/** Takes a whole archive out of its bucket and has `qianfa-verify` prove it, as an inspector would. */
export async function proveArchive(cloud: Cloud): Promise<{ status: number | null; bundles: unknown[] }> {
  const { reach, outputs } = reached(cloud)
  const client = new S3Client({ ...reach, forcePathStyle: true })
  const Bucket = outputs['ArchiveBucketName'] ?? ''
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-proof-'))
  try {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
    for (const { Key = '' } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
      mkdirSync(dirname(join(dir, Key)), { recursive: true })
      writeFileSync(join(dir, Key), (await Body?.transformToByteArray()) ?? '')
    }
    const { status, stdout } = spawnSync(process.execPath, [verifier, dir, '--json'], { encoding: 'utf8' })
    return { status, bundles: (JSON.parse(stdout) as { bundles: unknown[] }).bundles }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

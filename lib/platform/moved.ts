import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { configFrom } from './config'
import { Env } from './env'

/** Where one version of an object lies, as the SDK takes it. */
export interface Place {
  Bucket: string
  Key: string
  VersionId?: string
}

/**
 * Metadata of an object that came from another bucket: the version it was there, and its key here, since S3 gives a copy of it
 * the same metadata under another key, and there it says nothing.
 */
export const movedAs = (key: string, versionId: string) => ({
  'moved-version': versionId,
  'moved-key': encodeURIComponent(key),
})
export const versionBefore = (key: string, metadata: Record<string, string> | undefined) =>
  metadata?.['moved-key'] === encodeURIComponent(key) ? metadata['moved-version'] : undefined
/** Where a version came to lie that was not the only one of its key. */
export const movedKey = (key: string, versionId: string): string => `${key}.v-${versionId}`

const isSetOn = () => configFrom(Env.pick({ MOVED: true }).partial()).MOVED === 'yes'

async function headOf(client: S3Client, place: Place) {
  try {
    return await client.send(new HeadObjectCommand(place))
  } catch (error) {
    const { httpStatusCode = 500 } = (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {}
    // 400: S3 does not know such a version id at all.
    if ([400, 403, 404].includes(httpStatusCode)) return undefined
    throw error
  }
}

/**
 * A version’s name is S3’s own and cannot be brought along, but rows, hashes and manifests name it. In a stage that was
 * moved here (`moved=yes`, docs/decisions/0070) a version that this bucket never gave is looked for where the move put it.
 */
export async function whereNow(client: S3Client, place: Place): Promise<Place> {
  const { Bucket, Key, VersionId } = place
  if (!VersionId || !isSetOn() || (await headOf(client, place))) return place
  const current = await headOf(client, { Bucket, Key })
  return current?.VersionId && versionBefore(Key, current.Metadata) === VersionId
    ? { Bucket, Key, VersionId: current.VersionId }
    : { Bucket, Key: movedKey(Key, VersionId) }
}

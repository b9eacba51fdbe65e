import { CopyObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { sha256 } from './ids'
import { whereNow } from './moved'

/** What was written to the vault: the version that is locked, and S3's own SHA-256 of it (hex). */
export interface Locked {
  versionId: string
  sha256: string
}

/** A bucket with Object Lock: its default retention holds what is written, and S3 checks every body by SHA-256. */
export interface Vault {
  write(object: { key: string; body: string | Uint8Array; contentType: string }): Promise<Locked>
  /** Bytes go from bucket to bucket inside S3, 5 GB at most; no function holds them. Without a bucket, from the vault itself. */
  copy(object: { from: { bucket?: string; key: string; versionId?: string }; key: string }): Promise<Locked>
}

const asHex = (base64: string) => Buffer.from(base64, 'base64').toString('hex')

export function s3Vault(name: string, client: S3Client = new S3Client({})): Vault {
  return {
    async write({ key, body, contentType }) {
      const { VersionId } = await client.send(
        new PutObjectCommand({
          Bucket: name,
          Key: key,
          Body: body,
          ContentType: contentType,
          ChecksumAlgorithm: 'SHA256',
        }),
      )
      return { versionId: VersionId ?? '', sha256: sha256(body) }
    },

    async copy({ from, key }) {
      const now = await whereNow(client, {
        Bucket: from.bucket ?? name,
        Key: from.key,
        VersionId: from.versionId,
      })
      const version = now.VersionId ? `?versionId=${now.VersionId}` : ''
      const source = `${now.Bucket}/${encodeURIComponent(now.Key)}${version}`
      const { VersionId, CopyObjectResult } = await client.send(
        new CopyObjectCommand({ Bucket: name, Key: key, CopySource: source, ChecksumAlgorithm: 'SHA256' }),
      )
      const sum = CopyObjectResult?.ChecksumSHA256
      if (!sum) throw new Error(`S3 gave no SHA-256 of ${key}`)
      return { versionId: VersionId ?? '', sha256: asHex(sum) }
    },
  }
}

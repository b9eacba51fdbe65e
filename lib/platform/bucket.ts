import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  NoSuchUpload,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
  type Part,
} from '@aws-sdk/client-s3'
import { createPresignedPost, type PresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { whereNow } from './moved'
import { Refusal } from './refusal'

export interface UploadedPart {
  partNumber: number
  etag: string
  bytes: number
}

export interface StoredObject {
  key: string
  versionId: string
  etag: string
  bytes: number
  contentType: string
}

/** A versioned bucket as stores and verbs use it. Sizes in bytes, lifetimes in seconds. */
export interface Bucket {
  presignPost(upload: {
    key: string
    contentType: string
    range: [number, number]
    seconds: number
  }): Promise<PresignedPost>
  beginMultipart(upload: { key: string; contentType: string }): Promise<string>
  /** The URL takes exactly `bytes` bytes: the length is part of the signature. */
  signPart(part: {
    key: string
    uploadId: string
    partNumber: number
    bytes: number
    seconds: number
  }): Promise<string>
  listParts(upload: { key: string; uploadId: string }): Promise<UploadedPart[]>
  completeMultipart(upload: { key: string; uploadId: string; parts: UploadedPart[] }): Promise<StoredObject>
  abortMultipart(upload: { key: string; uploadId: string }): Promise<void>
  head(object: { key: string; versionId?: string }): Promise<StoredObject | undefined>
  /** `range` is inclusive, as in HTTP; the checked bytes are pinned by version. */
  read(object: { key: string; versionId?: string; range?: [number, number] }): Promise<Uint8Array>
  write(object: { key: string; body: Uint8Array | string; contentType: string }): Promise<StoredObject>
  /** The bucket's lifecycle goes by tags. */
  tag(object: { key: string; versionId: string; tags: Record<string, string> }): Promise<void>
  /** within the bucket, without a way through us; nothing comes along but the bytes. Throws what `isMissing` knows */
  copy(object: {
    from: { key: string; versionId: string }
    to: { key: string; contentType: string }
  }): Promise<void>
  presignRead(object: {
    key: string
    versionId?: string
    seconds: number
    contentType: string
    fileName?: string
  }): Promise<string>
}

const gone = () =>
  new Refusal('UploadGone', {
    zh: '这次上传已被取消或超过两天未完成，请重新上传',
    en: 'this upload was cancelled or left for more than two days; upload again',
  })

const unlessGone = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof NoSuchUpload) throw gone()
    throw error
  }
}

/** S3 has no such object any more, or never had. */
export const isMissing = (error: unknown) =>
  error instanceof Error && ['NotFound', 'NoSuchKey', 'NoSuchVersion'].includes(error.name)

export function s3Bucket(
  name: string,
  // The SDK would otherwise sign the checksum of an empty body into URLs (aws.md 0.4).
  client: S3Client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }),
): Bucket {
  const at = (object: { key: string; versionId?: string }) =>
    whereNow(client, {
      Bucket: name,
      Key: object.key,
      ...(object.versionId && { VersionId: object.versionId }),
    })

  const head: Bucket['head'] = async (object) => {
    try {
      const found = await client.send(new HeadObjectCommand(await at(object)))
      return {
        key: object.key,
        versionId: object.versionId ?? found.VersionId ?? '',
        etag: found.ETag ?? '',
        bytes: found.ContentLength ?? 0,
        contentType: found.ContentType ?? 'application/octet-stream',
      }
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  return {
    presignPost: ({ key, contentType, range, seconds }) =>
      createPresignedPost(client, {
        Bucket: name,
        Key: key,
        Expires: seconds,
        Conditions: [
          ['content-length-range', ...range],
          ['eq', '$Content-Type', contentType],
        ],
        Fields: { 'Content-Type': contentType, success_action_status: '201' },
      }),

    async beginMultipart({ key, contentType }) {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket: name, Key: key, ContentType: contentType }),
      )
      if (!UploadId) throw new Error('S3 gave no upload id')
      return UploadId
    },

    signPart: ({ key, uploadId, partNumber, bytes, seconds }) =>
      getSignedUrl(
        client,
        new UploadPartCommand({
          Bucket: name,
          Key: key,
          UploadId: uploadId,
          PartNumber: partNumber,
          ContentLength: bytes,
        }),
        { expiresIn: seconds, signableHeaders: new Set(['host', 'content-length']) },
      ),

    async listParts({ key, uploadId }) {
      const parts: Part[] = []
      let marker: string | undefined
      do {
        const page = await unlessGone(
          client.send(
            new ListPartsCommand({ Bucket: name, Key: key, UploadId: uploadId, PartNumberMarker: marker }),
          ),
        )
        parts.push(...(page.Parts ?? []))
        marker = page.IsTruncated ? page.NextPartNumberMarker : undefined
      } while (marker)
      return parts.map((part) => ({
        partNumber: part.PartNumber ?? 0,
        etag: part.ETag ?? '',
        bytes: part.Size ?? 0,
      }))
    },

    async completeMultipart({ key, uploadId, parts }) {
      await unlessGone(
        client.send(
          new CompleteMultipartUploadCommand({
            Bucket: name,
            Key: key,
            UploadId: uploadId,
            MultipartUpload: {
              Parts: parts.map((part) => ({ PartNumber: part.partNumber, ETag: part.etag })),
            },
          }),
        ),
      )
      const stored = await head({ key })
      if (!stored) throw new Error(`${key} is missing right after its upload was completed`)
      return stored
    },

    async abortMultipart({ key, uploadId }) {
      try {
        await client.send(new AbortMultipartUploadCommand({ Bucket: name, Key: key, UploadId: uploadId }))
      } catch (error) {
        // Aborting what is gone already is what the caller wanted.
        if (!(error instanceof NoSuchUpload)) throw error
      }
    },

    head,

    async read({ range, ...object }) {
      const { Body } = await client.send(
        new GetObjectCommand({
          ...(await at(object)),
          ...(range && { Range: `bytes=${range[0]}-${range[1]}` }),
        }),
      )
      if (!Body) throw new Error(`${object.key} has no body`)
      return Body.transformToByteArray()
    },

    async write({ key, body, contentType }) {
      const written = await client.send(
        new PutObjectCommand({ Bucket: name, Key: key, Body: body, ContentType: contentType }),
      )
      return {
        key,
        versionId: written.VersionId ?? '',
        etag: written.ETag ?? '',
        bytes: body.length,
        contentType,
      }
    },

    async tag({ tags, ...object }) {
      const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
      await client.send(new PutObjectTaggingCommand({ ...(await at(object)), Tagging: { TagSet } }))
    },

    async copy({ from, to }) {
      const source = await at(from)
      await client.send(
        new CopyObjectCommand({
          ...{ Bucket: name, Key: to.key, ContentType: to.contentType },
          CopySource: `${name}/${encodeURIComponent(source.Key)}?versionId=${encodeURIComponent(source.VersionId ?? from.versionId)}`,
          ...{ MetadataDirective: 'REPLACE', TaggingDirective: 'REPLACE' },
        }),
      )
    },

    presignRead: async ({ seconds, contentType, fileName, ...object }) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          ...(await at(object)),
          ResponseContentType: contentType,
          ResponseContentDisposition: fileName
            ? `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`
            : 'inline',
        }),
        { expiresIn: seconds },
      ),
  }
}

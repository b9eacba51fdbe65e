import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'

/** S3 takes parts of 5 MiB and more; the last may be shorter. */
const partBytes = 8 * 1_048_576

/**
 * Writes an object of unknown or large size from pieces, holding one part of 8 MiB in memory. Nothing of it is seen
 * before the last piece is there; when the pieces break off, S3 is told to forget the parts.
 */
export const writeParts =
  (bucket: string, client: S3Client = new S3Client({})) =>
  async (key: string, contentType: string, pieces: AsyncIterable<Uint8Array>): Promise<void> => {
    const at = { Bucket: bucket, Key: key }
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ ...at, ContentType: contentType }),
    )
    const parts: { PartNumber: number; ETag: string | undefined }[] = []
    const put = async (body: Uint8Array) => {
      const PartNumber = parts.length + 1
      const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body: body }))
      parts.push({ PartNumber, ETag })
    }
    try {
      let held: Uint8Array[] = []
      let bytes = 0
      for await (const piece of pieces) {
        held.push(piece)
        bytes += piece.length
        if (bytes < partBytes) continue
        await put(Buffer.concat(held))
        held = []
        bytes = 0
      }
      if (bytes > 0) await put(Buffer.concat(held))
      await client.send(
        new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts: parts } }),
      )
    } catch (error) {
      await client.send(new AbortMultipartUploadCommand({ ...at, UploadId }))
      throw error
    }
  }

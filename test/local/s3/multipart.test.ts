import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../kit'
import { closeStands, outcomeOf, outcomeOfFetch, someone, stand, type Stand } from './kit'

const fiveMiB = 5 * 2 ** 20
const dayMs = 86_400_000

let cloud: Stand
let client: S3Client
beforeAll(async () => {
  cloud = await stand({ media: { versioned: true, events: true, abortUploadsAfterDays: 2 } })
  client = cloud.clientOf(someone, { requestChecksumCalculation: 'WHEN_REQUIRED' })
})
afterEach(() => expect(cloud.log).toEqual([]))
afterAll(closeStands)

const begin = async (Key: string, more = {}) => {
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket: 'media', Key, ContentType: 'video/mp4', ...more }),
  )
  return { Bucket: 'media', Key, UploadId: UploadId ?? '' }
}
type Upload = Awaited<ReturnType<typeof begin>>

async function part(upload: Upload, PartNumber: number, body: Buffer) {
  const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body: body }))
  return { PartNumber, ETag }
}
type Part = Awaited<ReturnType<typeof part>>

const complete = (upload: Upload, Parts: Part[], more = {}) =>
  client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }))

const blobs = () => readdirSync(join(cloud.dir, 'media', 'blobs')).length

it('puts the parts together, tells one event, and answers a repeated Complete the same', async () => {
  const upload = await begin('视频.mp4')
  const bodies = [Buffer.alloc(fiveMiB, 1), Buffer.alloc(fiveMiB + 1, 2), Buffer.from('end')]
  const parts: Part[] = []
  for (const [n, body] of bodies.entries()) parts.push(await part(upload, n * 3 + 1, body))
  const done = await complete(upload, parts, { MpuObjectSize: fiveMiB * 2 + 4 })
  const md5s = bodies.map((body) => createHash('md5').update(body).digest())
  expect(done.ETag).toBe(`"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-3"`)
  expect(done.VersionId).toMatch(/^[\w-]{32}$/)

  const again = await complete(upload, parts)
  expect([again.ETag, again.VersionId]).toEqual([done.ETag, done.VersionId])
  expect(await outcomeOf(complete(upload, parts.slice(0, 2)))).toBe('404 NoSuchUpload')
  await eventually(() => cloud.events[0])
  expect(cloud.events.map((event) => event.detail.reason)).toEqual(['CompleteMultipartUpload'])

  const whole = await client.send(new GetObjectCommand({ Bucket: 'media', Key: upload.Key }))
  expect(whole.ContentType).toBe('video/mp4')
  expect(Buffer.from((await whole.Body?.transformToByteArray()) ?? []).equals(Buffer.concat(bodies))).toBe(
    true,
  )
  const seam = await client.send(
    new GetObjectCommand({ Bucket: 'media', Key: upload.Key, Range: `bytes=${2 * fiveMiB - 1}-` }),
  )
  expect([...((await seam.Body?.transformToByteArray()) ?? [])]).toEqual([2, 2, ...Buffer.from('end')])
})

it('takes the last of two parts with one number, and throws the other bytes away', async () => {
  const upload = await begin('twice')
  await part(upload, 1, Buffer.from('first'))
  const before = blobs()
  const second = await part(upload, 1, Buffer.from('second'))
  expect(blobs()).toBe(before)
  await complete(upload, [second])
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'media', Key: 'twice' }))
  expect(await Body?.transformToString()).toBe('second')
})

describe('a Complete is refused, and the upload goes on', () => {
  let upload: Upload
  let small: Part
  let large: Part
  let last: Part
  beforeAll(async () => {
    upload = await begin('refused')
    small = await part(upload, 1, Buffer.alloc(fiveMiB - 1))
    large = await part(upload, 2, Buffer.alloc(fiveMiB))
    last = await part(upload, 3, Buffer.from('x'))
  })
  it.each<[string, () => Part[], string, object?]>([
    ['with a part too small', () => [small, last], '400 EntityTooSmall'],
    ['out of order', () => [last, large], '400 InvalidPartOrder'],
    ['with one part twice', () => [large, large], '400 InvalidPartOrder'],
    ['with a part that never came', () => [large, { PartNumber: 9, ETag: last.ETag }], '400 InvalidPart'],
    ['with another ETag', () => [large, { PartNumber: 3, ETag: large.ETag }], '400 InvalidPart'],
    ['without parts', () => [], '400 MalformedXML'],
    ['with another size', () => [large, last], '400 InvalidRequest', { MpuObjectSize: 7 }],
    ['over an ETag that is not there', () => [large, last], '404 NoSuchKey', { IfMatch: '"x"' }],
  ])('%s', async (_what, parts, outcome, more = {}) => {
    expect(await outcomeOf(complete(upload, parts(), more))).toBe(outcome)
  })
  afterAll(async () => {
    expect(await outcomeOf(complete(upload, [large, last], { IfNoneMatch: '*' }))).toBe('accepted')
  })
})

it('takes presigned parts of exactly the signed length', async () => {
  const upload = await begin('signed parts')
  const url = await getSignedUrl(
    client,
    new UploadPartCommand({ ...upload, PartNumber: 1, ContentLength: 4 }),
    {
      expiresIn: 60,
      signableHeaders: new Set(['host', 'content-length']),
    },
  )
  const put = (body: string, to = url) => fetch(to, { method: 'PUT', body })
  expect(await outcomeOfFetch(await put('fives'))).toBe('403 SignatureDoesNotMatch')
  expect(await outcomeOfFetch(await put('two'))).toBe('403 SignatureDoesNotMatch')
  expect(await outcomeOfFetch(await put('four', url.replace('partNumber=1', 'partNumber=2')))).toBe(
    '403 SignatureDoesNotMatch',
  )
  const answer = await put('four')
  expect(answer.headers.get('etag')).toBe(`"${createHash('md5').update('four').digest('hex')}"`)
  const { Parts } = await client.send(new ListPartsCommand(upload))
  expect(Parts).toMatchObject([{ PartNumber: 1, Size: 4, ETag: answer.headers.get('etag') }])
})

it('lists parts and uploads over pages', async () => {
  const upload = await begin('paged')
  for (const n of [3, 1, 2]) await part(upload, n, Buffer.from(`part ${n}`))
  const first = await client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }))
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' })
  const second = await client.send(new ListPartsCommand({ ...upload, PartNumberMarker: '2' }))
  expect([...(first.Parts ?? []), ...(second.Parts ?? [])].map((each) => each.PartNumber)).toEqual([1, 2, 3])

  const other = await begin('paged 2')
  const page = await client.send(
    new ListMultipartUploadsCommand({ Bucket: 'media', Prefix: 'paged', MaxUploads: 1 }),
  )
  expect(page.Uploads?.map((each) => each.UploadId)).toEqual([upload.UploadId])
  const next = await client.send(
    new ListMultipartUploadsCommand({
      Bucket: 'media',
      Prefix: 'paged',
      KeyMarker: page.NextKeyMarker,
      UploadIdMarker: page.NextUploadIdMarker,
    }),
  )
  expect(next.Uploads?.map((each) => each.UploadId)).toEqual([other.UploadId])
})

it('copies parts out of other objects', async () => {
  await client.send(new PutObjectCommand({ Bucket: 'media', Key: 'source', Body: '0123456789' }))
  const upload = await begin('copied')
  const { CopyPartResult } = await client.send(
    new UploadPartCopyCommand({
      ...upload,
      PartNumber: 1,
      CopySource: 'media/source',
      CopySourceRange: 'bytes=2-4',
    }),
  )
  await complete(upload, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }])
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'media', Key: 'copied' }))
  expect(await Body?.transformToString()).toBe('234')
})

it('verifies the sums an upload was begun with', async () => {
  const upload = await begin('summed', { ChecksumAlgorithm: 'SHA256' })
  expect(await outcomeOf(part(upload, 1, Buffer.from('x')))).toBe('400 InvalidRequest')
  const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
  const sent = await client.send(
    new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x', ChecksumAlgorithm: 'SHA256' }),
  )
  expect(sent.ChecksumSHA256).toBe(sha256('x').toString('base64'))
  expect(await outcomeOf(complete(upload, [{ PartNumber: 1, ETag: sent.ETag }]))).toBe('400 InvalidRequest')
  const { ETag, ChecksumSHA256 } = sent
  const done = await client.send(
    new CompleteMultipartUploadCommand({
      ...upload,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag, ChecksumSHA256 }] },
    }),
  )
  expect(done.ChecksumSHA256).toBe(`${sha256(sha256('x')).toString('base64')}-1`)
})

it('ends uploads by hand, and by the clock after two days', async () => {
  const before = blobs()
  const aborted = await begin('aborted')
  await part(aborted, 1, Buffer.from('x'))
  await client.send(new AbortMultipartUploadCommand(aborted))
  expect(blobs()).toBe(before)
  expect(await outcomeOf(part(aborted, 1, Buffer.from('x')))).toBe('404 NoSuchUpload')
  expect(await outcomeOf(client.send(new AbortMultipartUploadCommand(aborted)))).toBe('404 NoSuchUpload')

  const slow = await stand({ media: { abortUploadsAfterDays: 2 } })
  const { UploadId } = await slow
    .clientOf(someone)
    .send(new CreateMultipartUploadCommand({ Bucket: 'media', Key: 'slow' }))
  const listed = () => readdirSync(join(slow.dir, 'media', 'uploads'))
  slow.clock.move(2 * dayMs - 60_000)
  expect(listed()).toEqual([`${UploadId}.json`])
  slow.clock.move(60_000)
  expect(listed()).toEqual([])
  await slow.close()
})

it('is another upload for another key', async () => {
  const upload = await begin('mine')
  expect(await outcomeOf(part({ ...upload, Key: 'yours' }, 1, Buffer.from('x')))).toBe('404 NoSuchUpload')
  expect(await outcomeOf(part({ ...upload, UploadId: '../../bucket' }, 1, Buffer.from('x')))).toBe(
    '404 NoSuchUpload',
  )
  expect(await outcomeOf(part(upload, 10_001, Buffer.from('x')))).toBe('400 InvalidArgument')
})

import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { closeStands, outcomeOf, someone, stand, type Stand } from './kit'

let cloud: Stand
let client: S3Client
beforeAll(async () => {
  cloud = await stand({ plain: {}, other: {} })
  client = cloud.clientOf(someone)
})
afterAll(closeStands)
afterEach(() => expect(cloud.log).toEqual([]))

const put = (Key: string, Body: string | Buffer, more = {}) =>
  client.send(new PutObjectCommand({ Bucket: 'plain', Key, Body, ...more }))
const get = (Key: string, more = {}) => client.send(new GetObjectCommand({ Bucket: 'plain', Key, ...more }))
const textOf = async (Key: string, more = {}) => (await get(Key, more)).Body?.transformToString()

describe('keys are text and never paths', () => {
  it.each([
    '签发/第一期 头条.jpg',
    '𠮷野家 🎉/é+%20&?#=.txt',
    '../../etc/passwd',
    '/leading/and//double/',
    'a/./b/../c',
    'quotes\'"<>*()!~',
    'line\r\nbreak\tand tab',
    '长'.repeat(341),
    '__proto__',
  ])('%j goes in, comes out and is listed', async (key) => {
    await put(key, `body of ${key}`)
    expect(await textOf(key)).toBe(`body of ${key}`)
    const listed = await client.send(new ListObjectsV2Command({ Bucket: 'plain', Prefix: key }))
    expect(listed.Contents?.map((object) => object.Key)).toEqual([key])
    await client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: key }))
    expect(await outcomeOf(get(key))).toBe('404 NoSuchKey')
  })

  it('refuses a key of 1025 bytes', async () => {
    expect(await outcomeOf(put('x'.repeat(1025), ''))).toBe('400 KeyTooLongError')
  })
})

describe('an object', () => {
  it('keeps what its writer said about it, and lets a reader override it', async () => {
    await put('described', 'text', {
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'no-store',
      ContentDisposition: 'inline',
      Metadata: { submission: 'S-1' },
      Tagging: 'unit=%E5%8A%9E%E5%85%AC%E5%AE%A4',
    })
    const found = await client.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'described' }))
    expect(found).toMatchObject({
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'no-store',
      ContentDisposition: 'inline',
      ContentLength: 4,
      Metadata: { submission: 'S-1' },
      TagCount: 1,
      ETag: '"1cb251ec0d568de6a929b520c4aed8d1"',
    })
    const overridden = await get('described', {
      ResponseContentType: 'video/mp4',
      ResponseContentDisposition: "attachment; filename*=UTF-8''%E7%AD%BE.mp4",
    })
    expect(overridden).toMatchObject({
      ContentType: 'video/mp4',
      ContentDisposition: "attachment; filename*=UTF-8''%E7%AD%BE.mp4",
    })
  })

  it('is told apart from what is not there', async () => {
    expect(await outcomeOf(get('missing'))).toBe('404 NoSuchKey')
    expect(await outcomeOf(client.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'missing' })))).toBe(
      '404 NotFound',
    )
    expect(await outcomeOf(client.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'a' })))).toBe(
      '404 NoSuchBucket',
    )
    expect(await outcomeOf(client.send(new HeadBucketCommand({ Bucket: 'plain' })))).toBe('accepted')
    const { Buckets } = await client.send(new ListBucketsCommand({}))
    expect(Buckets?.map((bucket) => bucket.Name)).toEqual(['other', 'plain'])
  })

  it('may be empty', async () => {
    await put('empty', Buffer.alloc(0))
    expect(await textOf('empty')).toBe('')
    expect(await outcomeOf(get('empty', { Range: 'bytes=0-0' }))).toBe('416 InvalidRange')
  })

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=9-99', '9', 'bytes 9-9/10'],
  ])('is read in part by %s, and the bytes are counted', async (Range, text, ContentRange) => {
    await put('digits', '0123456789')
    const before = cloud.s3.reads('plain', 'digits')
    const part = await get('digits', { Range })
    expect(part).toMatchObject({
      ContentRange,
      ContentLength: text.length,
      $metadata: { httpStatusCode: 206 },
    })
    expect(await part.Body?.transformToString()).toBe(text)
    await client.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'digits' }))
    expect(cloud.s3.reads('plain', 'digits')).toEqual({
      requests: before.requests + 1,
      bytes: before.bytes + text.length,
    })
  })

  it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('has nothing at %s', async (Range) => {
    await put('digits', '0123456789')
    expect(await outcomeOf(get('digits', { Range }))).toBe('416 InvalidRange')
  })
})

describe('conditions', () => {
  it('write only once with If-None-Match, also when many try at the same moment', async () => {
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, n) => outcomeOf(put('claim', `claimer ${n}`, { IfNoneMatch: '*' }))),
    )
    expect(tries.filter((outcome) => outcome === 'accepted')).toHaveLength(1)
    expect(tries.filter((outcome) => outcome === '412 PreconditionFailed')).toHaveLength(19)
  })

  it('write over a known state only with If-Match', async () => {
    const first = await put('state', 'one')
    expect(await outcomeOf(put('state', 'two', { IfMatch: first.ETag }))).toBe('accepted')
    expect(await outcomeOf(put('state', 'three', { IfMatch: first.ETag }))).toBe('412 PreconditionFailed')
    expect(await outcomeOf(put('no state', 'three', { IfMatch: first.ETag }))).toBe('404 NoSuchKey')
    expect(await textOf('state')).toBe('two')
  })

  it('read only what is as expected', async () => {
    const { ETag } = await put('expected', 'text')
    expect(await textOf('expected', { IfMatch: ETag })).toBe('text')
    expect(await outcomeOf(get('expected', { IfMatch: '"other"' }))).toBe('412 PreconditionFailed')
    expect(await outcomeOf(get('expected', { IfNoneMatch: ETag }))).toMatch(/^304/)
    expect(await textOf('expected', { IfNoneMatch: '"other"' })).toBe('text')
    const yesterday = new Date(Date.now() - 86_400_000)
    expect(await outcomeOf(get('expected', { IfUnmodifiedSince: yesterday }))).toBe('412 PreconditionFailed')
    expect(await outcomeOf(get('expected', { IfModifiedSince: new Date(Date.now() + 60_000) }))).toMatch(
      /^304/,
    )
  })
})

describe('the sums of a body', () => {
  it.each(['CRC32', 'SHA1', 'SHA256'] as const)('%s is verified, kept and told', async (algorithm) => {
    await put('summed', 'text', { ChecksumAlgorithm: algorithm })
    const found = await get('summed', { ChecksumMode: 'ENABLED' })
    expect(found[`Checksum${algorithm}`]).toBe(
      {
        CRC32: 'O4unxw==',
        SHA1: 'Ny6gjKsz5xwCxlHbyDpHTTLGduo=',
        SHA256: 'mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE=',
      }[algorithm],
    )
  })

  it.each([
    { ChecksumCRC32: 'AAAAAA==' },
    { ChecksumSHA256: `${'A'.repeat(43)}=` },
    { ContentMD5: `${'A'.repeat(22)}==` },
  ])('refuses a body that is not %j, and keeps nothing of it', async (sum) => {
    expect(await outcomeOf(put('wrong sum', 'text', sum))).toBe('400 BadDigest')
    expect(await outcomeOf(get('wrong sum'))).toBe('404 NoSuchKey')
  })

  it('refuses algorithms it does not know by name', async () => {
    expect(await outcomeOf(put('crc64', 'text', { ChecksumCRC64NVME: 'AAAAAAAAAAA=' }))).toBe(
      '501 NotImplemented',
    )
  })

  it('takes a stream in aws-chunked encoding with its trailer', async () => {
    const chunks = Array.from({ length: 40 }, (_, n) => Buffer.alloc(50_000, n))
    const body = Buffer.concat(chunks)
    await client.send(
      new PutObjectCommand({
        Bucket: 'plain',
        Key: 'stream',
        Body: Readable.from(chunks),
        ContentLength: body.length,
        ContentEncoding: 'gzip',
        ChecksumAlgorithm: 'SHA256',
      }),
    )
    const found = await get('stream')
    expect(found).toMatchObject({ ContentLength: body.length, ContentEncoding: 'gzip' })
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true)
  })
})

describe('copies, tags, deletions', () => {
  it('copies with the description, or with another one, between buckets too', async () => {
    await put('原件', 'original', { ContentType: 'text/plain', Metadata: { a: '1' } })
    const copy = (Bucket: string, Key: string, more = {}) =>
      client.send(
        new CopyObjectCommand({ Bucket, Key, CopySource: `plain/${encodeURIComponent('原件')}`, ...more }),
      )
    await copy('other', 'copy')
    await copy('plain', 'copy', {
      MetadataDirective: 'REPLACE',
      ContentType: 'text/css',
      Metadata: { b: '2' },
    })
    expect(await client.send(new HeadObjectCommand({ Bucket: 'other', Key: 'copy' }))).toMatchObject({
      ContentType: 'text/plain',
      Metadata: { a: '1' },
    })
    const replaced = await get('copy')
    expect(replaced).toMatchObject({ ContentType: 'text/css', Metadata: { b: '2' } })
    expect(await replaced.Body?.transformToString()).toBe('original')
    expect(await outcomeOf(copy('plain', '原件'))).toBe('400 InvalidRequest')
    expect(await outcomeOf(copy('plain', 'x', { CopySourceIfMatch: '"other"' }))).toBe(
      '412 PreconditionFailed',
    )
  })

  it('keeps tags, and refuses more than ten', async () => {
    await put('tagged', 'x')
    const tag = (TagSet: { Key: string; Value: string }[]) =>
      client.send(new PutObjectTaggingCommand({ Bucket: 'plain', Key: 'tagged', Tagging: { TagSet } }))
    const tags = async () =>
      (await client.send(new GetObjectTaggingCommand({ Bucket: 'plain', Key: 'tagged' }))).TagSet
    await tag([{ Key: '单位', Value: 'a & b <c>' }])
    expect(await tags()).toEqual([{ Key: '单位', Value: 'a & b <c>' }])
    const eleven = Array.from({ length: 11 }, (_, n) => ({ Key: `k${n}`, Value: '' }))
    expect(await outcomeOf(tag(eleven))).toBe('400 InvalidTag')
    await client.send(new DeleteObjectTaggingCommand({ Bucket: 'plain', Key: 'tagged' }))
    expect(await tags()).toEqual([])
  })

  it('deletes many, and answers for each by itself', async () => {
    await put('del/1', 'x')
    await put('del/2 <&>', 'x')
    const { Deleted, Errors } = await client.send(
      new DeleteObjectsCommand({
        Bucket: 'plain',
        Delete: { Objects: [{ Key: 'del/1' }, { Key: 'del/2 <&>' }, { Key: 'del/never there' }] },
      }),
    )
    expect(Deleted?.map((each) => each.Key)).toEqual(['del/1', 'del/2 <&>', 'del/never there'])
    expect(Errors).toBeUndefined()
    expect(await outcomeOf(get('del/2 <&>'))).toBe('404 NoSuchKey')
  })
})

describe('listing', () => {
  it('is complete over pages, in byte order, with folders rolled up', async () => {
    const keys = ['list/a', 'list/b/1', 'list/b/2', 'list/c', 'list/\uffee', 'list/\u{1f600}']
    for (const key of keys) await put(key, key)
    for (const size of [1, 2, 3, 1000]) {
      const seen: (string | undefined)[] = []
      const folders: (string | undefined)[] = []
      const pages = paginateListObjectsV2(
        { client, pageSize: size },
        { Bucket: 'plain', Prefix: 'list/', Delimiter: '/' },
      )
      for await (const page of pages) {
        expect((page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0)).toBeLessThanOrEqual(size)
        seen.push(...(page.Contents ?? []).map((object) => object.Key))
        folders.push(...(page.CommonPrefixes ?? []).map((prefix) => prefix.Prefix))
      }
      expect(seen).toEqual(['list/a', 'list/c', 'list/\uffee', 'list/\u{1f600}'])
      expect(folders).toEqual(['list/b/'])
    }
    const after = await client.send(
      new ListObjectsV2Command({
        Bucket: 'plain',
        Prefix: 'list/',
        StartAfter: 'list/b/1',
        EncodingType: 'url',
      }),
    )
    expect(after.Contents?.map((object) => object.Key)).toEqual([
      'list/b/2',
      'list/c',
      'list/%EF%BF%AE',
      'list/%F0%9F%98%80',
    ])
  })
})

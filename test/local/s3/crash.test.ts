import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { eventually, temporaryDir } from '../kit'
import { endChildren, startChild } from './child-process'
import { closeStands, outcomeOf, someone, stand } from './kit'

afterEach(endChildren)
afterAll(closeStands)

it('keeps object, versions, parts and undelivered events through kill -9', async () => {
  const dir = temporaryDir()
  const first = await startChild(dir)
  const at = { Bucket: 'media', Key: '签发' }
  const one = await first.client.send(new PutObjectCommand({ ...at, Body: 'one' }))
  const two = await first.client.send(new PutObjectCommand({ ...at, Body: 'two' }))
  const video = { Bucket: 'media', Key: 'video' }
  const { UploadId } = await first.client.send(new CreateMultipartUploadCommand(video))
  const part = await first.client.send(
    new UploadPartCommand({ ...video, UploadId, PartNumber: 1, Body: 'part' }),
  )
  await first.kill()

  const again = await stand({}, { dir })
  const client = again.clientOf(someone)
  const text = async (VersionId?: string) =>
    (await client.send(new GetObjectCommand({ ...at, VersionId }))).Body?.transformToString()
  expect(await text()).toBe('two')
  expect(await text(one.VersionId)).toBe('one')
  await eventually(() => again.events[1])
  expect(again.events.map((event) => event.detail.object['version-id'])).toEqual([
    one.VersionId,
    two.VersionId,
  ])

  const { Parts } = await client.send(new ListPartsCommand({ ...video, UploadId }))
  expect(Parts).toMatchObject([{ PartNumber: 1, Size: 4, ETag: part.ETag }])
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] }
  await client.send(new CompleteMultipartUploadCommand({ ...video, UploadId, MultipartUpload }))
  const whole = await client.send(new GetObjectCommand(video))
  expect(await whole.Body?.transformToString()).toBe('part')
  await again.close()
})

it('shows nothing of an upload that was cut off in the middle, and sweeps its bytes', async () => {
  const dir = temporaryDir()
  const first = await startChild(dir)
  const at = { Bucket: 'media', Key: 'half' }
  const url = await getSignedUrl(first.client, new PutObjectCommand({ ...at, ContentLength: 10_000_000 }))
  const upload = request(url, { method: 'PUT', headers: { 'content-length': '10000000' } })
  upload.on('error', () => undefined)
  upload.write(Buffer.alloc(5_000_000))
  const incoming = join(dir, 'media', 'incoming')
  await eventually(() => readdirSync(incoming)[0])
  await first.kill()
  expect(readdirSync(incoming)).toHaveLength(1)
  writeFileSync(join(dir, 'media', 'blobs', 'orphan'), 'written, never committed')

  const again = await stand({}, { dir })
  expect(readdirSync(incoming)).toEqual([])
  expect(readdirSync(join(dir, 'media', 'blobs'))).toEqual([])
  await expect(again.clientOf(someone).send(new GetObjectCommand(at))).rejects.toMatchObject({
    name: 'NoSuchKey',
  })
  await again.close()
})

it('loses none of the objects it had answered for when it is killed under load', async () => {
  const dir = temporaryDir()
  const first = await startChild(dir)
  const answered: string[] = []
  let dead = false
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; !dead; n++) {
      const Key = `${writer}/${n}`
      try {
        await first.client.send(new PutObjectCommand({ Bucket: 'media', Key, Body: `body of ${Key}` }))
      } catch (error) {
        if (!dead) throw error
        return
      }
      answered.push(Key)
    }
  }
  const writers = Array.from({ length: 8 }, (_, writer) => write(writer))
  await eventually(() => answered.length >= 100 || undefined)
  dead = true
  await first.kill()
  await Promise.all(writers)

  const again = await stand({}, { dir })
  const client = again.clientOf(someone)
  for (const Key of answered) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'media', Key }))
    expect(await Body?.transformToString()).toBe(`body of ${Key}`)
  }
  await eventually(() => again.events.length >= answered.length || undefined)
  const told = new Set(again.events.map((event) => event.detail.object.key))
  expect(answered.filter((key) => !told.has(key))).toEqual([])
  await again.close()
})

it('does not take an upload for open that a crash left behind its finished object', async () => {
  const dir = temporaryDir()
  const first = await stand({ media: {} }, { dir })
  const client = first.clientOf(someone)
  const at = { Bucket: 'media', Key: 'video' }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(at))
  const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'part' }))
  const file = join(dir, 'media', 'uploads', `${UploadId}.json`)
  const open = readFileSync(file)
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
  await client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }))
  await first.close()
  writeFileSync(file, open)

  const again = await stand({}, { dir })
  const abort = new AbortMultipartUploadCommand({ ...at, UploadId })
  expect(await outcomeOf(again.clientOf(someone).send(abort))).toBe('404 NoSuchUpload')
  const { Body } = await again.clientOf(someone).send(new GetObjectCommand(at))
  expect(await Body?.transformToString()).toBe('part')
  await again.close()
})

import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { request } from 'node:http'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { removeTemporaryDirs, temporaryDir } from '../kit'
import { endChildren, startChild } from './child-process'

const MiB = 2 ** 20
const largestVideo = 500 * MiB

afterEach(endChildren)
afterAll(removeTemporaryDirs)

async function put(url: string, bytes: number): Promise<number | undefined> {
  const upload = request(url, { method: 'PUT', headers: { 'content-length': String(bytes) } })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    upload.on('response', (answer) => resolve(answer.resume().statusCode))
    upload.on('error', reject)
  })
  const chunk = Buffer.alloc(MiB, 7)
  await pipeline(Readable.from(Array.from({ length: bytes / MiB }, () => chunk)), upload as Writable)
  return answered
}

it('a video of 500 MB goes in and out in a few dozen MB of memory', async () => {
  const { client, memory } = await startChild(temporaryDir())
  const at = { Bucket: 'media', Key: 'video' }
  const before = await memory()
  expect(await put(await getSignedUrl(client, new PutObjectCommand(at)), largestVideo)).toBe(200)
  const { Body } = await client.send(new GetObjectCommand(at))
  let bytes = 0
  for await (const chunk of Body as Readable) bytes += (chunk as Buffer).length
  expect(bytes).toBe(largestVideo)
  expect((await memory()) - before).toBeLessThan(100 * MiB)
}, 180_000)

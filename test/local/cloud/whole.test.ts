import { unmarshall } from '@aws-sdk/util-dynamodb'
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { submissionStore } from '../../../lib/submission/store'
import { DamagedData } from '../../../local/disk/damage'
import { createS3 } from '../../../local/s3/create-s3'
import { lookOver } from '../../../local/cloud/whole'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { accessFor, root, serve } from '../../kit/aws-service'
import { aSubmission } from '../../kit/submission'
import { givenTable, type GivenTable } from '../../lib/edition/given-table'
import { removeTemporaryDirs, temporaryDir } from '../kit'

const clock = { now: () => Date.now(), onMove: () => () => undefined }
let given: GivenTable
beforeAll(async () => {
  given = await givenTable()
})
afterAll(async () => {
  await given.close()
  removeTemporaryDirs()
})

const openS3 = (dir: string) =>
  createS3({ dir, access: accessFor([]), clock, region: 'ap-southeast-1', onEvent: () => undefined })

async function objects() {
  const dir = temporaryDir()
  const s3 = openS3(dir)
  s3.createBucket('media', { versioned: true })
  const service = await serve(async (request, response) => s3.handle(request, response))
  const client = new S3Client({ ...service.as(root), forcePathStyle: true, maxAttempts: 1 })
  await client.send(new PutObjectCommand({ Bucket: 'media', Key: 'in/a.jpg', Body: Buffer.alloc(5_000, 7) }))
  client.destroy()
  await service.close()
  s3.close()
  const blobs = join(dir, 'media', 'blobs')
  return { dir, blob: join(blobs, readdirSync(blobs)[0]!) }
}

it('names the ledger in which an event was changed, taken out, or is not the one the head counts', async () => {
  const { table, dynamodb } = given
  const store = submissionStore(table, { now: () => new Date('2026-11-24T02:00:00Z') })
  for (const id of ['whole', 'changed', 'missing', 'short']) {
    await store.create(aSubmission({ id }), { by: 'p1', type: 'SubmissionCreated', facts: {} })
    for (const note of ['一', '二'])
      await store.change(id, (submission) => ({
        submission,
        happened: { by: 'p1', type: 'SubmissionEdited', facts: { note } },
      }))
  }
  const { dir } = await objects()
  const whole = () => lookOver({ dynamodb, tables: ['qianfa'], s3: openS3(dir) })
  expect(await whole()).toEqual({ ledgers: 4, events: 12, objects: 1, damages: [] })

  const at = (id: string, seq: number) => ({ pk: `SUB#${id}`, sk: `EVENT#00000${seq}` })
  const second = await table.get(at('changed', 2))
  await table.put({ ...second!, facts: { note: '三' } })
  await table.remove(at('missing', 2))
  await table.remove(at('short', 3))
  const { damages } = await whole()
  expect(damages.map(({ file, what }) => `${file.split('#')[1]}: ${what}`).sort()).toEqual([
    'changed: event 2: its content was changed',
    'missing: event 2: event 2 is missing, 3 stands there',
    'short: its head names event 3 as the last, the ledger ends with 2',
  ])
  const rows = []
  for await (const item of dynamodb.items('qianfa')) rows.push(unmarshall(item as never))
  expect(new Set(rows.map(({ pk }) => String(pk))).size).toBe(4)
})

it('names an object whose bytes are others, and begins on none that was cut', async () => {
  const { dir, blob } = await objects()
  const bytes = readFileSync(blob)
  bytes[3_000]! ^= 1
  writeFileSync(blob, bytes)
  const s3 = openS3(dir)
  expect(await s3.check()).toEqual({ files: 1, damages: [{ file: blob, what: 'its checksum is another' }] })
  s3.close()

  appendFileSync(blob, 'x')
  expect(() => openS3(dir)).toThrow(DamagedData)
  expect(() => openS3(dir)).toThrow('5001 bytes instead of 5000')
})

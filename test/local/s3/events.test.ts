import { CopyObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readKept } from '../../../local/disk/kept-json'
import type { ObjectCreated } from '../../../local/s3/event'
import { eventually, temporaryDir } from '../kit'
import { closeStands, someone, stand } from './kit'

afterAll(closeStands)

const put = (Bucket: string, Key: string) => new PutObjectCommand({ Bucket, Key, Body: 'text' })

it('tells the event as EventBridge does, with the version and a growing sequencer', async () => {
  const cloud = await stand({ media: { versioned: true, events: true }, quiet: { versioned: true } })
  const client = cloud.clientOf(someone)
  const first = await client.send(put('media', 'in/图 1.jpg'))
  await client.send(put('quiet', 'in/x.jpg'))
  const second = await client.send(
    new CopyObjectCommand({ Bucket: 'media', Key: 'in/图 1.jpg', CopySource: 'quiet/in/x.jpg' }),
  )
  await eventually(() => cloud.events[1])
  expect(cloud.events).toHaveLength(2)
  expect(cloud.events[0]).toEqual({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
    region: 'ap-southeast-1',
    resources: ['arn:aws:s3:::media'],
    detail: {
      version: '0',
      bucket: { name: 'media' },
      object: {
        key: 'in/图 1.jpg',
        size: 4,
        etag: '1cb251ec0d568de6a929b520c4aed8d1',
        'version-id': first.VersionId,
        sequencer: expect.stringMatching(/^[0-9A-F]{18}$/) as string,
      },
      'request-id': expect.stringMatching(/^[0-9A-F]{16}$/) as string,
      requester: '000000000000',
      'source-ip-address': '127.0.0.1',
      reason: 'PutObject',
    },
  })
  const [one, two] = cloud.events.map((event) => event.detail.object)
  expect(cloud.events[1]?.detail.reason).toBe('CopyObject')
  expect(two?.['version-id']).toBe(second.VersionId)
  expect((two?.sequencer ?? '') > (one?.sequencer ?? '')).toBe(true)
  await cloud.close()
})

it('answers before anybody took the event, offers it again when refused, then forgets it', async () => {
  const seen: ObjectCreated[] = []
  const cloud = await stand(
    { media: { events: true } },
    {
      onEvent(event) {
        seen.push(event)
        if (seen.length === 1) throw new Error('busy')
      },
    },
  )
  const record = () => {
    const dir = join(cloud.dir, 'media', 'keys')
    return readKept(join(dir, readdirSync(dir)[0] ?? '')) as {
      outbox: ObjectCreated[]
    }
  }
  await cloud.clientOf(someone).send(put('media', 'a'))
  await eventually(() => cloud.log[0])
  expect(cloud.log).toEqual(['s3: nobody took the event of media/a, again in 1000 ms: Error: busy'])
  expect(record().outbox).toEqual([seen[0]])
  await eventually(() => seen[1])
  expect(seen[1]).toEqual(seen[0])
  await eventually(() => record().outbox.length === 0 || undefined)
  await cloud.close()
})

it('hands out after a restart what nobody took before', async () => {
  const dir = temporaryDir()
  const first = await stand(
    { media: { events: true } },
    { dir, onEvent: () => new Promise<void>(() => undefined) },
  )
  await first.clientOf(someone).send(put('media', 'a'))
  await first.close()

  const second = await stand({ media: { events: true } }, { dir })
  const event = await eventually(() => second.events[0])
  expect(event.detail.object.key).toBe('a')
  await second.close()

  const third = await stand({ media: { events: true } }, { dir })
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(third.events).toEqual([])
  await third.close()
})

import { beginUpload } from '../../../lib/media/begin-upload'
import { judgeMedia } from '../../../lib/media/judge-media'
import { judgeUpload } from '../../../lib/media/judge-upload'
import { lookForVerdict } from '../../../lib/media/look-for-verdict'
import { ObjectCreatedEvent } from '../../../lib/media/object-created'
import { removeMedia } from '../../../lib/media/remove-media'
import type { Person } from '../../../lib/people/person'
import { s3Bucket } from '../../../lib/platform/bucket'
import { submissionStore } from '../../../lib/submission/store'
import { padJpeg } from '../../../local/demo/photo'
import { fixture } from '../../kit/media'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'
import { runWatch, watchedRows } from '../../kit/watched'
import { closeStands, someone, stand } from '../../local/s3/kit'

const draft = aSubmission({ state: 'draft' })
const by = {
  ...{ id: draft.officerId, name: '陈瑜', email: 'chen-yu@co.example', unitId: draft.unitId, language: 'zh' },
  ...{ grants: [{ role: 'officer', unitId: draft.unitId, from: '2026-01-01' }], substitutes: [] },
} as unknown as Person
const photo = padJpeg(fixture('picture.jpg'), 1_200_000)
const minute = 60_000

afterAll(closeStands)

/** A draft whose storage tells nobody of what arrives: events are lost unless the watch asks. */
async function given() {
  let now = new Date('2026-11-23T02:00:00Z')
  const clock = { now: () => now }
  const at = await stand({ media: { versioned: true, events: true } })
  const bucket = s3Bucket('media', at.clientOf(someone, { requestChecksumCalculation: 'WHEN_REQUIRED' }))
  const table = memoryTable()
  const submissions = submissionStore(table, clock)
  await submissions.create(draft, { by: by.id, type: 'SubmissionCreated', facts: {} })
  const judge = judgeUpload({
    ...{ submissions, bucket },
    judge: ({ reader, media }) => judgeMedia({ reader, ...media }),
  })
  const told: string[] = []
  let isDeaf = false
  const look = lookForVerdict({
    ...{ submissions, bucket, clock },
    tell: async (kind, event) => {
      told.push(kind)
      if (!isDeaf) await judge(ObjectCreatedEvent.parse(JSON.parse(JSON.stringify(event))))
    },
  })
  const room = { submissions, bucket, clock }
  const { media, ...upload } = await beginUpload(room)({
    ...{ submissionId: draft.id, fileName: '现场.jpg', bytes: photo.length, by },
    requestKey: 'the same file',
  })
  return {
    ...{ room, media, told, submissions },
    async send() {
      const { url, fields } = (upload as { form: { url: string; fields: Record<string, string> } }).form
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.append(name, value)
      form.append('file', new Blob([photo]))
      expect((await fetch(url, { method: 'POST', body: form })).status).toBe(201)
    },
    deafen: () => (isDeaf = true),
    async passed(minutes: number) {
      now = new Date(now.getTime() + minutes * minute)
      return runWatch(table, clock, { media: look })
    },
    watched: () => watchedRows(table),
    row: () => submissions.mediaWithId(draft.id, media.id),
  }
}

it('judges a picture whose event was lost, once', async () => {
  const { send, passed, row, told, submissions, watched } = await given()
  await send()
  expect(await row()).toMatchObject({ state: 'uploading' })
  await passed(4)
  expect(told).toEqual([])
  await passed(2)
  expect(await row()).toMatchObject({ state: 'accepted', versionId: expect.any(String) })
  await passed(20)
  expect(told).toEqual(['picture'])
  expect(await watched()).toEqual([])
  expect((await submissions.ledger(draft.id)).map(({ type }) => type)).toEqual([
    'SubmissionCreated',
    'MediaAccepted',
  ])
})

it('leaves a picture that has its verdict, or was removed, alone', async () => {
  const { room, media, passed, told, watched } = await given()
  await removeMedia(room)({ submissionId: draft.id, mediaId: media.id, by })
  await passed(6)
  expect(told).toEqual([])
  expect(await watched()).toEqual([])
})

it('lets go of what never arrived once its form is over', async () => {
  const { passed, row, told, watched } = await given()
  for (const minutes of [6, 6, 6, 6]) await passed(minutes)
  expect(await watched()).toEqual([`media ${draft.id} ${await row().then((media) => media?.id)}`])
  await passed(7)
  expect(await watched()).toEqual([])
  expect(told).toEqual([])
  expect(await row()).toMatchObject({ state: 'uploading' })
})

it('alarms when its judge stays silent, and goes on asking', async () => {
  const { send, passed, deafen, told } = await given()
  await send()
  deafen()
  let alarms = 0
  for (let minutes = 0; minutes < 200; minutes += 16) alarms += (await passed(16)).setAside
  expect(alarms).toBeGreaterThan(0)
  expect(told.length).toBeGreaterThan(6)
})

import { beginUpload } from '../../../lib/media/begin-upload'
import { removeMedia } from '../../../lib/media/remove-media'
import { completeUpload, listParts, signParts } from '../../../lib/media/video-upload'
import type { Person } from '../../../lib/people/person'
import { s3Bucket } from '../../../lib/platform/bucket'
import { submissionStore } from '../../../lib/submission/store'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'
import { closeStands, someone, stand } from '../../local/s3/kit'

const clock = { now: () => new Date('2026-11-23T02:00:00Z') }
const draft = aSubmission({ state: 'draft' })
const by = {
  ...{ id: draft.officerId, name: '陈瑜', email: 'chen-yu@co.example', unitId: draft.unitId, language: 'zh' },
  ...{ grants: [{ role: 'officer', unitId: draft.unitId, from: '2026-01-01' }], substitutes: [] },
} as unknown as Person
const film = Buffer.alloc(5_000, 7)

afterAll(closeStands)

async function given() {
  const at = await stand({ media: { versioned: true, events: true } })
  const bucket = s3Bucket('media', at.clientOf(someone, { requestChecksumCalculation: 'WHEN_REQUIRED' }))
  const submissions = submissionStore(memoryTable(), clock)
  await submissions.create(draft, { by: by.id, type: 'SubmissionCreated', facts: {} })
  const room = { submissions, bucket, clock }
  const begin = () =>
    beginUpload(room)({
      ...{ submissionId: draft.id, fileName: '现场.mp4', bytes: film.length, by },
      requestKey: 'the same file',
    })
  const placeOf = (mediaId: string) => ({ submissionId: draft.id, mediaId, by })
  return {
    ...{ room, begin, placeOf, bucket, submissions },
    async send(mediaId: string) {
      const [part] = await signParts(room)({ ...placeOf(mediaId), partNumbers: [1] })
      const sent = await fetch(part!.url, { method: 'PUT', body: film })
      expect(sent.status).toBe(200)
    },
    complete: (mediaId: string) => completeUpload(room)(placeOf(mediaId)),
    /** versions of the object under the key of a file */
    versionOf: async (key: string) => (await bucket.head({ key }))?.versionId,
  }
}

it('joins a video and says that it is being checked, however often it is asked', async () => {
  const { begin, send, complete, submissions, versionOf } = await given()
  const { media } = await begin()
  await expect(complete(media.id)).rejects.toMatchObject({ code: 'MediaMissing' })
  await send(media.id)
  expect(await complete(media.id)).toMatchObject({ state: 'checking' })
  const version = await versionOf(media.key)
  expect(await complete(media.id)).toMatchObject({ state: 'checking' })
  expect(await versionOf(media.key)).toBe(version)
  expect(await submissions.mediaWithId(draft.id, media.id)).toMatchObject({ state: 'checking' })
  expect((await begin()).media).toMatchObject({ id: media.id, state: 'checking' })
})

it('completes a removed file that is uploaded again by its own parts, not by the object of before', async () => {
  const { room, begin, send, complete, placeOf, versionOf } = await given()
  const first = (await begin()).media
  await send(first.id)
  await complete(first.id)
  const version = await versionOf(first.key)
  await removeMedia(room)(placeOf(first.id))
  const second = (await begin()).media
  expect(second).toMatchObject({ id: first.id, state: 'uploading' })
  await expect(complete(second.id)).rejects.toMatchObject({ code: 'MediaMissing' })
  expect(await listParts(room)(placeOf(second.id))).toEqual([])
  await send(second.id)
  expect(await complete(second.id)).toMatchObject({ state: 'checking' })
  expect(await versionOf(second.key)).not.toBe(version)
})

it('knows a video that was joined just before the process died', async () => {
  const { begin, send, complete, bucket, submissions } = await given()
  const { media } = await begin()
  await send(media.id)
  const parts = await bucket.listParts({ key: media.key, uploadId: media.uploadId! })
  await bucket.completeMultipart({ key: media.key, uploadId: media.uploadId!, parts })
  expect(await submissions.mediaWithId(draft.id, media.id)).toMatchObject({ state: 'uploading' })
  expect(await complete(media.id)).toMatchObject({ state: 'checking' })
})

it('does not take the object of before for an upload that was given up', async () => {
  const { room, begin, send, complete, placeOf, bucket } = await given()
  const first = (await begin()).media
  await send(first.id)
  await complete(first.id)
  await removeMedia(room)(placeOf(first.id))
  const second = (await begin()).media
  await bucket.abortMultipart({ key: second.key, uploadId: second.uploadId! })
  await expect(complete(second.id)).rejects.toMatchObject({ code: 'UploadGone' })
})

it('never takes a verdict back that was faster', async () => {
  const { begin, send, complete, submissions } = await given()
  const { media } = await begin()
  await send(media.id)
  await complete(media.id)
  await submissions.saveMedia({ ...media, state: 'accepted' })
  expect(await submissions.markChecking(media)).toMatchObject({ state: 'accepted' })
  expect(await complete(media.id)).toMatchObject({ state: 'accepted' })
})

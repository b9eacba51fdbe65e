import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { judgeMedia } from '../../../lib/media/judge-media'
import { judgeUpload } from '../../../lib/media/judge-upload'
import { listLibrary } from '../../../lib/media/list-library'
import { ObjectCreatedEvent } from '../../../lib/media/object-created'
import { uploadKey } from '../../../lib/media/place'
import { reuseMedia } from '../../../lib/media/reuse-media'
import type { Person } from '../../../lib/people/person'
import { s3Bucket } from '../../../lib/platform/bucket'
import { dailyCounts } from '../../../lib/platform/daily-count'
import { isRefusal } from '../../../lib/platform/refusal'
import { beginFrom } from '../../../lib/start/begin-from'
import { keepStart, type Kept } from '../../../lib/start/keep-start'
import { listStarts } from '../../../lib/start/list-starts'
import { removeStart } from '../../../lib/start/remove-start'
import { showStart } from '../../../lib/start/show-start'
import { startStore } from '../../../lib/start/store'
import { submissionStore } from '../../../lib/submission/store'
import { padJpeg } from '../../../local/demo/photo'
import { fixture } from '../../kit/media'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'
import { closeStands, someone, stand } from '../../local/s3/kit'

afterAll(closeStands)

const person = (id: string, unitId: string, role: string, ofUnit = unitId) =>
  ({
    ...{ id, name: id, email: `${id}@co.example`, unitId, language: 'zh' },
    ...{ grants: [{ role, unitId: ofUnit, from: '2026-01-01' }], substitutes: [] },
  }) as unknown as Person
const officer = person('chen-yu', 'marketing', 'officer')
const stranger = person('li-na', 'research', 'officer')
const editor = person('xu-wen', 'enterprise-management', 'editor')
const clock = { now: () => new Date('2026-11-24T02:00:00Z') }

const pictures = ['10000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000002']
const article = aSubmission({
  state: 'draft',
  content: {
    ...aSubmission().content,
    title: '十月简报',
    theme: 'seal',
    eventDate: '2026-10-31',
    body: `<p>开头</p><figure data-media="${pictures[0]}"><img><figcaption>图1</figcaption></figure><figure data-media="${pictures[1]}"><img></figure>`,
    mediaIds: pictures,
    cover: { mediaId: pictures[0]!, crop1: '0.1_0_0.9_1' },
  },
})

/** An article with two accepted pictures in a bucket that tells its judge of what arrives. */
async function given() {
  const table = memoryTable()
  const submissions = submissionStore(table, clock)
  const told: Promise<unknown>[] = []
  const at = await stand(
    { media: { versioned: true, events: true } },
    {
      onEvent: (event) => void told.push(judge(ObjectCreatedEvent.parse(JSON.parse(JSON.stringify(event))))),
    },
  )
  const client = at.clientOf(someone, { requestChecksumCalculation: 'WHEN_REQUIRED' })
  const bucket = s3Bucket('media', client)
  const judge = judgeUpload({
    ...{ submissions, bucket, publicCopy: async (bytes) => bytes },
    judge: ({ reader, media }) => judgeMedia({ reader, ...media }),
  })
  const judged = async () => {
    for (let seen = 0; seen < told.length;) await told[seen++]
  }
  await submissions.create(article, { by: officer.id, type: 'SubmissionCreated', facts: {} })
  for (const [index, id] of pictures.entries()) {
    const key = uploadKey('picture', article.id, id)
    const bytes = padJpeg(fixture('picture.jpg'), 1_200_000 + index)
    await submissions.saveMedia({
      ...{ id, submissionId: article.id, kind: 'picture', fileName: `现场 ${index + 1}.jpg`, key },
      ...{ contentType: 'image/jpeg', bytes: bytes.length, state: 'uploading', findings: [], facts: {} },
      createdAt: new Date(Date.parse('2026-11-01T00:00:00Z') + index).toISOString(),
    })
    await client.send(new PutObjectCommand({ Bucket: 'media', Key: key, Body: bytes }))
  }
  await judged()
  const starts = startStore(table)
  const room = { submissions, starts, bucket, counts: dailyCounts(table), clock }
  return {
    ...{ submissions, judged, room, bucket, client },
    begin: (
      from: Parameters<ReturnType<typeof beginFrom>>[0]['from'],
      by = officer,
      requestKey = 'one wish',
    ) => beginFrom(room)({ from, by, requestKey, office: false }),
    keep: (kept: Kept, by = officer) => keepStart(room)({ ...kept, by, requestKey: kept.name }),
    /** the bucket forgets an original, as after its age (decision 0074) */
    forget: async (id: string) => {
      const media = await submissions.mediaWithId(article.id, id)
      await client.send(
        new DeleteObjectCommand({ Bucket: 'media', Key: media!.key, VersionId: media!.versionId }),
      )
    },
  }
}

const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isRefusal(error)) throw error ?? new Error('it was not refused')
  return error
}

test('an article duplicated is a draft of its own: words, look and files, each judged anew, and twice is once', async () => {
  const { begin, judged, submissions } = await given()
  const { submission, gone } = await begin({ kind: 'article', submissionId: article.id })
  await begin({ kind: 'article', submissionId: article.id })
  await judged()
  expect(gone).toEqual([])
  expect(submission).toMatchObject({
    state: 'draft',
    version: 1,
    content: { title: '十月简报', theme: 'seal' },
  })
  expect(submission.content.eventDate).toBeUndefined()
  expect(submission.content.cover).toEqual({ mediaId: submission.content.mediaIds[0], crop1: '0.1_0_0.9_1' })
  const media = await submissions.media(submission.id)
  expect(media).toMatchObject([{ state: 'accepted' }, { state: 'accepted' }])
  expect(media.map(({ id }) => id).sort()).toEqual([...submission.content.mediaIds].sort())
  for (const { id, key } of media) {
    expect(submission.content.body).toContain(`data-media="${id}"`)
    expect(key).toBe(uploadKey('picture', submission.id, id))
  }
  const [before] = await submissions.media(article.id)
  expect(media.map(({ checksum }) => checksum)).toContain(before?.checksum)
  expect(submission.content.body).not.toContain(pictures[0])
  expect((await submissions.withId(article.id)).content).toEqual(article.content)
})

test('a file whose original the bucket has forgotten is waited for in its place, and named', async () => {
  const { begin, forget, submissions } = await given()
  await forget(pictures[0]!)
  const { submission, gone } = await begin({ kind: 'article', submissionId: article.id })
  expect(gone).toEqual(['现场 1.jpg'])
  expect(submission.content.body).toContain(
    '<figure data-wanted="现场 1.jpg"><img><figcaption>图1</figcaption></figure>',
  )
  expect(submission.content.mediaIds).toHaveLength(1)
  expect(submission.content.cover).toBeUndefined()
  expect(await submissions.media(submission.id)).toHaveLength(1)
})

test('nobody begins from an article of another unit, but everybody from a template of the company', async () => {
  const { begin, keep, judged, submissions } = await given()
  const of = { kind: 'article', submissionId: article.id } as const
  expect((await refused(begin(of, stranger))).code).toBe('NotFound')
  const template = { kind: 'template', name: '简报', submissionId: article.id } as const
  expect((await refused(keep({ ...template, company: true }))).code).toBe('NotAllowed')
  const kept = await keep({ ...template, company: true }, editor)
  const { submission } = await begin({ kind: 'template', owner: kept.owner, id: kept.id }, stranger)
  await judged()
  expect(submission).toMatchObject({ unitId: 'research', officerId: 'li-na' })
  expect(await submissions.media(submission.id)).toMatchObject([{ state: 'accepted' }, { state: 'accepted' }])
})

test('templates and blocks of a unit are its own: others neither see, open nor delete them', async () => {
  const { room, keep } = await given()
  const block = await keep({
    ...{ kind: 'block', name: '联系方式', company: false },
    body: `<section data-kind="card"><p>电话</p></section><figure data-media="${pictures[0]}"><img></figure>`,
  })
  const list = listStarts(room)
  expect(await list({ by: officer })).toMatchObject({
    starts: [{ name: '联系方式', owner: 'marketing', kind: 'block', mine: true }],
    keeps: { unit: true, company: false },
  })
  expect((await list({ by: stranger })).starts).toEqual([])
  const at = { owner: 'marketing', id: block.id }
  expect((await refused(showStart(room)({ ...at, by: stranger }))).code).toBe('NotFound')
  expect((await refused(removeStart(room)({ ...at, by: stranger }))).code).toBe('NotFound')
  const reader = person('shi-yi', 'marketing', 'officer', 'research')
  expect((await refused(removeStart(room)({ ...at, by: reader }))).code).toBe('NotAllowed')
  expect(await showStart(room)({ ...at, by: officer })).toMatchObject({
    body: '<section data-kind="card"><p>电话</p></section><figure data-wanted="图片"><img></figure>',
  })
  expect(
    (
      await refused(
        beginFrom({ ...room })({
          from: { kind: 'template', ...at },
          by: officer,
          requestKey: 'a',
          office: false,
        }),
      )
    ).code,
  ).toBe('InvalidRequest')
  await removeStart(room)({ ...at, by: officer })
  expect((await list({ by: officer })).starts).toEqual([])
})

describe('the library of a unit', () => {
  test('has what was accepted, newest first, found by part of a name, the same bytes once', async () => {
    const { begin, judged, room } = await given()
    await begin({ kind: 'article', submissionId: article.id })
    await judged()
    const library = listLibrary(room)
    const names = async (words?: string, by = officer) =>
      (await library({ by, ...(words !== undefined && { words }) })).files.map(({ fileName }) => fileName)
    expect(await names()).toEqual(expect.arrayContaining(['现场 1.jpg', '现场 2.jpg']))
    expect(await names()).toHaveLength(2)
    expect(await names('场 2')).toEqual(['现场 2.jpg'])
    expect(await names(undefined, stranger)).toEqual([])
    expect((await library({ by: officer, kind: 'video' })).files).toEqual([])
  })

  test('gives a file to another draft without an upload, and says in words when it is kept no longer', async () => {
    const { room, submissions, judged, forget } = await given()
    const other = aSubmission({ id: '20000000-0000-4000-8000-000000000009', state: 'draft' })
    await submissions.create(other, { by: officer.id, type: 'SubmissionCreated', facts: {} })
    const wish = (mediaId: string, by = officer) =>
      reuseMedia(room)({
        ...{ submissionId: other.id, from: { submissionId: article.id, mediaId }, by },
        requestKey: `use ${mediaId}`,
      })
    const media = await wish(pictures[1]!)
    await judged()
    expect(await submissions.mediaWithId(other.id, media.id)).toMatchObject({
      ...{ state: 'accepted', fileName: '现场 2.jpg', submissionId: other.id },
    })
    expect((await refused(wish(pictures[1]!, stranger))).code).toBe('NotFound')
    await forget(pictures[0]!)
    expect((await refused(wish(pictures[0]!))).said.zh).toContain('原件已过保存期，请重新上传')
    expect((await refused(wish('30000000-0000-4000-8000-000000000001'))).code).toBe('MediaMissing')
    expect(await submissions.media(other.id)).toHaveLength(1)
  })
})

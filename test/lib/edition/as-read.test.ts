import { showAsRead } from '../../../lib/edition/show-as-read'
import type { Media } from '../../../lib/submission/media'
import { date, givenDesk, type GivenDesk } from './given-desk'

jest.setTimeout(180_000)

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const asRead = () =>
  showAsRead({
    ...desk.desk,
    bucket: { presignRead: async ({ key, versionId }) => `https://files.example/${key}?v=${versionId}` },
  })({ date })

test('an edition is shown in its order as readers get it: previews in the text and on the cover, author, digest, source', async () => {
  const plain = await desk.approved({ title: '没有图的一篇' })
  const rich = await desk.approved(
    {
      ...{ title: '头条', digest: '两句话', originalUrl: 'https://www.valve.example/a' },
      body: '<p style="color: #000080">第一段</p>',
    },
    1,
  )
  const [pin] = rich.pins
  await desk.submissions.saveMedia({
    ...{ id: pin!.id, submissionId: rich.id, kind: 'picture', fileName: pin!.fileName, bytes: pin!.bytes },
    ...{ contentType: 'image/jpeg', state: 'accepted', key: pin!.key, versionId: pin!.versionId },
    ...{ checksum: pin!.checksum, facts: { width: 400, height: 300 }, findings: [] },
    preview: { key: 'out/preview.jpg', versionId: 'p1', bytes: 9 },
    createdAt: desk.clock.now().toISOString(),
  } satisfies Media)
  await desk.verbs.compose({ date, submissionIds: [rich.id, plain.id], by: desk.editor })

  const { articles } = await asRead()
  expect(articles).toMatchObject([
    {
      ...{ submissionId: rich.id, title: '头条', digest: '两句话', author: '市场部' },
      sourceUrl: 'https://www.valve.example/a',
      html: expect.stringContaining('src="https://files.example/out/preview.jpg?v=p1"'),
      cover: { url: 'https://files.example/out/preview.jpg?v=p1', crop1: '0.125_0_0.875_1' },
    },
    { submissionId: plain.id, title: '没有图的一篇', cover: {} },
  ])
  expect(articles[0]).toMatchObject({ html: expect.stringContaining('light-dark(#000080') })
})

test('an article whose fixed look is gone says so in its place and hides no other', async () => {
  const [whole, damaged] = [await desk.approved(), await desk.approved()]
  await desk.verbs.compose({ date, submissionIds: [damaged.id, whole.id], by: desk.editor })
  await desk.submissions.change(damaged.id, (submission) => ({
    submission: { ...submission, renditionHash: 'f'.repeat(64) },
    happened: { by: 'system', type: 'SubmissionApproved', facts: {} },
  }))
  const { articles } = await asRead()
  expect(articles).toMatchObject([
    { submissionId: damaged.id, trouble: { zh: expect.stringContaining('送审时定稿的版面读不到') } },
    { submissionId: whole.id, html: expect.stringContaining('通过验收') },
  ])
})

test('a day on which nothing was composed shows nothing', async () => {
  expect(await asRead()).toEqual({ articles: [] })
})

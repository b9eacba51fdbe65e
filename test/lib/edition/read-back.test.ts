import { isDraftOf } from '../../../lib/edition/draft-check'
import { canonicalJson, sha256 } from '../../../lib/platform/ids'
import { date, givenDesk, type GivenDesk } from './given-desk'
import { runAttempt, start } from './run-attempt'

jest.setTimeout(180_000)

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const body = '<h2>“引号”</h2><p style="text-align:center">他说 "好"，a&nbsp;b<br>完</p>'

async function started() {
  const one = await desk.approved({ title: '说 "好"', body }, 1)
  await desk.verbs.compose({ date, submissionIds: [one.id], by: desk.editor })
  return { one, attempt: await start(desk) }
}
const edited = async (from: string, to: string) =>
  desk.twin.change('draft-edited', { mediaId: (await desk.edition()).draft?.mediaId, from, to })

test("WeChat's own writing goes on to readers, and its differences are listed to the editor", async () => {
  const { attempt } = await started()
  await desk.twin.change('read-back', { thumbEmpty: true })
  expect(await runAttempt(desk, attempt)).toBe('sent')
  const { draft } = await desk.edition()
  const ways = draft?.rewritten.map(({ kind, what }) => `${kind} ${what}`)
  expect(ways).toEqual(
    expect.arrayContaining(['attribute data-src', 'writing text', 'attribute data-imgfileid']),
  )
  expect((await desk.twin.state()).massSends).toHaveLength(1)
})

test('all styles lost once: the draft is made once more, and no other one stays in the box', async () => {
  const { attempt } = await started()
  await desk.twin.change('read-back', { stylesLost: 1 })
  await runAttempt(desk, attempt, { until: 'confirmation' })
  const { draft, state } = await desk.edition()
  expect(state).toBe('awaiting-confirmation')
  expect((await desk.twin.state()).drafts.map(({ mediaId }) => mediaId)).toEqual([draft?.mediaId])
})

test('all styles lost twice stops: readers would see another article', async () => {
  const { attempt } = await started()
  await desk.twin.change('read-back', { stylesLost: 2 })
  expect(await runAttempt(desk, attempt)).toBe('failed')
  expect(await desk.edition()).toMatchObject({ outcome: { code: 'ContentChanged' } })
  expect((await desk.twin.state()).drafts).toEqual([])
})

test('one word changed in the console after the test stops the send, with before and after', async () => {
  const { attempt } = await started()
  await runAttempt(desk, attempt, { until: 'mass-send' })
  await edited('他说', '她说')
  expect(await desk.verbs.massSend({ date, attempt })).toMatchObject({ next: 'close' })
  const { state, outcome } = await desk.edition()
  expect([state, outcome?.code]).toEqual(['failed', 'ContentChanged'])
  expect(outcome?.facts['differences']).toMatchObject([
    {
      index: 1,
      what: 'words',
      before: expect.stringContaining('他说'),
      after: expect.stringContaining('她说'),
    },
  ])
  expect(outcome?.details).toMatchObject([{ message: { zh: expect.stringContaining('她说') } }])
  expect((await desk.twin.state()).massSends).toEqual([])
})

test('a draft that an earlier version fingerprinted over WeChat’s own writing is still told from a changed one', () => {
  const article = { title: 't', content: '<p>a</p>', coverMediaId: 'c' }
  const { title, content, coverMediaId } = article
  const absent = { author: undefined, digest: undefined, sourceUrl: undefined }
  const old = sha256(canonicalJson([{ title, content, coverMediaId, ...absent }]))
  expect(isDraftOf(old, [article])).toBe(true)
  expect(isDraftOf(old, [{ ...article, content: '<p>b</p>' }])).toBe(false)
})

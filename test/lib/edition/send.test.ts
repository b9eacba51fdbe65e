import { date, givenDesk, type GivenDesk } from './given-desk'
import { runAttempt, start } from './run-attempt'

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const compose = async (...ids: string[]) => desk.verbs.compose({ date, submissionIds: ids, by: desk.editor })

test('an approved edition reaches readers once, with its pictures, source and unit, and is on record', async () => {
  const first = await desk.approved({ title: '头条' }, 2)
  const second = await desk.approved({ title: '次条' })
  await compose(first.id, second.id)
  expect(await runAttempt(desk, await start(desk))).toBe('sent')

  const { massSends, previews } = await desk.twin.state()
  expect(massSends.map((send) => [send.status, send.articles.map((article) => article.title)])).toEqual([
    ['success', ['头条', '次条']],
  ])
  expect(previews).toHaveLength(1)
  const content = massSends[0]?.articles[0]?.content ?? ''
  expect(content.match(/mmbiz\.qpic\.cn|\/mmbiz\//g)).toHaveLength(2)
  expect(content).toContain('来源：市场部')
  const edition = await desk.edition()
  expect(edition).toMatchObject({ state: 'sent', attempt: 1, result: { msgId: String(massSends[0]?.msgId) } })
  expect(edition.result?.articles.map((article) => article.index)).toEqual([1, 2])
  const published = await desk.submissions.withId(first.id)
  expect(published.state).toBe('published')
  const { msgId, articles } = edition.result!
  expect(published.publications).toMatchObject([{ channel: 'wechat', id: msgId, url: articles[0]?.url }])
  const ledger = await desk.submissions.ledger(first.id)
  expect(ledger.at(-1)).toMatchObject({
    type: 'SubmissionPublished',
    facts: { channel: 'wechat', url: edition.result?.articles[0]?.url },
  })
  expect([...desk.letters.values()].map((letter) => letter.subject)).toEqual(
    expect.arrayContaining([expect.stringContaining('群发成功')]),
  )
})

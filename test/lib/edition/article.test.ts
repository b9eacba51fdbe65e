import { articleOf } from '../../../lib/edition/article'
import { clientMsgIdOf, editionHashOf } from '../../../lib/edition/edition'
import { middleCrop } from '../../../lib/article/cover'
import { renditionOf } from '../../../lib/submission/rendition'
import { aPin, aSubmission } from '../../kit/submission'

const url = 'http://mmbiz.qpic.cn/mmbiz_jpg/one/0'
const secondUrl = 'http://mmbiz.qpic.cn/mmbiz_jpg/two/0'
const first = aPin()
const second = aPin({ id: '7f1c4f57-9c1e-4a69-9d66-1b1a7f0d2c3f' })

const build = (body: string, { pins = [first, second], source = '市场部', index = 1 } = {}) =>
  articleOf({
    rendition: renditionOf({
      content: { ...aSubmission().content, body, source, digest: '摘要' },
      ...{ pins, media: [], unitName: '市场部' },
    }),
    pictures: [
      { id: first.id, url },
      { id: second.id, url: secondUrl },
    ],
    cover: { mediaId: 'COVER', crop235: '0_0_1_1' },
    index,
  })

test('prints source and unit below the text, and puts pictures where the text wants them or after it', () => {
  const { article, dropped } = build(`<p>甲</p><img src="media:${second.id}"><p>乙</p>`)
  const order = ['甲', secondUrl, '乙', url, '来源：市场部', '供稿：市场部'].map((part) =>
    article.content.indexOf(part),
  )
  expect(order).toEqual([...order].sort((a, b) => a - b))
  expect(order).not.toContain(-1)
  expect(dropped).toEqual([])
  expect(article).toMatchObject({ author: '市场部', digest: '摘要', coverMediaId: 'COVER' })
})

test('what readers would not see is listed: scripts, pictures and links from elsewhere, videos', () => {
  const video = aPin({ id: 'v', kind: 'video', fileName: '现场.mp4' })
  const { article, dropped } = build(
    '<p onclick="x()">甲<a href="https://elsewhere.cn">链接</a></p><img src="https://elsewhere.cn/a.jpg"><script>x</script>',
    { pins: [first, second, video], index: 3 },
  )
  expect(article.content).not.toMatch(/elsewhere|script|onclick/)
  expect(dropped.map(({ index, kind, what }) => [index, kind, what])).toEqual([
    [3, 'attribute', 'onclick'],
    [3, 'link', 'https://elsewhere.cn'],
    [3, 'picture', 'https://elsewhere.cn/a.jpg'],
    [3, 'tag', 'script'],
    [3, 'video', '现场.mp4'],
  ])
})

test('what a source or unit is called cannot bring markup into the article', () => {
  const source = '<img src=x onerror=alert(1)>'
  expect(build('', { source }).article.content).toContain('&lt;img src=x')
})

test('an edition hash stands for account, date, round, articles and their order; its clientmsgid has 32 hex', () => {
  const item = (submissionId: string) => ({
    ...{
      submissionId,
      version: 1,
      title: '题',
      unitId: 'u',
      unitName: '市场部',
      contentHash: `h${submissionId}`,
    },
  })
  const edition = { account: 'wx', date: '2026-11-23', round: 1, items: [item('a'), item('b')] }
  const hash = editionHashOf(edition)
  const others = [
    { ...edition, account: 'wy' },
    { ...edition, date: '2026-11-24' },
    { ...edition, round: 2 },
    { ...edition, items: [item('b'), item('a')] },
    { ...edition, items: [{ ...item('a'), contentHash: 'other' }, item('b')] },
    { ...edition, items: [{ ...item('a'), unitName: '研发中心' }, item('b')] },
  ].map(editionHashOf)
  expect(new Set([hash, ...others]).size).toBe(7)
  expect(clientMsgIdOf({ ...edition, hash })).toMatch(/^[0-9a-f]{32}$/)
  expect(clientMsgIdOf({ ...edition, hash })).toBe(clientMsgIdOf({ ...edition, hash }))
})

test.each([
  [2350, 1000, '0_0_1_1'],
  [1000, 1000, '0_0.287234_1_0.712766'],
  [4700, 1000, '0.25_0_0.75_1'],
])('crops the middle of %d×%d to 2.35:1', (width, height, crop) => {
  expect(middleCrop(width, height, 2.35)).toBe(crop)
})

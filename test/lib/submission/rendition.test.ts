import fc from 'fast-check'
import { documentsOf } from '../../../lib/archive/bundle'
import { articleOf } from '../../../lib/edition/article'
import { renderArticlePage } from '../../../lib/pages/article-page'
import { wordList } from '../../../lib/policy/word-list'
import { sha256 } from '../../../lib/platform/ids'
import { withHitsMarked } from '../../../lib/submission/marked-html'
import type { Media } from '../../../lib/submission/media'
import {
  htmlWith,
  pictureAt,
  pinOf,
  Rendition,
  renditionHashOf,
  renditionOf,
  renditionText,
} from '../../../lib/submission/rendition'
import { renditionWrite, submissionStore } from '../../../lib/submission/store'
import type { Content } from '../../../lib/submission/content'
import { contentHashOf } from '../../../lib/submission/submission'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'

const made = (what: string, id: string) => ({
  ...{ key: `${what}/s/${id}.jpg`, versionId: `${what}-${id}`, bytes: 1000, checksum: `sha256:${what}${id}` },
})
const mediaOf = (id: string): Media => ({
  ...{ id, submissionId: 's', kind: 'picture', fileName: `${id.slice(0, 4)}.jpg`, contentType: 'image/jpeg' },
  ...{ bytes: 2_000_000, key: `in/picture/s/${id}`, state: 'accepted', versionId: `v-${id}` },
  ...{ checksum: `sha256:${id}`, findings: [], facts: { width: 3000, height: 2000, orientation: 6 } },
  ...{ preview: made('preview', id), copy: made('copy', id), createdAt: '2026-11-23T01:00:00.000Z' },
})

const words = fc.string({
  unit: fc.constantFrom('阀', '门', '最好', ' ', '&', '<', '"', '★', 'a', '\n', '$&'),
  maxLength: 12,
})
const block = (ids: string[]) =>
  fc.oneof(
    words.map((text) => `<p style="color:#333">${text.replace(/[<&]/g, '')}</p>`),
    words.map((text) => `<h2>${text}</h2><ul><li>${text}</li></ul>`),
    fc
      .constantFrom(...ids)
      .map((id) => `<figure data-media="${id}"><img><figcaption>图注</figcaption></figure>`),
    words.map(
      (text) => `<table><tr><td>${text}</td></tr></table><img src="https://e.cn/a.jpg"><script>x</script>`,
    ),
    fc.constant('<div style="display:none">'),
  )
const given = fc
  .uniqueArray(fc.uuid({ version: 4 }), { minLength: 1, maxLength: 4 })
  .chain((ids) =>
    fc.record({
      ids: fc.constant(ids),
      body: fc.array(block(ids), { maxLength: 6 }).map((blocks) => blocks.join('')),
      title: words,
      source: words,
      unitName: words,
      theme: fc.constantFrom('clear', 'seal', 'numbered', 'warm', undefined),
    }),
  )
  .map(({ ids, unitName, ...part }) => {
    const content: Content = {
      ...aSubmission().content,
      ...part,
      ...{ mediaIds: ids, channels: ['wechat', 'weibo'], weiboText: '微博' },
    }
    const media = ids.map(mediaOf)
    const rendition = renditionOf({ content, pins: media.flatMap(pinOf), media, unitName })
    return { content, media, rendition }
  })

/** The article as a surface shows it, its own addresses and marks taken off again. */
const shown = (html: string, addresses: Map<string, string>) => {
  let plain = html.replace(/<mark[^>]*>|<\/mark>/g, '')
  for (const [id, address] of addresses)
    plain = plain.replaceAll(`"${address.replaceAll('&', '&amp;')}"`, `"${pictureAt(id)}"`)
  return sha256(plain)
}

const clock = { now: () => new Date('2026-11-23T01:00:00Z') }

test('preview, decision page, draft, public page and archive show one thing (invariant 9)', async () => {
  await fc.assert(
    fc.asyncProperty(given, async ({ content, media, rendition }) => {
      const addresses = new Map(media.map(({ id }) => [id, `https://media.example/x?a=1&b=${id}`]))
      const html = htmlWith(rendition, (id) => addresses.get(id))
      const table = memoryTable()
      const submissions = submissionStore(table, clock)
      const submission = { ...aSubmission({ content }), renditionHash: renditionHashOf(rendition) }
      await table.transact([renditionWrite(submission, rendition)])
      const kept = (await submissions.rendition(submission))!
      const draft = articleOf({
        rendition: kept,
        pictures: media.map(({ id }) => ({ id, url: addresses.get(id)! })),
        cover: { mediaId: 'COVER' },
        index: 1,
      })
      const page = renderArticlePage({
        title: kept.title,
        unitName: kept.unitName,
        at: '2026-11-23T01:00:00.000Z',
        html,
        text: '',
      })
      const archived = documentsOf({
        ...{
          head: submission as never,
          unitName: '',
          ledger: [],
          versions: [],
          turns: [],
          letters: [],
          readBacks: [],
          people: [],
        },
        renditions: [{ version: 1, text: (await submissions.renditionText(submission))! }],
      }).find(({ kind }) => kind === 'rendition')!
      const one = sha256(rendition.html)
      expect({
        preview: shown(withHitsMarked(html, wordList), addresses),
        decision: shown(
          withHitsMarked(
            htmlWith(kept, (id) => addresses.get(id)),
            wordList,
          ),
          addresses,
        ),
        draft: shown(draft.article.content, addresses),
        page: page.includes(html) && shown(html, addresses),
        archive: sha256(Rendition.parse(JSON.parse(archived.body)).html),
        bytes: sha256(archived.body) === submission.renditionHash && one,
      }).toEqual({ preview: one, decision: one, draft: one, page: one, archive: one, bytes: one })
    }),
    { numRuns: 200 },
  )
})

/** Every value of an object that is no object, each changed a little. */
function* changesOf(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries())
      for (const other of changesOf(one))
        yield value.map((item, index) => (index === at ? other : (item as unknown)))
    if (value.length > 1) yield [...(value as unknown[])].reverse()
    if (value.length > 0) yield value.slice(1)
  } else if (value !== null && typeof value === 'object') {
    for (const [name, one] of Object.entries(value))
      for (const other of changesOf(one)) yield { ...value, [name]: other }
  } else if (typeof value === 'string') {
    yield `${value}x`
    for (let at = 0; at < value.length; at += Math.max(1, Math.floor(value.length / 20)))
      yield `${value.slice(0, at)}${String.fromCharCode(value.charCodeAt(at) ^ 1)}${value.slice(at + 1)}`
  } else if (typeof value === 'number') yield value + 1
}

test('a change of any part of it is another hash, and what was changed is not given out', async () => {
  await fc.assert(
    fc.asyncProperty(given, async ({ content, media, rendition }) => {
      const pins = media.flatMap(pinOf)
      const hashOf = (one: Rendition) =>
        contentHashOf(content, pins, '2026-11', undefined, renditionHashOf(one))
      const hash = hashOf(rendition)
      let count = 0
      for (const changed of changesOf(rendition)) {
        if (renditionText(changed as Rendition) === renditionText(rendition)) continue
        count++
        if (hashOf(changed as Rendition) === hash) throw new Error(`not covered: ${JSON.stringify(changed)}`)
      }
      expect(count).toBeGreaterThan(60)
      const table = memoryTable()
      const submission = { ...aSubmission({ content }), renditionHash: renditionHashOf(rendition) }
      await table.transact([renditionWrite(submission, { ...rendition, title: `${rendition.title}x` })])
      await expect(submissionStore(table, clock).rendition(submission)).rejects.toMatchObject({
        code: 'ContentChanged',
      })
    }),
    { numRuns: 10 },
  )
})

test('the cover is the first picture as it is seen upright, and nothing where there is none', () => {
  const media = [mediaOf('a'), mediaOf('b')]
  const content = { ...aSubmission().content, mediaIds: [] }
  const render = (files: Media[]) =>
    renditionOf({ content, pins: files.flatMap(pinOf), media: files, unitName: '市场部' })
  expect(render(media).cover).toEqual({
    mediaId: 'a',
    crop235: '0_0.358156_1_0.641844',
    crop1: '0_0.166667_1_0.833333',
  })
  expect(render([]).cover).toEqual({})
  expect(render(media).media.map(({ id }) => id)).toEqual(['a', 'b'])
})

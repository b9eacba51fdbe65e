import fc from 'fast-check'
import type { Turn } from '../../../lib/approval/approval'
import { decisionView } from '../../../lib/approval/decision-view'
import { approvalStore } from '../../../lib/approval/store'
import { documentsOf } from '../../../lib/archive/bundle'
import { compareDraft } from '../../../lib/channels/wechat/read-back/compare-draft'
import { articleOf } from '../../../lib/edition/article'
import { renderArticlePage } from '../../../lib/pages/article-page'
import { renderDecisionPage } from '../../../lib/pages/decision-page'
import type { Person } from '../../../lib/people/person'
import { peopleStore } from '../../../lib/people/store'
import type { Bucket } from '../../../lib/platform/bucket'
import { sha256 } from '../../../lib/platform/ids'
import type { Media } from '../../../lib/submission/media'
import {
  coverOf,
  pictureAt,
  picturesIn,
  pinOf,
  Rendition,
  renditionHashOf,
  renditionOf,
  renditionText,
} from '../../../lib/submission/rendition'
import { previewDraft } from '../../../lib/submission/preview-draft'
import { renditionWrite, submissionPk, submissionStore, versionWrite } from '../../../lib/submission/store'
import type { Content } from '../../../lib/submission/content'
import { contentHashOf } from '../../../lib/submission/submission'
import { differenceBetween } from '../../../lib/submission/difference'
import { articleText } from '../../../lib/submission/text'
import { publicArticle } from '../../../lib/weibo-post/public-article'
import { wordListStore } from '../../../lib/wording/store'
import { rewrite } from '../../../local/wechat/rewrite'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'
import { themeStore } from '../../../lib/theme/store'

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
      cover: fc.constantFrom<Content['cover'][]>(
        undefined,
        { mediaId: ids.at(-1)!, apart: true, crop235: '0_0.1_1_0.383688', crop1: '0_0_1_0.666667' },
        { mediaId: ids.at(-1)!, crop1: '0_0.2_1_0.866667' },
      ),
      originalUrl: fc.constantFrom(undefined, 'https://a.example/x?y=1&z=2'),
      repost: fc.constantFrom(undefined, {
        permittedBy: '杂志社 & 作者',
        permission: '可',
        permittedOn: '2026-11-20',
      }),
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
type Given = typeof given extends fc.Arbitrary<infer One> ? One : never

/** The colours of dark mode, which a page adds behind the article's own (decision 0041). */
const withoutDark = (html: string) =>
  html.replace(/ style="([^"]*)"/g, (_, style: string) => {
    const own = style.split(/; (?=[a-z-]+: )/).filter((declaration) => !declaration.includes('light-dark('))
    return own.length > 0 ? ` style="${own.join('; ')}"` : ''
  })

/** The article as a surface shows it, the surface's addresses, marks and dark colours taken off again. */
const shown = (html: string, addressOf: (id: string) => string, ids: string[]) => {
  let plain = withoutDark(html.replace(/<mark[^>]*>|<\/mark>/g, ''))
  for (const id of ids)
    plain = plain.replaceAll(`"${addressOf(id).replaceAll('&', '&amp;')}"`, `"${pictureAt(id)}"`)
  return sha256(plain)
}

/** What stands in the frame of WeChat's page. */
const framed = (page: string) =>
  /<div class="rich_media_content autoTypeSetting24psection">([\s\S]*?)<\/div>(?=<\/div>|<p class="rich_media_meta">|<\/article>)/.exec(
    page,
  )?.[1] ?? 'no article'

const clock = { now: () => new Date('2026-11-23T01:00:00Z') }
const postId = '00000000-0000-4000-8000-000000000001'
const officer: Person = {
  ...{ id: 'chen-yu', name: '陈瑜', email: 'chen-yu@jiangnan.example', unitId: 'marketing', language: 'zh' },
  ...{ grants: [{ role: 'officer', unitId: 'marketing', from: '2026-01-01' }], substitutes: [] },
}

/** A submitted version in a store, with the surfaces that show it. */
async function surfaces({ content, media, rendition }: Given) {
  const table = memoryTable()
  const submissions = submissionStore(table, clock)
  const pins = media.flatMap(pinOf)
  const renditionHash = renditionHashOf(rendition)
  const contentHash = contentHashOf(content, pins, '2026-11', undefined, renditionHash)
  const submission = aSubmission({
    ...{ content, pins, renditionHash, contentHash, state: 'in-review', route: ['unit-head'] },
  })
  await submissions.create(submission, { by: 'chen-yu', type: 'Submitted', facts: {} })
  await table.transact([
    renditionWrite(submission, rendition),
    versionWrite(submission),
    ...media.map((one) => ({ put: { ...one, pk: submissionPk(submission.id), sk: `MEDIA#${one.id}` } })),
  ])
  const stored = new Map(
    rendition.media.flatMap(({ key, bytes, preview, copy }) =>
      [{ key, bytes }, preview, copy].flatMap((one): [string, number][] =>
        one ? [[one.key, one.bytes]] : [],
      ),
    ),
  )
  const bucket = {
    presignRead: async ({ key }: { key: string }) => `https://media.example/${key}?a=1&b=2`,
    head: async ({ key }: { key: string }) =>
      stored.has(key) ? { bytes: stored.get(key)!, versionId: '', contentType: '', eTag: '' } : undefined,
  } as unknown as Bucket
  const people = peopleStore(table)
  const wordLists = wordListStore(table)
  const themes = themeStore(table)
  const turn: Turn = {
    ...{ submissionId: submission.id, version: 1, index: 0, tier: 'unit-head', contentHash, moments: [] },
    ...{ passed: 0, revision: 1, openedAt: '2026-11-23T01:00:00.000Z', deadline: '2026-11-24T01:00:00.000Z' },
  }
  const visit = { matter: { submission, turn, earlier: [] }, person: officer, ask: {} }
  const post = {
    ...{
      state: 'posted',
      title: '',
      unitName: '',
      text: '',
      releasedAt: '2026-11-23T01:00:00.000Z',
      media: pins,
    },
    under: { kind: 'approval', submissionId: submission.id, version: 1, contentHash },
  }
  return {
    submission,
    submissions,
    stored,
    preview: async () =>
      (
        await previewDraft({ submissions, wordLists, themes, people, bucket, clock })({
          ...{ submissionId: submission.id, by: officer },
        })
      ).html,
    decision: async () =>
      renderDecisionPage(
        (
          await decisionView({ approvals: approvalStore(table), submissions, wordLists, people, bucket })(
            visit as never,
            { language: 'zh', action: '/d/x', nonce: 'n' },
          )
        ).view,
      ),
    page: async () =>
      renderArticlePage(
        await publicArticle({ posts: { find: async () => post } as never, submissions })(postId),
      ),
    draft: async () => {
      const kept = (await submissions.rendition(submission))!
      const pictures = media.map(({ id }) => ({ id, url: `https://mmbiz.qpic.cn/mmbiz_jpg/${id}/0` }))
      return articleOf({ rendition: kept, pictures, cover: { mediaId: 'COVER' }, index: 1 }).article
    },
    archive: async () =>
      documentsOf({
        ...{ head: submission as never, unitName: '', ledger: [], versions: [], turns: [], letters: [] },
        ...{ readBacks: [], people: [], company: undefined, edition: undefined },
        renditions: [{ version: 1, text: (await submissions.renditionText(submission))! }],
      }).find(({ kind }) => kind === 'rendition')!.body,
  }
}

test('preview, decision page, draft, phone, public page and archive show one thing (invariant 9)', async () => {
  await fc.assert(
    fc.asyncProperty(given, async (one) => {
      const on = await surfaces(one)
      const ids = one.media.map(({ id }) => id)
      const preview = (id: string) => `https://media.example/preview/s/${id}.jpg?a=1&b=2`
      const [page, draft, archived] = [await on.page(), await on.draft(), await on.archive()]
      const hash = sha256(one.rendition.html)
      expect({
        preview: shown(await on.preview(), preview, ids),
        decision: shown(framed(await on.decision()), preview, ids),
        draft: shown(draft.content, (id) => `https://mmbiz.qpic.cn/mmbiz_jpg/${id}/0`, ids),
        page: shown(framed(page), (id) => `/a/${postId}/pictures/${id}`, ids),
        archive: sha256(Rendition.parse(JSON.parse(archived)).html),
        bytes: sha256(archived) === on.submission.renditionHash && hash,
      }).toEqual({ preview: hash, decision: hash, draft: hash, page: hash, archive: hash, bytes: hash })
      expect(draft).toMatchObject({ title: one.rendition.title, coverMediaId: 'COVER' })
      expect(draft.sourceUrl).toBe(one.content.originalUrl)
      // A phone shows what WeChat made of the draft, by a filter that shares nothing with ours: readers see the same.
      const onPhone = rewrite(draft.content, (address) => address.startsWith('https://mmbiz.qpic.cn/'))
      expect(onPhone).not.toBe(draft.content)
      expect(compareDraft([draft], [{ ...draft, content: onPhone }]).seen).toEqual([])
    }),
    { numRuns: 100 },
  )
}, 120_000)

test('where a file of it is gone, or it is not what was hashed, no surface shows it for a decision or to readers', async () => {
  const [sample] = fc.sample(given, { numRuns: 1, seed: 7 })
  for (const lost of sample!.media.flatMap(({ key, preview, copy }) => [key, preview!.key, copy!.key])) {
    const on = await surfaces(sample!)
    on.stored.delete(lost)
    await expect(on.decision()).rejects.toMatchObject({ code: 'ContentChanged' })
    const other = await surfaces(sample!)
    other.stored.set(lost, 1)
    await expect(other.decision()).rejects.toMatchObject({ code: 'ContentChanged' })
  }
  const changed = await surfaces({
    ...sample!,
    rendition: { ...sample!.rendition, html: `${sample!.rendition.html} ` },
  })
  const hash = renditionHashOf(sample!.rendition)
  Object.assign(changed.submission, { renditionHash: hash })
  await expect(changed.decision()).rejects.toMatchObject({ code: 'ContentChanged' })
  await expect(changed.draft()).rejects.toMatchObject({ code: 'ContentChanged' })
  await expect(changed.archive()).rejects.toMatchObject({ code: 'ContentChanged' })
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

test('a cover that was chosen goes with its crops to approvers, draft, hand and archive, and only stands in the article if it is not apart', async () => {
  const media = [
    mediaOf('7f1c4f57-9c1e-4a69-9d66-1b1a7f0d2c3e'),
    mediaOf('0b8f5f0e-6f0b-4a52-8a3e-4f9e7d0c1b2a'),
  ]
  const [first, second] = media.map(({ id }) => id) as [string, string]
  const crops = { crop235: '0_0.1_1_0.383688', crop1: '0_0_1_0.666667' }
  const rendered = (cover: Content['cover'], body = '<p>阀门</p>') => {
    const content: Content = {
      ...{ ...aSubmission().content, body, mediaIds: [first, second] },
      ...{ channels: ['wechat', 'weibo'], weiboText: '微博', ...(cover && { cover }) },
    }
    return {
      content,
      media,
      rendition: renditionOf({ content, pins: media.flatMap(pinOf), media, unitName: '市场部' }),
    }
  }
  const idsIn = ({ rendition }: Given) => picturesIn(rendition).map(({ id }) => id)
  const chosen = rendered({ mediaId: second, ...crops })
  expect(chosen.rendition.cover).toEqual({ mediaId: second, ...crops })
  expect(idsIn(chosen)).toEqual([first, second])
  const apart = rendered({ mediaId: second, apart: true, ...crops })
  expect(coverOf(apart.rendition)).toMatchObject({ id: second })
  expect(idsIn(apart)).toEqual([first])
  expect(apart.rendition.weibo?.pictures).toEqual([first])
  expect(apart.rendition.media.map(({ id }) => id)).toEqual([first, second])
  expect(articleText(apart.content)).not.toContain('配图 2')
  // Placed in the text it stands there, whatever else it is for.
  const placed = `<figure data-media="${second}"><img></figure>`
  expect(idsIn(rendered({ mediaId: second, apart: true }, placed))).toEqual([first, second])
  // One crop by hand: the other is the middle.
  expect(rendered({ mediaId: second, crop1: crops.crop1 }).rendition.cover).toEqual({
    ...{ mediaId: second, crop235: '0_0.358156_1_0.641844', crop1: crops.crop1 },
  })
  const on = await surfaces(apart)
  const page = await on.decision()
  expect(page).toContain(`src="https://media.example/preview/s/${second}.jpg?a=1&amp;b=2" alt="" style="`)
  expect(page).toContain('width:100%;height:352.5%;left:0%;top:-35.25%')
  expect(await on.draft()).toMatchObject({ coverCrop235: crops.crop235, coverCrop1: crops.crop1 })
  expect(JSON.parse(await on.archive())).toMatchObject({ cover: { mediaId: second, ...crops } })
  // Another crop is another content, and an approver of the version before is told.
  const moved = rendered({ mediaId: second, apart: true, ...crops, crop1: '0_0.2_1_0.866667' })
  const hashOf = ({ content }: Given) => contentHashOf(content, [], 'p')
  expect(hashOf(moved)).not.toBe(hashOf(apart))
  const { fields } = differenceBetween(
    { content: apart.content, pins: [] },
    { content: moved.content, pins: [] },
  )
  expect(fields).toMatchObject([{ field: 'cover' }])
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

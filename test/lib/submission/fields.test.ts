import { documentsOf } from '../../../lib/archive/bundle'
import { Content } from '../../../lib/submission/content'
import { differenceBetween } from '../../../lib/submission/difference'
import { fields, hashedPart, labelOf, type Field, type FieldName } from '../../../lib/submission/fields'
import { contentHashOf } from '../../../lib/submission/submission'
import { screenedFields } from '../../../lib/submission/text'
import { known } from '../../kit/bundle'
import { aSubmission } from '../../kit/submission'

/** The inspector's own script, which shares no code with the service. */
const verifier = jest.requireActual<{ unhashed: string[]; contentHash: (version: unknown) => string }>(
  '../../../bin/qianfa-verify.mjs',
)
const { content } = aSubmission()

/** As somebody would add a field who describes it as shortly as the type allows. */
type Tomorrow = Content & { author?: string }
const author: Field = {
  label: { zh: '作者', en: 'Author' },
  screened: false,
  compared: false,
  printed: false,
}
const described: Record<keyof Tomorrow, Field> = { ...fields, author }

describe('the fields of a content', () => {
  it('are described one and all, in words for both languages, and none that is not there', () => {
    expect(Object.keys(fields).sort()).toEqual(Object.keys(Content.shape).sort())
    for (const { label } of Object.values(fields)) expect(label.zh && label.en).toBeTruthy()
    expect(labelOf('source')).toEqual({ zh: '来源', en: 'Source' })
    expect(labelOf('elsewhere')).toEqual({ zh: 'elsewhere', en: 'elsewhere' })
  })

  it('do not compile with one that nobody described', () => {
    // @ts-expect-error: `author` is a field of the content and has no description
    const forgotten: Record<keyof Tomorrow, Field> = { ...fields }
    expect(Object.keys(forgotten)).not.toContain('author')
    // @ts-expect-error: neither is a description without a word on screening
    const short: Field = { label: { zh: '作者', en: 'Author' }, compared: false, printed: false }
    expect(short.label.zh).toBe('作者')
  })

  it('are in the content hash as soon as they are described', () => {
    expect(hashedPart({ ...content, author: '陈宇' }, described)).toEqual({
      ...hashedPart(content),
      author: '陈宇',
    })
  })

  it('say why where they are not in the content hash, and the verifier of bundles names the same ones', () => {
    const reasons = Object.entries(fields).flatMap(([name, field]) =>
      field.unhashed === undefined ? [] : [{ name, why: field.unhashed }],
    )
    expect(reasons.every(({ why }) => why.length > 20)).toBe(true)
    expect([...verifier.unhashed].sort()).toEqual(reasons.map(({ name }) => name).sort())
  })

  it.each(Object.entries(fields).filter(([, field]) => field.unhashed === undefined))(
    'are hashed: %s',
    (name) => {
      const other = {
        ...content,
        [name]: name === 'category' ? 2 : name === 'channels' ? ['weibo'] : '另一个',
      }
      expect(contentHashOf(other, [], 'p')).not.toBe(contentHashOf(content, [], 'p'))
    },
  )

  it('are screened and compared where a reader gets to see their words', () => {
    const all: Content = {
      ...{ ...content, digest: '摘要', weiboText: '微博', originalUrl: 'https://a.example/x' },
      repost: { permittedBy: '杂志社', permission: '同意转载', permittedOn: '2026-11-20' },
    }
    const seen = screenedFields(all).map(({ field }) => field)
    expect(seen).toEqual(['title', 'digest', 'body', 'weiboText', 'source', 'originalUrl', 'repost'])
    const changed = Object.fromEntries(
      seen.map((field: FieldName) => [
        field,
        field === 'repost'
          ? { permittedBy: '别人', permission: '', permittedOn: '2026-11-21' }
          : '<p>全部换过</p>',
      ]),
    )
    const { fields: found } = differenceBetween(
      { content: all, pins: [] },
      { content: { ...all, ...changed }, pins: [] },
    )
    expect(found.map(({ field }) => field)).toEqual(seen)
  })

  it('stand in the bundle with the hash that the verifier computes, whatever fields there will be', () => {
    const { contentHash } = verifier
    const version = known().known.versions[0]!
    const themed = { ...version, content: { ...version.content, theme: 'plain' } }
    const hash = contentHashOf(themed.content, themed.pins, themed.policyVersion)
    expect(contentHash(JSON.parse(JSON.stringify(themed)))).toBe(hash)
    expect(contentHash({ ...themed, content: { ...themed.content, author: '陈宇' } })).not.toBe(hash)
    expect(documentsOf(known().known).some(({ path }) => path === 'versions/0001.json')).toBe(true)
  })
})

import fc from 'fast-check'
import type { Content } from '../../../lib/submission/content'
import {
  contentHashOf,
  executionName,
  requireSameContent,
  requireState,
  Submission,
  type MediaPin,
} from '../../../lib/submission/submission'
import { aSubmission, aPin } from '../../kit/submission'

const content = aSubmission().content
const hash = (change: Partial<Content> = {}, pins: MediaPin[] = [aPin()], policyVersion = '2026-11') =>
  contentHashOf({ ...content, ...change }, pins, policyVersion)

describe('invariant 1: the content hash', () => {
  it.each<[string, Partial<Content>]>([
    ['title', { title: '另一个标题' }],
    ['body', { body: '<p>另一段正文</p>' }],
    ['digest', { digest: '另一个摘要' }],
    ['source', { source: '另一个来源' }],
    ['category', { category: 2 }],
    ['channels', { channels: ['weibo'] }],
    ['Weibo text', { weiboText: '另一条微博' }],
  ])('changes with the %s', (_, change) => {
    expect(hash(change)).not.toBe(hash())
  })

  it('changes with the bytes, the version and the order of media, and with the policy version', () => {
    expect(hash({}, [aPin({ checksum: 'sha256:other' })])).not.toBe(hash())
    expect(hash({}, [aPin({ versionId: 'other' })])).not.toBe(hash())
    const two = [aPin({ id: 'a' }), aPin({ id: 'b' })]
    expect(hash({}, two)).not.toBe(hash({}, [...two].reverse()))
    expect(hash({}, [aPin()], '2027-01')).not.toBe(hash())
  })

  it('is the same however the object was put together, and 64 hex characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), fc.integer({ min: 1, max: 7 }), (title, category) => {
        const one = contentHashOf({ ...content, title, category, channels: ['wechat', 'weibo'] }, [], 'p')
        const other = contentHashOf(
          {
            channels: ['weibo', 'wechat'],
            category,
            title,
            source: content.source,
            body: content.body,
            mediaIds: [],
          },
          [],
          'p',
        )
        return one === other && /^[0-9a-f]{64}$/.test(one)
      }),
    )
  })

  it('is refused as ContentChanged when one character differs from what was approved', () => {
    const approved = hash({}, [])
    const submission = aSubmission({ contentHash: approved, pins: [] })
    expect(() => requireSameContent(submission, approved)).not.toThrow()
    const changed = { ...submission, content: { ...content, body: `${content.body} ` } }
    expect(() => requireSameContent(changed, approved)).toThrow(
      expect.objectContaining({ code: 'ContentChanged' }),
    )
    expect(() => requireSameContent(submission, 'another hash')).toThrow(
      expect.objectContaining({ code: 'ContentChanged' }),
    )
  })
})

describe('a submission', () => {
  it('says in both languages which states allow what was tried', () => {
    expect(() => requireState(aSubmission({ state: 'published' }), 'draft', 'rejected')).toThrow(
      expect.objectContaining({
        code: 'WrongState',
        said: { zh: expect.stringContaining('“已发布”'), en: expect.stringContaining('draft or sent back') },
      }),
    )
  })

  it('is parsed on its way out of the table: a state nobody knows is an error, not a submission', () => {
    expect(Submission.safeParse({ ...aSubmission(), state: 'lost' }).success).toBe(false)
  })

  it('names its execution by version, so starting it twice is one approval', () => {
    expect(executionName({ id: 'x', version: 3 })).toBe('x-v3')
  })
})

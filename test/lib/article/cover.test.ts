import fc from 'fast-check'
import {
  cornersOf,
  coverRatios,
  cropOf,
  fits,
  middleCrop,
  placeInFrame,
  sidesOf,
  type CropName,
} from '../../../lib/article/cover'
import { Content } from '../../../lib/submission/content'
import { submissionFindings } from '../../../lib/submission/findings'
import { wordList } from '../../../lib/policy/word-list'
import { aSubmission } from '../../kit/submission'

const names = Object.keys(coverRatios) as CropName[]
const side = fc.integer({ min: 40, max: 12_000 })

it('the middle of any picture has the shape that WeChat shows, and another shape is seen', () => {
  fc.assert(
    fc.property(side, side, fc.constantFrom(...names), (width, height, name) => {
      const crop = middleCrop(width, height, coverRatios[name])
      const other = names.find((one) => one !== name)!
      return fits(crop, name, { width, height }) && !fits(crop, other, { width, height })
    }),
  )
})

it('a crop is written as WeChat writes it, and read as it was written', () => {
  const corners = { left: 0.1945, top: 0, right: 1, bottom: 0.5236 }
  expect(cropOf(corners)).toBe('0.1945_0_1_0.5236')
  expect(cornersOf('0.1945_0_1_0.5236')).toEqual(corners)
  expect(cropOf({ ...corners, left: 1 / 3 })).toBe('0.333333_0_1_0.5236')
  expect(() => cornersOf('0_0_1')).toThrow(RangeError)
})

it('a frame shows the part and nothing beside it', () => {
  expect(placeInFrame('0_0_1_1')).toEqual({ width: '100%', height: '100%', left: '0%', top: '0%' })
  expect(placeInFrame('0.25_0.5_0.75_1')).toEqual({
    ...{ width: '200%', height: '200%', left: '-50%', top: '-100%' },
  })
})

it('a picture that lies in its file has the sides that people see', () => {
  expect(sidesOf({ width: 3000, height: 2000, orientation: 6 })).toEqual({ width: 2000, height: 3000 })
  expect(sidesOf({ width: 3000, height: 2000 })).toEqual({ width: 3000, height: 2000 })
  expect(sidesOf({})).toBeUndefined()
})

const mediaId = '7f1c4f57-9c1e-4a69-9d66-1b1a7f0d2c3e'
const written = (cover: object, more: object = {}) =>
  Content.safeParse({ ...aSubmission().content, mediaIds: [mediaId], ...more, cover })

it.each([
  ['0_0_1'],
  ['0_0_1_1.2'],
  ['-0.1_0_1_1'],
  ['0.5_0_0.5_1'],
  ['0.9_0_0.1_1'],
  ['0_0_1_0.12345678'],
  ['a_b_c_d'],
])('no crop: %s', (crop1) => {
  expect(written({ mediaId, crop1 }).success).toBe(false)
})

it('a draft of before that names no cover is read as it is', () => {
  expect(Content.parse({ title: '旧稿' })).not.toHaveProperty('cover')
})

const found = (cover: object, more: object = {}) =>
  submissionFindings(
    aSubmission({ content: written(cover, more).data! }),
    [
      {
        ...{ id: mediaId, submissionId: 's', kind: 'picture', fileName: 'a.jpg', contentType: 'image/jpeg' },
        ...{ bytes: 2_000_000, key: 'k', state: 'accepted', findings: [] },
        ...{ facts: { width: 3000, height: 2000, orientation: 6 }, createdAt: '2026-11-23T01:00:00.000Z' },
      },
    ],
    '2026-11-23',
    wordList,
  ).filter(({ rule }) => rule.startsWith('cover.'))

it('a cover that is not among the pictures, or whose crop has another shape, is refused before submission', () => {
  const good = { mediaId, crop235: middleCrop(2000, 3000, 2.35), crop1: middleCrop(2000, 3000, 1) }
  expect(found(good)).toEqual([])
  expect(found({ mediaId })).toEqual([])
  expect(found({ ...good, crop1: good.crop235 })).toMatchObject([
    { rule: 'cover.crop', severity: 'refuse', limit: 1, seen: good.crop235 },
  ])
  // Drawn as if the file were not turned: another shape.
  expect(found({ ...good, crop235: middleCrop(3000, 2000, 2.35) })).toMatchObject([{ rule: 'cover.crop' }])
  expect(found(good, { mediaIds: [] })).toMatchObject([{ rule: 'cover.gone', severity: 'refuse' }])
  // Weibo has no cover.
  expect(found(good, { mediaIds: [], channels: ['weibo'], weiboText: '微博' })).toEqual([])
})

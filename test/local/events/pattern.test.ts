import { patternOf } from '../../../local/events/pattern'

const event = {
  source: 'aws.s3',
  detail: {
    bucket: { name: 'media' },
    object: { key: 'in/a?b/photo.JPG', size: 1500, tags: ['red', 'blue'], note: null },
  },
}
const inObject = (object: object) => ({ detail: { object } })

describe('event patterns', () => {
  it.each([
    ['a literal', { source: ['aws.s3', 'x'] }],
    ['all fields of several', { source: ['aws.s3'], detail: { bucket: { name: ['media'] } } }],
    ['null', inObject({ note: [null] })],
    ['a number', inObject({ size: [1500] })],
    ['any element of a list', inObject({ tags: ['blue'] })],
    ['prefix', inObject({ key: [{ prefix: 'in/' }] })],
    ['suffix', inObject({ key: [{ suffix: '.JPG' }] })],
    ['equals-ignore-case', inObject({ key: [{ 'equals-ignore-case': 'IN/A?B/PHOTO.jpg' }] })],
    ['wildcard with a literal question mark', inObject({ key: [{ wildcard: 'in/a?b/*.JPG' }] })],
    ['anything-but', inObject({ size: [{ 'anything-but': [1, 2] }] })],
    ['anything-but a prefix', inObject({ key: [{ 'anything-but': { prefix: 'preview/' } }] })],
    ['exists', inObject({ size: [{ exists: true }] })],
    ['absence', inObject({ etag: [{ exists: false }] })],
    ['numeric range', inObject({ size: [{ numeric: ['>', 1499, '<=', 1500] }] })],
  ])('fits by %s', (_, pattern) => {
    expect(patternOf(pattern)(event)).toBe(true)
  })

  it.each([
    ['another literal', { source: ['aws.ec2'] }],
    ['one field of several', { source: ['aws.s3'], detail: { bucket: { name: ['other'] } } }],
    ['a number as text', inObject({ size: ['1500'] })],
    ['prefix', inObject({ key: [{ prefix: 'out/' }] })],
    ['suffix in another case', inObject({ key: [{ suffix: '.jpg' }] })],
    ['wildcard: a question mark is no wildcard', inObject({ key: [{ wildcard: 'in/a?b/photo.JP?' }] })],
    ['anything-but', inObject({ size: [{ 'anything-but': [1500] }] })],
    ['anything-but on what is not there', inObject({ etag: [{ 'anything-but': ['x'] }] })],
    ['exists', inObject({ etag: [{ exists: true }] })],
    ['a field below what is not there', { detail: { nothing: { deeper: ['x'] } } }],
    ['numeric range', inObject({ size: [{ numeric: ['>', 1500] }] })],
  ])('does not fit by %s', (_, pattern) => {
    expect(patternOf(pattern)(event)).toBe(false)
  })

  it.each([
    [{ $or: [{ source: ['a'] }] }, '$or'],
    [{ source: [{ cidr: '10.0.0.0/8' }] }, 'cidr'],
    [{ source: [{ prefix: { 'equals-ignore-case': 'x' } }] }, 'equals-ignore-case'],
    [{ source: 'aws.s3' }, 'outside a list'],
    [{ a: [{ numeric: ['~', 1] }] }, 'the comparison ~'],
  ])('refuses %j by name', (pattern, named) => {
    expect(() => patternOf(pattern)).toThrow(named)
  })
})

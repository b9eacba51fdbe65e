import type { Media } from '../../../lib/submission/media'
import { pinnedMedia } from '../../../lib/submission/pinned-media'
import { aPin } from '../../kit/submission'

const pins = [aPin({ id: 'b' }), aPin({ id: 'a', kind: 'video', checksum: 'etag:two' })]
const rowOf = (
  { id, kind, versionId, checksum, fileName }: (typeof pins)[number],
  change: Partial<Media> = {},
) =>
  ({
    ...{ id, kind, versionId, checksum, fileName, state: 'accepted' },
    ...(kind === 'picture' && { preview: { key: 'p', versionId: 'p1', bytes: 1 } }),
    ...change,
  }) as Media
const rows = pins.map((pin) => rowOf(pin)).reverse()

it('pairs each file that was submitted with its row, in the author’s order', () => {
  expect(pinnedMedia(pins, rows).map(({ media }) => media.id)).toEqual(['b', 'a'])
  expect(pinnedMedia([], rows)).toEqual([])
})

it.each<[string, Partial<Media>]>([
  ['another object', { versionId: 'v2' }],
  ['other bytes', { checksum: 'sha256:two' }],
  ['no preview', { preview: undefined }],
])('refuses a row with %s than was submitted', (_, change) => {
  const swapped = [rowOf(pins[0]!, change), ...rows.slice(0, 1)]
  expect(() => pinnedMedia(pins, swapped)).toThrow(expect.objectContaining({ code: 'ContentChanged' }))
})

it('refuses a file whose row is gone', () => {
  expect(() => pinnedMedia(pins, rows.slice(1))).toThrow(expect.objectContaining({ code: 'ContentChanged' }))
})

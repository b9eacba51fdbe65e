import { randomBytes } from 'node:crypto'
import { packed, unpacked } from '../../../lib/platform/packed'

test('a large value comes back whole from rows in the order of their keys, also of more than ten', () => {
  const value = { noise: randomBytes(2_600_000).toString('base64') }
  const parts = packed(value)
  expect(parts.length).toBeGreaterThan(10)
  expect(Math.max(...parts.map(({ data }) => data.length))).toBeLessThanOrEqual(300_000)
  const rows = parts
    .map((part) => ({ pk: 'KEPT', ...part }))
    .reverse()
    .sort((one, other) => (one.sk < other.sk ? -1 : 1))
  expect(unpacked(rows)).toEqual(value)
})

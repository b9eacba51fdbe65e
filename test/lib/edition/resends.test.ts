import { withOneMore, type Resends } from '../../../lib/edition/resends'

const at = (minutes: number, seconds = 0) => new Date(Date.UTC(2026, 10, 23, 2, minutes, seconds))
const after = (...minutes: number[]): Resends | undefined =>
  minutes.reduce<Resends | undefined>(
    (before, minute) => withOneMore(before, 'xu-wen', at(minute)),
    undefined,
  )

it('sends one person one code a minute, and says from when on another', () => {
  const one = after(0)
  expect(() => withOneMore(one, 'xu-wen', at(0, 59))).toThrow(
    expect.objectContaining({
      code: 'TooManyAttempts',
      facts: { limit: 'minute', againAt: at(1).toISOString() },
    }),
  )
  expect(withOneMore(one, 'xu-wen', at(1)).sent).toHaveLength(2)
})

it('does not hold up another editor for that minute', () => {
  expect(withOneMore(after(0), 'song-an', at(0, 1)).sent).toHaveLength(2)
})

it('sends five an hour for an edition, whoever asks, and the sixth when the first is an hour old', () => {
  const five = after(0, 2, 4, 6, 8)
  expect(() => withOneMore(five, 'song-an', at(59))).toThrow(
    expect.objectContaining({ facts: { limit: 'hour', againAt: at(60).toISOString() } }),
  )
  expect(withOneMore(five, 'song-an', at(60)).sent).toHaveLength(5)
})

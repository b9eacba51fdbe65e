import { measureToday } from '../../../lib/edition/measure-today'
import type { Edition, EditionState } from '../../../lib/edition/edition'

const sendAt = '2026-11-24T02:00:00Z'
const at = (minute: string) => ({ now: () => new Date(`2026-11-24T${minute}:00Z`) })
const measured = (minute: string, state?: EditionState, items = [{}]) => {
  const asked: string[] = []
  const edition = state && ({ state, sendAt, items } as unknown as Edition)
  const editions = { find: (date: string) => (asked.push(date), Promise.resolve(edition)) }
  return measureToday({ editions, clock: at(minute) })().then((told) => ({ ...told, asked }))
}

it.each<EditionState>(['composing', 'awaiting-confirmation', 'scheduled', 'by-hand', 'failed', 'unknown'])(
  'an edition that is %s past its hour is late by so many minutes',
  async (state) => {
    expect(await measured('02:45', state)).toMatchObject({ planned: true, lateMinutes: 45 })
    expect(await measured('01:45', state)).toMatchObject({ planned: true, lateMinutes: 0 })
  },
)

it('nothing is late that went out, was called off, is empty, or was never planned', async () => {
  expect(await measured('09:00', 'sent')).toMatchObject({ planned: true, lateMinutes: 0 })
  for (const told of [
    await measured('09:00', 'cancelled'),
    await measured('09:00', 'composing', []),
    await measured('09:00'),
  ])
    expect(told).toMatchObject({ planned: false, lateMinutes: 0 })
})

it('today is the day of Beijing', async () => {
  expect((await measured('15:59')).asked).toEqual(['2026-11-24'])
  expect((await measured('16:00')).asked).toEqual(['2026-11-25'])
})

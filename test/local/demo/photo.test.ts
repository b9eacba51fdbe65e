import sharp from 'sharp'
import { padJpeg, photoLike } from '../../../local/demo/photo'

it('makes a photo between 1 and 5 MB that decodes without a warning', async () => {
  const photo = await photoLike()
  expect(photo.length).toBeGreaterThan(1_048_576)
  expect(photo.length).toBeLessThan(5_242_880)
  const { info } = await sharp(photo, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: 2400, height: 1800 })
})

it('makes the same bytes of the same seed and others of another', async () => {
  const [one, again, other] = await Promise.all(
    [7, 7, 8].map((seed) => photoLike({ seed, width: 300, height: 200 })),
  )
  expect(one).toEqual(again)
  expect(one).not.toEqual(other)
})

it.each([1_048_577, 1_500_000, 5_242_879])('hits %i bytes exactly', async (bytes) => {
  const photo = await photoLike({ bytes })
  expect(photo.length).toBe(bytes)
  await sharp(photo, { failOn: 'warning' }).stats()
})

it('pads to every length but the three that no segment can fill', async () => {
  const small = await photoLike({ width: 16, height: 16 })
  for (const more of [0, 4, 5, 65_537, 65_538, 65_539, 65_540, 65_541, 131_074, 131_076]) {
    const padded = padJpeg(small, small.length + more)
    expect(padded.length).toBe(small.length + more)
    await sharp(padded, { failOn: 'warning' }).stats()
  }
  for (const more of [-1, 1, 2, 3]) expect(() => padJpeg(small, small.length + more)).toThrow(RangeError)
})

it('says when the dimensions cannot be so small', async () => {
  await expect(photoLike({ bytes: 5_000, width: 1200, height: 900 })).rejects.toThrow(
    'do not fit into 5000 bytes',
  )
})

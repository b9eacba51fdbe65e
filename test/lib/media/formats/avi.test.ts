import { probeAvi } from '../../../../lib/media/formats/avi'
import { bufferReader, cachedReader } from '../../../../lib/media/range-reader'
import { fixture } from '../../../kit/media'

const probe = (bytes: Uint8Array) => probeAvi(cachedReader(bufferReader(bytes)))
const codes = async (bytes: Uint8Array) => (await probe(bytes)).problems.map(({ code }) => code)

it('reads streams, size and duration', async () => {
  const clip = await probe(fixture('clip.avi'))
  expect(clip).toEqual({
    videoTracks: 1,
    audioTracks: 1,
    width: 176,
    height: 144,
    durationSeconds: 1.1,
    problems: [],
  })
  expect(await probe(fixture('sound.avi'))).toMatchObject({ videoTracks: 0, audioTracks: 1, problems: [] })
})

it('is called truncated wherever it is cut', async () => {
  const bytes = fixture('clip.avi')
  for (let cut = 64; cut < bytes.length; cut += 53) {
    expect({ cut, first: (await codes(bytes.subarray(0, cut)))[0] }).toEqual({ cut, first: 'truncated' })
  }
  expect(await codes(bytes.subarray(0, -1))).toEqual(['truncated'])
})

it('checks every further part of a long recording', async () => {
  const part = Buffer.concat([Buffer.from('RIFF\x0c\0\0\0AVIXLIST\x04\0\0\0movi'.slice(0, 20), 'latin1')])
  const clip = fixture('clip.avi')
  expect(await codes(Buffer.concat([clip, part]))).toEqual([])
  part.writeUInt32LE(5_000, 4)
  expect(await codes(Buffer.concat([clip, part]))).toEqual(['truncated'])
})

it('refuses a recording that was never finished', async () => {
  const clip = fixture('clip.avi')
  clip.writeUInt32LE(0, 4)
  expect(await codes(clip)).toEqual(['truncated'])
})

it('names missing headers as damage', async () => {
  const clip = fixture('clip.avi')
  clip.write('nope', clip.indexOf('hdrl'), 'latin1')
  expect(await codes(clip)).toEqual(['damaged'])
})

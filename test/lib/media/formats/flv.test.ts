import { probeFlv } from '../../../../lib/media/formats/flv'
import { bufferReader, cachedReader } from '../../../../lib/media/range-reader'
import { fixture } from '../../../kit/media'

const probe = (bytes: Uint8Array) => probeFlv(cachedReader(bufferReader(bytes)))
const codes = async (bytes: Uint8Array) => (await probe(bytes)).problems.map(({ code }) => code)

it('finds tracks by tags, size in the script tag, duration in the last tag', async () => {
  const clip = await probe(fixture('clip.flv'))
  expect(clip).toMatchObject({ videoTracks: 1, audioTracks: 1, width: 176, height: 144, problems: [] })
  expect(clip.durationSeconds).toBeCloseTo(1, 0)
  expect(await probe(fixture('sound.flv'))).toMatchObject({ videoTracks: 0, audioTracks: 1, problems: [] })
})

it('does not believe the flags of the header', async () => {
  const sound = fixture('sound.flv')
  sound[4] = 0x05
  expect((await probe(sound)).videoTracks).toBe(0)
})

it.each(['clip.flv', 'sound.flv'])(
  '%s is called truncated wherever it is cut, between two tags too',
  async (name) => {
    const bytes = fixture(name)
    for (let cut = 5; cut < bytes.length - 4; cut += 29) {
      expect({ cut, codes: await codes(bytes.subarray(0, cut)) }).toEqual({ cut, codes: ['truncated'] })
    }
    // The length behind the last tag is no content.
    expect(await codes(bytes.subarray(0, -4))).toEqual([])
    expect(await codes(bytes.subarray(0, -5))).toEqual(['truncated'])
  },
)

it('finds a cut by the last tag alone where no size is stated', async () => {
  const clip = fixture('clip.flv')
  clip.write('unstated', clip.indexOf('filesize'), 'latin1')
  expect(await codes(clip)).toEqual([])
  for (const lost of [5, 9, 100]) expect(await codes(clip.subarray(0, -lost))).toEqual(['truncated'])
  // Bytes that point back to something, which is no tag of that length.
  const misled = Buffer.concat([clip, Buffer.alloc(15, 9), Buffer.from([0, 0, 0, 15])])
  expect(await codes(misled)).toEqual(['truncated'])
})

it('refuses encrypted tags and tags of unknown kind', async () => {
  const clip = fixture('clip.flv')
  clip[13] = 0x20 | 9
  expect(await codes(clip)).toEqual(['encrypted'])
  clip[13] = 7
  expect(await codes(clip)).toEqual(['damaged'])
})

it('finds no picture where the settings of H.264 hold no parameters: no player can decode it', async () => {
  const clip = fixture('judged-wrongly/obs-prevtag.flv')
  expect(await probe(clip)).toMatchObject({ videoTracks: 1 })
  const settings = clip.indexOf(Buffer.from('1700000000', 'hex')) + 5
  expect(clip[settings]).toBe(1)
  clip[settings + 5] = 0xe0
  expect(await codes(clip)).toEqual(['empty'])
})

it('finds no picture where the frame is damaged that all others build upon', async () => {
  const clip = fixture('judged-wrongly/obs-prevtag.flv')
  const key = clip.indexOf(Buffer.from('1701', 'hex'))
  expect(clip.indexOf(Buffer.from('2701', 'hex'))).toBeGreaterThan(key)
  clip.fill(0xff, key + 5, key + 9)
  expect(await codes(clip)).toEqual(['empty'])
})

it('tells a hole from what was added behind the last tag', async () => {
  const clip = fixture('clip.flv')
  const added = Buffer.concat([clip, Buffer.alloc(200, 0xee)])
  expect(await codes(added)).toEqual(['trailing'])
  const second = 13 + 11 + clip.readUIntBE(14, 3) + 4
  const holed = [clip.subarray(0, second), Buffer.alloc(200, 0xee), clip.subarray(second)]
  expect(await codes(Buffer.concat(holed))).toEqual(['damaged'])
})

it('finds no picture where a number of settings of H.264 is written that are not there', async () => {
  const clip = fixture('judged-wrongly/obs-prevtag.flv')
  const settings = clip.indexOf(Buffer.from('1700000000', 'hex')) + 5
  const pictures = settings + 8 + clip.readUInt16BE(settings + 6)
  expect(clip[pictures]).toBe(1)
  clip[pictures] = 7
  expect(await codes(clip)).toEqual(['empty'])
})

it('finds no picture where no frame stands alone; of a long recording that begins in the middle it believes one', async () => {
  const clip = fixture('judged-wrongly/obs-prevtag.flv')
  const between = clip.indexOf(Buffer.from('2701', 'hex'))
  for (
    let key = clip.indexOf(Buffer.from('1701', 'hex'));
    key >= 0;
    key = clip.indexOf(Buffer.from('1701', 'hex'), key)
  )
    clip[key] = 0x27
  expect(await codes(clip)).toEqual(['empty'])

  const tag = clip.subarray(between - 11, between + clip.readUIntBE(between - 10, 3) + 4)
  const long = Buffer.concat([clip, ...Array<Buffer>(4_000).fill(tag)])
  expect(await probe(long)).toMatchObject({ videoTracks: 1, problems: [] })
})

import { walkJpeg } from '../../../../lib/media/formats/jpeg'
import { fixture } from '../../../kit/media'

const picture = () => fixture('picture.jpg')
const frameOf = (bytes: Buffer) => bytes.indexOf(Buffer.from([0xff, 0xc0]))

it('walks a whole picture from SOI to EOI', () => {
  const walked = walkJpeg(picture())
  expect(walked).toMatchObject({ width: 320, height: 240 })
  expect(walked.fault).toBeUndefined()
  expect(walked.trailing.length).toBe(0)
  expect(walked.segments.map(({ marker }) => marker)).toEqual([0xe0])
})

it('finds a fault at every place a picture can be cut', () => {
  const bytes = picture()
  for (let cut = 0; cut < bytes.length; cut++) {
    expect({ cut, whole: walkJpeg(bytes.subarray(0, cut)).fault === undefined }).toEqual({
      cut,
      whole: false,
    })
  }
})

it('says that only EOI is missing', () => {
  expect(walkJpeg(picture().subarray(0, -2)).fault).toEqual({ kind: 'truncated', part: 'scan' })
})

it('is not fooled by the end of a thumbnail', () => {
  const thumbnail = Buffer.from([0xff, 0xd8, 0xff, 0xd9])
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 2 + thumbnail.length]), thumbnail])
  const bytes = Buffer.concat([picture().subarray(0, 2), segment, picture().subarray(2)])
  expect(walkJpeg(bytes).fault).toBeUndefined()
  expect(walkJpeg(bytes.subarray(0, -2)).fault).toBeDefined()
})

it('gives what follows EOI', () => {
  expect(walkJpeg(Buffer.concat([picture(), Buffer.from('more')])).trailing.toString()).toBe('more')
})

it('refuses height 0 (a later marker may give it) and width 0', () => {
  for (const offset of [5, 7]) {
    const bytes = picture()
    bytes.writeUInt16BE(0, frameOf(bytes) + offset)
    expect(walkJpeg(bytes).fault).toEqual({ kind: 'damaged', part: 'dimensions' })
  }
})

it('refuses a second frame header, which readers understand differently', () => {
  const bytes = picture()
  const frame = bytes.subarray(frameOf(bytes), frameOf(bytes) + 2 + bytes.readUInt16BE(frameOf(bytes) + 2))
  const two = Buffer.concat([bytes.subarray(0, frameOf(bytes)), frame, bytes.subarray(frameOf(bytes))])
  expect(walkJpeg(two).fault).toEqual({ kind: 'damaged', part: 'frame header' })
})

it('refuses a picture without a scan', () => {
  const bytes = picture()
  const scan = bytes.indexOf(Buffer.from([0xff, 0xda]))
  expect(walkJpeg(Buffer.concat([bytes.subarray(0, scan), bytes.subarray(-2)])).fault?.part).toBe('no scan')
})

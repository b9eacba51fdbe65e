import sharp from 'sharp'
import { judgePicture } from '../../../lib/media/judge-picture'
import { photoLike } from '../../../local/demo/photo'
import { fixture } from '../../kit/media'

const rules = async (picture: Uint8Array) => (await judgePicture(picture)).findings.map(({ rule }) => rule)
const picture = () => fixture('picture.jpg')
const behind = (payload: string) => Buffer.concat([picture(), Buffer.from(payload, 'latin1')])

/** The picture with one more metadata segment. */
function withSegment(marker: number, text: string): Buffer {
  const body = Buffer.from(text, 'latin1')
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([picture().subarray(0, 2), head, body, picture().subarray(2)])
}

it('finds nothing wrong with a whole picture, and reads its size', async () => {
  const { preview, ...judged } = await judgePicture(picture())
  expect(judged).toEqual({ findings: [], facts: { width: 320, height: 240, gps: false } })
  expect(await sharp(preview).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 240 })
})

it('refuses a cut picture and one without EOI', async () => {
  expect(await rules(picture().subarray(0, 5000))).toEqual(['media.truncated'])
  expect(await rules(picture().subarray(0, -2))).toEqual(['media.truncated'])
})

it('refuses what is whole in structure and damaged inside, by decoding it', async () => {
  const damaged = picture()
  // Zeros are valid entropy-coded bytes, but not for this picture.
  damaged.fill(0, 3000, 7000)
  const { findings } = await judgePicture(damaged)
  expect(findings.map(({ rule }) => rule)).toEqual(['picture.undecodable'])
  expect(findings[0]?.message.en).toMatch(/damaged inside/)
})

it('asks for the number of pixels before any decoder sees the picture', async () => {
  const bomb = picture()
  const frame = bomb.indexOf(Buffer.from([0xff, 0xc0]))
  bomb.writeUInt16BE(65_500, frame + 5)
  bomb.writeUInt16BE(65_500, frame + 7)
  const before = process.memoryUsage().rss
  const { findings, facts } = await judgePicture(bomb)
  expect(findings).toMatchObject([{ rule: 'picture.pixels', limit: 50_000_000, seen: '65500×65500' }])
  expect(facts).toMatchObject({ width: 65_500, height: 65_500 })
  expect(process.memoryUsage().rss - before).toBeLessThan(30_000_000)
})

it.each([
  ['html or script', '<HTML><body>'],
  ['html or script', 'GIF89a <script>alert(1)</script>'],
  ['html or script', '\n<?php system($_GET[0]);'],
  ['html or script', '<svg onload=x>'],
  ['html or script', 'JavaScript:alert(1)'],
  ['zip', 'PK\x03\x04'],
  ['zip', 'some bytes, then PK\x05\x06\0\0'],
  ['pdf', '%PDF-1.4'],
  ['rar', 'Rar!\x1a\x07'],
  ['7z', '7z\xbc\xaf\x27\x1c'],
  ['program (exe)', 'MZ\x90\0'],
  ['program (elf)', '\x7fELF\x02'],
])('refuses %s behind the picture: %j', async (what, payload) => {
  const { findings } = await judgePicture(behind(payload))
  expect(findings[0]).toMatchObject({
    rule: 'picture.payload',
    severity: 'refuse',
    seen: `${what}, after the picture`,
  })
})

it.each([
  [0xfe, 'html or script', 'a comment with <script src=//x>'],
  [0xe5, 'html or script', '<?PHP eval();'],
  [0xed, 'zip', 'PK\x05\x06'],
  [0xfe, 'pdf', '%PDF-1.7'],
])('refuses in segment %i: %s', async (marker, what, text) => {
  const { findings } = await judgePicture(withSegment(marker, text))
  expect(findings).toMatchObject([{ rule: 'picture.payload', seen: `${what}, metadata` }])
})

it.each([
  ['a motion photo', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom'],
  ['a second picture', '\xff\xd8\xff\xe0\0\x10JFIF'],
  ['two letters further on', 'SEFT and later MZ'],
])('takes %s behind the picture, and notes it', async (_, trailing) => {
  const { findings } = await judgePicture(behind(trailing))
  expect(findings).toMatchObject([{ rule: 'picture.trailing', severity: 'warn', seen: trailing.length }])
})

it('takes harmless comments and XMP', async () => {
  expect(await rules(withSegment(0xfe, 'Taken on a rainy day, MZ 24'))).toEqual([])
  expect(
    await rules(withSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')),
  ).toEqual([])
})

it('tells that a picture knows its place, and refuses nothing for it', async () => {
  const { findings, facts } = await judgePicture(
    await photoLike({ width: 120, height: 80, gps: true, orientation: 6 }),
  )
  expect(findings).toMatchObject([{ rule: 'picture.location', severity: 'warn' }])
  expect(findings[0]?.message.zh).toContain('GPS')
  expect(facts).toEqual({ width: 120, height: 80, orientation: 6, gps: true })
})

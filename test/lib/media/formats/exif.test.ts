import exifr from 'exifr'
import sharp from 'sharp'
import { readMetadata } from '../../../../lib/media/formats/exif'
import { walkJpeg } from '../../../../lib/media/formats/jpeg'
import { photoLike } from '../../../../local/demo/photo'

const small = { width: 64, height: 48 }
const read = (jpeg: Uint8Array) => readMetadata(walkJpeg(jpeg).segments)

it('finds a place as an independent reader does', async () => {
  const here = await photoLike({ ...small, gps: true })
  expect(await exifr.gps(here)).toMatchObject({ latitude: expect.closeTo(39.9, 1) as number })
  expect(read(here)).toMatchObject({ gps: true })
  const nowhere = await photoLike(small)
  expect(await exifr.gps(nowhere)).toBeUndefined()
  expect(read(nowhere)).toEqual({ gps: false })
})

it('reads the orientation', async () => {
  for (const orientation of [1, 3, 6, 8]) {
    expect(read(await photoLike({ ...small, orientation }))).toMatchObject({ orientation, gps: false })
  }
})

it('finds a place that is only in XMP', async () => {
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="39,54.5N"/></rdf:RDF></x:xmpmeta>`
  const jpeg = await sharp(await photoLike(small))
    .withXmp(xmp)
    .jpeg()
    .toBuffer()
  expect(read(jpeg)).toEqual({ gps: true })
})

it('reads big-endian files, and takes an empty GPS directory for no place', () => {
  const tiff = (tag: number) => {
    const bytes = Buffer.alloc(60)
    bytes.write('Exif\0\0MM\0*', 0, 'latin1')
    bytes.writeUInt32BE(8, 10)
    bytes.writeUInt16BE(2, 14)
    bytes.writeUInt16BE(0x0112, 16)
    bytes.writeUInt16BE(3, 18)
    bytes.writeUInt16BE(6, 24)
    bytes.writeUInt16BE(0x8825, 28)
    bytes.writeUInt32BE(38, 36)
    bytes.writeUInt16BE(1, 44)
    bytes.writeUInt16BE(tag, 46)
    return [{ marker: 0xe1, body: bytes }]
  }
  expect(readMetadata(tiff(2))).toEqual({ orientation: 6, gps: true })
  expect(readMetadata(tiff(0))).toEqual({ orientation: 6, gps: false })
})

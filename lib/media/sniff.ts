import type { Container } from '../policy/policy'
import { boxAt } from './formats/iso-boxes'
import { readWhole, view } from './formats/probe'
import type { RangeReader } from './range-reader'

/** Bytes of the head that `sniff` looks at. */
export const SNIFF_BYTES = 64

/** What the first bytes say: a container of the policy, or the name of something else, or `unknown`. */
export interface Sniffed {
  container?: Container
  /** for people: `jpeg`, `png`, `zip`, `unknown` */
  name: string
}

const ASF_HEADER = Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex')

/** Atoms a movie may begin with: those older than `ftyp`, and what editors and cameras write before it. */
const MOVIE_STARTS = [
  'moov',
  'mdat',
  'wide',
  'free',
  'skip',
  'pnot',
  'uuid',
  'udta',
  'PICT',
  'pict',
  'prfl',
  'meta',
  'styp',
  'sidx',
  'junk',
]

/** Boxes before `ftyp` that are stepped over; real files have one or two. */
const MAX_BEFORE_BRAND = 16

/** Files people upload by mistake or on purpose, so that a refusal can say what it saw. */
const foreign: [name: string, offset: number, signature: string][] = [
  ['png', 0, '\x89PNG\r\n'],
  ['gif', 0, 'GIF8'],
  ['webp', 8, 'WEBP'],
  ['wav', 8, 'WAVE'],
  ['bmp', 0, 'BM'],
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
  ['jpeg 2000', 4, 'jP  '],
  ['jpeg xl', 0, '\xff\x0a'],
  ['photoshop', 0, '8BPS'],
  ['realaudio', 0, '.ra\xfd'],
  ['matroska', 0, '\x1a\x45\xdf\xa3'],
  ['mpeg', 0, '\0\0\x01\xba'],
  ['mpeg', 0, '\0\0\x01\xb3'],
  ['mp3', 0, 'ID3'],
  ['ogg', 0, 'OggS'],
  ['amr', 0, '#!AMR'],
  ['zip', 0, 'PK\x03\x04'],
  ['rar', 0, 'Rar!'],
  ['7z', 0, '7z\xbc\xaf'],
  ['pdf', 0, '%PDF-'],
  ['program (exe)', 0, 'MZ'],
  ['program (elf)', 0, '\x7fELF'],
  ['script', 0, '#!'],
]

/** Recognises by content only; the name and the declared type are compared elsewhere. Needs 12 bytes or more. */
export function sniff(head: Uint8Array): Sniffed {
  const bytes = view(head)
  const at = (offset: number, text: string) => bytes.toString('latin1', offset, offset + text.length) === text
  const known = (container: Container): Sniffed => ({ container, name: container })

  // `FF D8 FF F7` is JPEG-LS, which no browser shows.
  if (at(0, '\xff\xd8\xff')) return at(3, '\xf7') ? { name: 'jpeg-ls' } : known('jpeg')
  if (at(0, 'RIFF') && at(8, 'AVI ')) return known('avi')
  if (at(0, 'FLV\x01')) return known('flv')
  if (at(0, '.RMF')) return known('rm')
  if (bytes.subarray(0, 16).equals(ASF_HEADER)) return known('asf')
  if (at(4, 'ftyp')) return branded(bytes)
  if (MOVIE_STARTS.some((atom) => at(4, atom))) return known('mov')
  const other = foreign.find(([, offset, signature]) => at(offset, signature))
  if (other) return { name: other[0] }
  const text = bytes.toString('latin1').trimStart().toLowerCase()
  if (/^(<!doctype|<html|<script|<\?php)/.test(text)) return { name: 'html' }
  if (/^<(svg|\?xml)/.test(text)) return { name: 'svg or xml' }
  return { name: 'unknown' }
}

/** Recognises a stored file; of a movie that begins with something else, by the brand that stands behind it. */
export async function sniffFile(reader: RangeReader): Promise<Sniffed> {
  const head = view(await reader.read(0, SNIFF_BYTES))
  const sniffed = sniff(head)
  if (sniffed.container !== 'mov' || head.toString('latin1', 4, 8) === 'ftyp') return sniffed
  for (let at = 0, count = 0; at < reader.size && count < MAX_BEFORE_BRAND; count++) {
    const box = await boxAt(reader, at, reader.size)
    if (typeof box === 'string') return sniffed
    if (box.type === 'ftyp')
      return branded((await readWhole(reader, at, Math.min(SNIFF_BYTES, reader.size - at))) ?? head)
    at = box.end
  }
  return sniffed
}

const MP4_BRAND = /^(iso[m2-9]|mp4[12]|avc1|M4V.|M4A.|MSNV|dash|XAVC|f4v.|mmp4|NDS.|CAEP)/i

/**
 * One signature, many formats: the brand after `ftyp` tells them apart, the first that is known among the brand
 * itself and those it is compatible with.
 */
function branded(head: Buffer): Sniffed {
  const end = Math.min(head.length, head.readUInt32BE(0))
  const brands = [head.toString('latin1', 8, 12)]
  for (let at = 16; at + 4 <= end; at += 4) brands.push(head.toString('latin1', at, at + 4))
  const [major = ''] = brands
  if (/^(hei|hev|mif|msf)/.test(major)) return { name: 'heif' }
  if (/^avi[fs]$/.test(major)) return { name: 'avif' }
  if (major === 'crx ') return { name: 'canon raw' }
  const containers = brands.map((brand) =>
    brand === 'qt  ' ? 'mov' : /^3g[^2]/.test(brand) ? '3gp' : MP4_BRAND.test(brand) ? 'mp4' : undefined,
  )
  const container = containers.find((one) => one !== undefined)
  if (container) return { container, name: container }
  return major.startsWith('3g2') ? { name: '3g2' } : { container: 'mp4', name: 'mp4' }
}

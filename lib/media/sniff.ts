import type { Container } from '../policy/policy'
import { view } from './formats/probe'

/** Bytes of the head that `sniff` looks at. */
export const SNIFF_BYTES = 64

/** What the first bytes say: a container of the policy, or the name of something else, or `unknown`. */
export interface Sniffed {
  container?: Container
  /** for people: `jpeg`, `png`, `zip`, `unknown` */
  name: string
}

const ASF_HEADER = Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex')

/** QuickTime files older than `ftyp` begin with one of these atoms. */
const OLD_MOVIE = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']

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
  if (at(4, 'ftyp')) return branded(bytes.toString('latin1', 8, 12))
  if (OLD_MOVIE.some((atom) => at(4, atom))) return known('mov')
  const other = foreign.find(([, offset, signature]) => at(offset, signature))
  if (other) return { name: other[0] }
  const text = bytes.toString('latin1').trimStart().toLowerCase()
  if (/^(<!doctype|<html|<script|<\?php)/.test(text)) return { name: 'html' }
  if (/^<(svg|\?xml)/.test(text)) return { name: 'svg or xml' }
  return { name: 'unknown' }
}

/** One signature, many formats: the brand after `ftyp` tells them apart. */
function branded(brand: string): Sniffed {
  if (brand === 'qt  ') return { container: 'mov', name: 'mov' }
  if (brand.startsWith('3g2')) return { name: '3g2' }
  if (brand.startsWith('3g')) return { container: '3gp', name: '3gp' }
  if (/^(hei|hev|mif|msf)/.test(brand)) return { name: 'heif' }
  if (/^avi[fs]$/.test(brand)) return { name: 'avif' }
  return { container: 'mp4', name: 'mp4' }
}

import type { JpegStructure } from './formats/jpeg'

/** Something in a picture file that is no picture and could be run or opened. */
export interface Payload {
  /** `html or script`, `zip`, `pdf`, … */
  what: string
  where: 'metadata' | 'after the picture'
}

const markup = /<script|<\?php|<html|<svg|javascript:/i

/**
 * What runs: a script with code or an address, a handler, PHP, a link that is code. A comment may speak of markup; in
 * metadata it is not what a browser takes a file for, so words alone are no payload.
 */
const running = new RegExp(
  [
    String.raw`<script[^>]*\ssrc\s*=`,
    String.raw`<script[^>]*>[^<]*[(=;\x60{][^<]*</script`,
    String.raw`<(svg|html|body|img|iframe|a)\b[^>]*\son[a-z]+\s*=`,
    String.raw`<\?php\s[^?]*[(;$]`,
    String.raw`javascript:\s*[\w.$]+\s*[(=]`,
  ].join('|'),
  'i',
)

const archives: [what: string, signature: string][] = [
  ['zip', 'PK\x03\x04'],
  ['zip', 'PK\x05\x06'],
  ['pdf', '%PDF-'],
  ['rar', 'Rar!'],
  ['7z', '7z\xbc\xaf\x27\x1c'],
  ['program (elf)', '\x7fELF'],
]

/**
 * Looks behind EOI and into APPn and COM segments for what makes one file two (polyglots). Other trailing bytes are
 * legitimate: second pictures of a phone, motion photos, gain maps.
 */
export function findPayload({ trailing, segments }: JpegStructure): Payload | undefined {
  const behind = payloadIn(trailing, { start: true, script: markup })
  if (behind) return { what: behind, where: 'after the picture' }
  for (const { body } of segments) {
    const what = payloadIn(body, { start: false, script: running })
    if (what) return { what, where: 'metadata' }
  }
  return undefined
}

function payloadIn(bytes: Buffer, { start, script }: { start: boolean; script: RegExp }): string | undefined {
  // Two letters are too common to be searched for anywhere but at the start.
  if (start && bytes.toString('latin1', 0, 2) === 'MZ') return 'program (exe)'
  const archive = archives.find(([, signature]) => bytes.includes(signature, 0, 'latin1'))
  if (archive) return archive[0]
  return script.test(bytes.toString('latin1')) ? 'html or script' : undefined
}

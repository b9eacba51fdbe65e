import type { JpegStructure } from './formats/jpeg'

/** Something in a picture file that is no picture and could be run or opened. */
export interface Payload {
  /** `html or script`, `zip`, `pdf`, … */
  what: string
  where: 'metadata' | 'after the picture'
}

const script = /<script|<\?php|<html|<svg|javascript:/i

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
  const behind = payloadIn(trailing, { start: true })
  if (behind) return { what: behind, where: 'after the picture' }
  for (const { body } of segments) {
    const what = payloadIn(body, { start: false })
    if (what) return { what, where: 'metadata' }
  }
  return undefined
}

function payloadIn(bytes: Buffer, { start }: { start: boolean }): string | undefined {
  // Two letters are too common to be searched for anywhere but at the start.
  if (start && bytes.toString('latin1', 0, 2) === 'MZ') return 'program (exe)'
  const archive = archives.find(([, signature]) => bytes.includes(signature, 0, 'latin1'))
  if (archive) return archive[0]
  return script.test(bytes.toString('latin1')) ? 'html or script' : undefined
}

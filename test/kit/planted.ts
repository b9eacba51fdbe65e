import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** A word nobody writes: letters and digits alone, which no address, JSON or markup spells in another way, and short, for parsers repeat ten signs. */
export const canary = 'Kanari7Qz'

const base64 = (word: Buffer): string[] =>
  [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before, 'x'), word])
      .toString('base64')
      .replaceAll('=', '')
    // The first signs are shared with what stands before, the last with what comes after.
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + word.length) * 8) / 6))
  })

/** A value in every form it is found in. */
export function formsOf(value: string): Record<string, Buffer> {
  const word = Buffer.from(value)
  const hex = word.toString('hex')
  const [zero, one, two] = base64(word).map((form) => Buffer.from(form))
  return {
    plain: word,
    ...{ 'base64, first': zero!, 'base64, second': one!, 'base64, third': two! },
    ...{ hex: Buffer.from(hex), 'hex in capitals': Buffer.from(hex.toUpperCase()) },
    'in an address': Buffer.from(hex.replace(/../g, (pair) => `%${pair}`)),
    backwards: Buffer.from([...word].reverse()),
    'in two bytes': Buffer.from(value, 'utf16le'),
  }
}

/** What follows is not packed: it is left out. */
const toTheEnd = { finishFlush: constants.Z_SYNC_FLUSH }
const begins = (bytes: Buffer, sign: string) => bytes.subarray(0, sign.length).toString('latin1') === sign

/** The bytes of a file, and those that are packed in it: gzip, zip (also of Excel and Word), the streams of a PDF. */
export function opened(bytes: Buffer): Buffer[] {
  if (begins(bytes, '\u001f\u008b')) return [bytes, ...opened(gunzipSync(bytes))]
  if (begins(bytes, 'PK\u0003\u0004')) return [bytes, ...filesOfZip(bytes).flatMap(opened)]
  return begins(bytes, '%PDF-') ? [bytes, ...streamsOf(bytes)] : [bytes]
}

function filesOfZip(zip: Buffer): Buffer[] {
  const files: Buffer[] = []
  for (let at = 0; (at = zip.indexOf('PK\u0003\u0004', at, 'latin1')) >= 0; at += 4) {
    const data = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
    if (zip.readUInt16LE(at + 8) === 8) files.push(inflateRawSync(zip.subarray(data), toTheEnd))
  }
  return files
}

function streamsOf(pdf: Buffer): Buffer[] {
  const text = pdf.toString('latin1')
  return [...text.matchAll(/\/FlateDecode[^]*?stream\r?\n/g)].map(({ 0: head, index }) =>
    inflateSync(pdf.subarray(index + head.length), toTheEnd),
  )
}

/** Something that was said, written or kept, and where. */
export interface Heard {
  where: string
  bytes: Buffer
  /** headers of an answer */
  head?: Buffer
}

/** Every file below a folder. */
export const filesIn = (dir: string): Heard[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ where: relative(dir, file), bytes: readFileSync(file) }))

/** Where something stands, and in what form: `where: form`. */
export function foundIn(heard: Heard[], forms: [string, Buffer][]): string[] {
  return heard.flatMap(({ where, bytes, head }) => {
    const all = [...opened(bytes), ...(head ? [head] : [])]
    const found = forms.filter(([, form]) => all.some((part) => part.includes(form)))
    return [...new Set(found.map(([name]) => `${where}: ${name}`))]
  })
}

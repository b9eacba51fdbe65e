import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { inflateRawSync } from 'node:zlib'

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50

/** Writes the files of a function's package (stored or deflated entries, no Zip64) below `to`. */
export function unzip(file: string, to: string): void {
  const zip = readFileSync(file)
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || zip.readUInt32LE(end) !== endOfDirectory) throw new Error(`${file} is no zip file`)
  const entries = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  for (let count = 0; count < entries; count++) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new Error(`${file}: its directory is damaged`)
    const method = zip.readUInt16LE(at + 10)
    const packedBytes = zip.readUInt32LE(at + 20)
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes!)
    const local = zip.readUInt32LE(at + 42)
    at += 46 + nameBytes! + extraBytes! + commentBytes!
    if (name.endsWith('/')) continue
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const packed = zip.subarray(begin, begin + packedBytes)
    if (method !== 0 && method !== 8) throw new Error(`${file}: ${name} is packed in a way not known here`)
    if (normalize(name).startsWith('..')) throw new Error(`${file}: ${name} leaves the package`)
    const target = join(to, name)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, method === 0 ? packed : inflateRawSync(packed))
  }
}

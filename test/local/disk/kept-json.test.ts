import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DamagedData } from '../../../local/disk/damage'
import { readKept, readKeptOr, writeKept } from '../../../local/disk/kept-json'
import { removeTemporaryDirs, temporaryDir } from '../kit'

afterAll(removeTemporaryDirs)
const value = { url: 'http://127.0.0.1:4000', words: '签发\t"引号"', number: 7 }

it('gives back what was written, reads a file of before, and `otherwise` where there is none', () => {
  const file = join(temporaryDir(), 'kept.json')
  expect(readKeptOr(file, {})).toEqual({})
  writeKept(file, value)
  expect(readKept(file)).toEqual(value)
  writeFileSync(file, JSON.stringify(value))
  expect(readKept(file)).toEqual(value)
  writeFileSync(file, '86400000')
  expect(readKept(file)).toBe(86_400_000)
})

it('names a file in which any one byte is another, or that was cut anywhere', () => {
  const file = join(temporaryDir(), 'kept.json')
  writeKept(file, value)
  const whole = readFileSync(file)
  for (let at = 0; at < whole.length; at++) {
    const hurt = Buffer.from(whole)
    hurt[at]! ^= 1 << (at % 8)
    writeFileSync(file, hurt)
    // The number 7 may not become 5, nor a letter another one.
    expect(() => readKept(file)).toThrow(DamagedData)
  }
  // The last byte is the end of the line, which says nothing; the checksum before it does.
  for (let length = 0; length < whole.length - 10; length++) {
    writeFileSync(file, whole)
    truncateSync(file, length)
    expect(() => readKept(file)).toThrow(DamagedData)
  }
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bufferReader, cachedReader, fileReader, ReadBudgetExceeded } from '../../../lib/media/range-reader'
import { chance } from '../../kit/media'

const numbered = (length: number) =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) % 256))

describe('cachedReader', () => {
  it('gives the same bytes as its source, whatever is asked in whatever order', async () => {
    const bytes = numbered(10_000)
    const reader = cachedReader(bufferReader(bytes), { blockBytes: 128 })
    const next = chance(5)
    for (let round = 0; round < 400; round++) {
      const start = Math.floor(next() * 10_200)
      const length = Math.floor(next() * 900)
      expect(Buffer.from(await reader.read(start, length))).toEqual(bytes.subarray(start, start + length))
    }
    expect(reader.bytesRead()).toBe(10_000)
  })

  it('fetches a block once, and reads ahead only when read on', async () => {
    const source = bufferReader(numbered(100_000))
    const reader = cachedReader(source)
    await reader.read(50_000, 8)
    expect(source.bytesRead()).toBe(1024)
    await reader.read(50_010, 8)
    expect(source.bytesRead()).toBe(1024)
    await reader.read(51_000, 300)
    expect(source.bytesRead()).toBe(9 * 1024)
  })

  it('may spend its budget to the last byte and never one more', async () => {
    const source = bufferReader(numbered(8192))
    const reader = cachedReader(source, { budgetBytes: 4096 })
    for (const block of [0, 2, 4, 6]) await reader.read(block * 1024, 1)
    expect(source.bytesRead()).toBe(4096)
    await expect(reader.read(7 * 1024, 1)).rejects.toThrow(ReadBudgetExceeded)
    await expect(reader.read(1024, 1)).rejects.toThrow(ReadBudgetExceeded)
    expect(source.bytesRead()).toBe(4096)
    expect((await reader.read(0, 1024)).length).toBe(1024)
  })

  it('reads ahead less rather than over its budget', async () => {
    const source = bufferReader(numbered(8192))
    const reader = cachedReader(source, { budgetBytes: 3072 })
    for (let block = 0; block < 3; block++) await reader.read(block * 1024, 1)
    expect(source.bytesRead()).toBe(3072)
  })

  it('refuses a read larger than its budget before fetching anything', async () => {
    const source = bufferReader(numbered(8192))
    await expect(cachedReader(source, { budgetBytes: 4096 }).read(0, 8192)).rejects.toThrow(
      ReadBudgetExceeded,
    )
    expect(source.bytesRead()).toBe(0)
  })

  it('calls a source that gives less than it has an error, not an end', async () => {
    const short = { size: 100, read: () => Promise.resolve(new Uint8Array(10)) }
    await expect(cachedReader(short).read(0, 100)).rejects.toThrow('asked for 100 bytes at 0, got 10')
  })

  it('asks nothing of an empty object', async () => {
    const empty = { size: 0, read: () => Promise.reject(new Error('must not be asked')) }
    expect((await cachedReader(empty).read(0, 64)).length).toBe(0)
  })
})

describe('fileReader', () => {
  it('reads ranges, stops at the end, and counts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'qianfa-reader-'))
    try {
      await writeFile(join(folder, 'file'), numbered(1000))
      const reader = await fileReader(join(folder, 'file'))
      expect(reader.size).toBe(1000)
      expect(Buffer.from(await reader.read(990, 50))).toEqual(numbered(1000).subarray(990))
      expect((await reader.read(1000, 1)).length).toBe(0)
      expect(reader.bytesRead()).toBe(10)
      await reader.close()
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

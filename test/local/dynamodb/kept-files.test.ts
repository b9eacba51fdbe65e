import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32c, masked } from '../../../local/disk/crc32c'
import { DamagedData } from '../../../local/disk/damage'
import { startInner } from '../../../local/dynamodb/inner'
import { brokenRecord } from '../../../local/dynamodb/kept-files'
import { eventually, removeTemporaryDirs, temporaryDir } from '../kit'
import { keyOf, properties } from './given-table'

const { TimeToLiveSpecification: _, ...table } = properties
afterAll(removeTemporaryDirs)

const put = async (inner: Awaited<ReturnType<typeof startInner>>, from: number) => {
  for (let number = from; number < from + 40; number++)
    await inner.call('PutItem', {
      TableName: 'Main',
      Item: { ...keyOf(`ROW#${number}`), v: { S: '签'.repeat(200) } },
    })
}

/** Tables that were closed once, so that rows lie in a table of LevelDB and in a log. */
async function filled(): Promise<string> {
  const dir = join(temporaryDir(), 'tables')
  for (const from of [0, 40]) {
    const inner = await startInner(dir)
    if (from === 0) {
      await inner.call('CreateTable', table)
      await eventually(async () => {
        const { Table } = (await inner.call('DescribeTable', { TableName: 'Main' })) as {
          Table: { TableStatus: string }
        }
        return Table.TableStatus === 'ACTIVE' ? true : undefined
      })
    }
    await put(inner, from)
    await inner.close()
  }
  return dir
}

const kinds = (dir: string) =>
  readdirSync(dir).filter((name) => /\.(ldb|log)$|^MANIFEST/.test(name) && statSync(join(dir, name)).size > 0)
const damagesOf = async (dir: string) => {
  try {
    await (await startInner(dir)).close()
    return []
  } catch (error) {
    if (error instanceof DamagedData) return error.damages.map(({ file }) => file)
    throw error
  }
}

it('knows the sum of LevelDB: that of "123456789", as everybody writes it down', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  expect(masked(0)).toBe(0xa282ead8)
})

it('names every file of the tables in which one byte was flipped, wherever it stands', async () => {
  const dir = await filled()
  const names = kinds(dir)
  expect(names.map((name) => name.replace(/\d+/, '')).sort()).toEqual(['.ldb', '.log', 'MANIFEST-'])
  for (const name of names) {
    const file = join(dir, name)
    const whole = readFileSync(file)
    const wrong: number[] = []
    for (let part = 0; part < 8; part++) {
      const at = Math.floor((whole.length * (part + 0.5)) / 8)
      const hurt = Buffer.from(whole)
      hurt[at] = (hurt[at] ?? 0) ^ 0x10
      writeFileSync(file, hurt)
      if (!(await damagesOf(dir)).includes(file)) wrong.push(at)
    }
    writeFileSync(file, whole)
    expect({ name, wrong }).toEqual({ name, wrong: [] })
  }
  expect(await damagesOf(dir)).toEqual([])
})

it('names a log that was cut, between two records too, and lets a record that was never acknowledged go', async () => {
  const dir = await filled()
  const log = join(dir, readdirSync(dir).find((name) => name.endsWith('.log')) ?? '')
  const whole = readFileSync(log)
  const first = 7 + whole.readUInt16LE(4)
  for (const cut of [whole.length - 1, first, 0]) {
    truncateSync(log, cut)
    expect(await damagesOf(dir)).toEqual([log])
    writeFileSync(log, whole)
  }
  appendFileSync(log, Buffer.from([1, 2, 3, 4, 200, 0, 1, 9, 9]))
  expect(brokenRecord(readFileSync(log))).toBe(whole.length)
  expect(await damagesOf(dir)).toEqual([])
})

it('judges by the files alone where its own list was lost or cannot be read', async () => {
  const dir = await filled()
  writeFileSync(`${dir}.kept.jsonl`, 'not a list\n')
  expect(await damagesOf(dir)).toEqual([])
})

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { append, emptyChain, type LedgerEvent } from '../../../lib/ledger/event'
import { canonicalJson } from '../../../lib/platform/ids'
import { actsInFile } from '../../../lib/policy/acts'
import { changeOf } from '../../../lib/security/act'
import { exportActs } from '../../../lib/security/export'
import { actsLedger } from '../../../lib/security/ledger'
import { memoryTable } from '../../kit/memory-table'
import { root } from '../../house/imports'

const clock = { now: () => new Date('2026-11-24T02:00:00Z') }
const table = memoryTable()
const acts = actsLedger(table, clock)
const file = exportActs({ acts })

let dir: string
let text: string
beforeAll(async () => {
  for (const name of ['王磊', '李娜', '周衡', '许雯', '陈瑜'])
    await acts.note({
      ...{ type: 'PersonSaved', by: { id: 'song-an', name: '宋安' }, about: { id: name, name } },
      ...changeOf({ email: 'old@co.example' }, { email: 'new@co.example' }),
    })
  text = (await file({ part: 1 })).text
})
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-acts-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

interface Found {
  path: string
  events: number
  files: number
  head: string
  breaks: { event?: number; byte?: number; zh: string; en: string }[]
}

/** `qianfa-verify` as an inspector runs it. */
function run(path: string, ...args: string[]): { status: number | null; found: Found[] } {
  const script = join(root, 'bin/qianfa-verify.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, path, '--json', ...args], {
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  })
  if (stderr) throw new Error(stderr)
  return { status, found: (JSON.parse(stdout) as { bundles: Found[] }).bundles }
}

function verify(content: string | Buffer, ...args: string[]) {
  const path = join(dir, 'acts-000001.jsonl')
  writeFileSync(path, content)
  const { status, found } = run(path, ...args)
  return { status, ...found[0]! }
}
const linesIn = (whole: string) => whole.trimEnd().split('\n')
const joined = (lines: string[]) => lines.map((line) => `${line}\n`).join('')

describe('the record of acts as a file', () => {
  it('is whole as it was exported, with the hash that the head’s letter names', async () => {
    const { items } = await acts.page()
    expect(verify(text, '--head', items[0]!.hash!)).toMatchObject({
      ...{ status: 0, events: 5, files: 1, head: items[0]!.hash, breaks: [] },
    })
    // The letter of some weeks ago: the record has grown since.
    expect(verify(text, '--head', items[3]!.hash!)).toMatchObject({ status: 0, breaks: [] })
    const said = spawnSync(process.execPath, [join(root, 'bin/qianfa-verify.mjs'), dir], { encoding: 'utf8' })
    expect(said.stdout).toContain('✓ 完好 intact')
    expect(said.stdout).toContain('操作记录 record of acts')
  })

  it('names the act of a flipped bit, whichever byte it is in', () => {
    const bytes = Buffer.from(text)
    expect(bytes.length).toBeGreaterThan(1_500)
    for (const [at] of bytes.entries()) {
      const flipped = Buffer.from(bytes)
      flipped[at] = flipped[at]! ^ (1 << (at % 8))
      mkdirSync(join(dir, String(at)))
      writeFileSync(join(dir, String(at), 'acts-000001.jsonl'), flipped)
    }
    const { status, found } = run(dir)
    expect([status, found.length]).toEqual([1, bytes.length])
    const lineOf = (at: number) => bytes.subarray(0, at).filter((byte) => byte === 10).length + 1
    const wrong = found.filter(
      ({ path, breaks }) => breaks[0]?.event !== lineOf(Number(path.split('/').at(-1))),
    )
    expect(wrong).toEqual([])
  })

  it.each<[string, (lines: string[]) => string[], number]>([
    ['one taken out', (lines) => lines.filter((_, at) => at !== 2), 3],
    ['the first taken out', (lines) => lines.slice(1), 1],
    ['two changed over', ([a, b, c, d, e]) => [a!, c!, b!, d!, e!], 2],
    ['one twice', ([a, b, ...rest]) => [a!, b!, b!, ...rest], 3],
    ['one of another record in its place', ([a, ...rest]) => [a!.replace('song-an', 'gao-fei'), ...rest], 1],
  ])('says where it is broken with %s', (_what, change, event) => {
    expect(verify(joined(change(linesIn(text))))).toMatchObject({ status: 1, breaks: [{ event }] })
  })

  it('cut off in an act is broken there; after an act, or made anew, the letter’s hash is not in it', async () => {
    expect(verify(text.slice(0, -40))).toMatchObject({ status: 1, breaks: [{ event: 5 }] })
    expect(verify(text.slice(0, -1))).toMatchObject({ status: 1, breaks: [{ event: 5 }] })
    const head = (await acts.page()).items[0]!.hash!
    const shorter = joined(linesIn(text).slice(0, 4))
    expect(verify(shorter)).toMatchObject({ status: 0, events: 4 })
    expect(verify(shorter, '--head', head)).toMatchObject({ status: 1, breaks: [{ event: 4 }] })
    let chain = emptyChain
    const anew = linesIn(text).map((line) => {
      const { by, type, facts, at } = JSON.parse(line) as LedgerEvent
      const next = append(chain, { by: by.replace('song-an', 'gao-fei'), type, facts }, new Date(at))
      chain = next.chain
      return canonicalJson(next.event)
    })
    expect(verify(joined(anew))).toMatchObject({ status: 0 })
    expect(verify(joined(anew), '--head', head)).toMatchObject({ status: 1 })
    expect(verify('')).toMatchObject({ status: 1 })
  })

  it('comes in parts that are one chain, in whatever order they lie there; one that is missing is', async () => {
    const long = memoryTable()
    const many = actsLedger(long, clock)
    for (let at = 0; at <= actsInFile; at++)
      await many.note({ type: 'SessionsEnded', by: { id: 'x', name: 'x' }, about: { id: 'x', name: 'x' } })
    const parts = await Promise.all([2, 1].map((part) => exportActs({ acts: many })({ part })))
    expect(parts.map(({ name }) => name)).toEqual(['acts-002001.jsonl', 'acts-000001.jsonl'])
    for (const { name, text: part } of parts) writeFileSync(join(dir, name), part)
    expect(run(dir)).toMatchObject({ status: 0, found: [{ events: actsInFile + 1, files: 2 }] })
    rmSync(join(dir, 'acts-000001.jsonl'))
    expect(run(dir)).toMatchObject({ status: 1, found: [{ breaks: [{ event: 1 }] }] })
    await expect(exportActs({ acts: many })({ part: 3 })).rejects.toMatchObject({ code: 'NotFound' })
  })
})

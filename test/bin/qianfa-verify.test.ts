import fc from 'fast-check'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { manifestOf, manifestText, type Manifest } from '../../lib/archive/bundle'
import { append, emptyChain, type LedgerEvent } from '../../lib/ledger/event'
import { canonicalJson, sha256 } from '../../lib/platform/ids'
import { tarEnd, tarHeader, tarPadding } from '../../lib/archive/tar'
import { bundleOf, known, unpack } from '../kit/bundle'

const script = join(__dirname, '..', '..', 'bin', 'qianfa-verify.mjs')

interface Broken {
  file: string
  event?: number
  byte?: number
  zh: string
  en: string
}
interface Report {
  ok: boolean
  bundles: { breaks: Broken[]; files: number; events: number }[]
}

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-verify-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** The script as an inspector runs it. */
function run(path: string, ...args: string[]): { status: number | null; report: Report } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, path, '--json', ...args], {
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  })
  if (stderr) throw new Error(stderr)
  return { status, report: JSON.parse(stdout) as Report }
}

function verify(files: Map<string, Buffer>, ...args: string[]) {
  unpack(files, dir)
  return run(dir, ...args)
}

const tarOf = (files: Map<string, Buffer>) =>
  Buffer.concat([
    ...[...files].flatMap(([path, bytes]) => [
      tarHeader({ path, bytes: bytes.length, at: 1_763_000_000 }),
      bytes,
      tarPadding(bytes.length),
    ]),
    tarEnd(),
  ])

const breaksOf = ({ report }: { report: Report }) => report.bundles.flatMap((one) => one.breaks)
const filesNamed = (result: { report: Report }) => [...new Set(breaksOf(result).map(({ file }) => file))]

/** Rewrites one file and, as a forger would, every sum of the manifest with it. */
function forged(
  files: Map<string, Buffer>,
  change: (files: Map<string, Buffer>) => void,
): Map<string, Buffer> {
  const after = new Map(files)
  change(after)
  const manifest = JSON.parse(after.get('manifest.json')!.toString()) as Manifest
  const lines = after.get('ledger.jsonl')!.toString().trim().split('\n')
  const last = JSON.parse(lines.at(-1)!) as LedgerEvent
  const { head } = known().known
  const entries = manifest.files.map((entry) => {
    const bytes = after.get(entry.path)!
    return { ...entry, bytes: bytes.length, sha256: sha256(bytes) }
  })
  const anew = manifestOf(
    { ...known().known, head: { ...head, chain: { seq: lines.length, hash: last.hash } } },
    entries,
    manifest.sealedAt,
  )
  return after.set('manifest.json', Buffer.from(manifestText(anew)))
}

/** The same events in a chain that holds again. */
function rechained(events: LedgerEvent[]): Buffer {
  let chain = emptyChain
  const lines = events.map(({ by, type, facts, at }) => {
    const next = append(chain, { by, type, facts }, new Date(at))
    chain = next.chain
    return `${canonicalJson(next.event)}\n`
  })
  return Buffer.from(lines.join(''))
}

const eventsOf = (files: Map<string, Buffer>) =>
  files
    .get('ledger.jsonl')!
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LedgerEvent)
const linesOf = (events: LedgerEvent[]) =>
  Buffer.from(events.map((one) => `${canonicalJson(one)}\n`).join(''))

describe('qianfa-verify', () => {
  it('says that a whole bundle is intact, as folder and as tar, with the hashes of the sheet', () => {
    const { manifest, files } = bundleOf()
    const folder = verify(files, '--head', manifest.ledger.head, '--seal', manifest.seal)
    expect(folder).toMatchObject({ status: 0, report: { ok: true, bundles: [{ breaks: [], events: 5 }] } })
    const tar = join(dir, 'bundle.tar')
    writeFileSync(tar, tarOf(files))
    expect(run(tar)).toMatchObject({ status: 0, report: { ok: true } })
    // An independent reader finds the same files in the tar.
    const listed = execFileSync('tar', ['-tf', tar], { encoding: 'utf8' }).trim().split('\n')
    expect(listed).toEqual([...files.keys()])
  })

  it('runs as npx qianfa-verify from the clone and speaks Chinese and English', () => {
    unpack(bundleOf().files, dir)
    const said = spawnSync('npx', ['--no-install', 'qianfa-verify', dir], { encoding: 'utf8' })
    expect(said.stdout).toContain('✓ 完好 intact')
    expect(said.status).toBe(0)
    const none = spawnSync(process.execPath, [script], { encoding: 'utf8' })
    expect(none.status).toBe(2)
    expect(none.stderr).toContain('用法 usage')
    const mistyped = spawnSync(process.execPath, [script, join(dir, 'no.tar')], { encoding: 'utf8' })
    expect(mistyped.status).toBe(2)
    expect(mistyped.stderr).toMatch(/没有这个文件或文件夹：.*no\.tar \/ no such file or folder: .*no\.tar/)
    expect(mistyped.stderr).not.toContain('用法')
  }, 90_000)

  it('names a changed event of the edition, although the manifest was made anew', () => {
    const path = 'editions/2026-11-23.jsonl'
    const changed = forged(bundleOf().files, (files) =>
      files.set(path, Buffer.from(files.get(path)!.toString().replace('wx-tester', 'wx-nobody'))),
    )
    expect(breaksOf(verify(changed))).toMatchObject([{ file: path, event: 3 }])
  })

  it('names the file of any one flipped bit, and no other, in a folder', () => {
    const { files } = bundleOf()
    const paths = [...files.keys()]
    fc.assert(
      fc.property(
        fc.nat(paths.length - 1),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.nat(7),
        (which, where, bit) => {
          const path = paths[which]!
          const bytes = Buffer.from(files.get(path)!)
          const at = Math.floor(where * bytes.length)
          bytes[at] = bytes[at]! ^ (1 << bit)
          const result = verify(new Map(files).set(path, bytes))
          expect(result.status).toBe(1)
          if (path === 'manifest.json') expect(filesNamed(result)).toContain(path)
          else expect(filesNamed(result)).toEqual([path])
        },
      ),
      { numRuns: 60 },
    )
  }, 300_000)

  it('notices any one flipped bit anywhere in a tar', () => {
    const tar = tarOf(bundleOf().files)
    const path = join(dir, 'bundle.tar')
    fc.assert(
      fc.property(fc.nat(tar.length - 1), fc.nat(7), (at, bit) => {
        const bytes = Buffer.from(tar)
        bytes[at] = bytes[at]! ^ (1 << bit)
        writeFileSync(path, bytes)
        const result = run(path)
        expect(result.status).toBe(1)
        expect(breaksOf(result)[0]?.file).toBeTruthy()
      }),
      { numRuns: 60 },
    )
  }, 300_000)

  it('notices each bit of the sum of a header, those behind its digits too', () => {
    const tar = tarOf(bundleOf().files)
    const path = join(dir, 'header.tar')
    const unnoticed: string[] = []
    for (const at of [148, 149, 154, 155])
      for (let bit = 0; bit < 8; bit++) {
        const bytes = Buffer.from(tar)
        bytes[at] = bytes[at]! ^ (1 << bit)
        writeFileSync(path, bytes)
        if (run(path).status === 0) unnoticed.push(`byte ${at}, bit ${bit}`)
      }
    expect(unnoticed).toEqual([])
  }, 120_000)

  it('names the changed event and the byte where it begins', () => {
    const { files } = bundleOf()
    const ledger = Buffer.from(files.get('ledger.jsonl')!)
    const begins = ledger.indexOf('\n', ledger.indexOf('\n') + 1) + 1
    const at = ledger.indexOf('TierApproved')
    ledger[at] = ledger[at]! ^ 1
    expect(breaksOf(verify(new Map(files).set('ledger.jsonl', ledger)))[0]).toMatchObject({
      file: 'ledger.jsonl',
      event: 3,
      byte: begins,
    })
  })

  it.each([
    ['removed', (events: LedgerEvent[]) => events.filter(({ seq }) => seq !== 3), 3],
    ['removed at the end', (events: LedgerEvent[]) => events.slice(0, -1), 5],
    ['reordered', ([a, b, c, ...rest]: LedgerEvent[]) => [a!, c!, b!, ...rest], 2],
    ['added', ([a, ...rest]: LedgerEvent[]) => [a!, { ...a!, seq: 2 }, ...rest], 2],
    [
      'added at the end',
      (events: LedgerEvent[]) => [
        ...events,
        append(
          { seq: 5, hash: events.at(-1)!.hash },
          { by: 'system', type: 'SubmissionWithdrawn', facts: {} },
          new Date(0),
        ).event,
      ],
      6,
    ],
  ] as const)('names an event that was %s', (_, change, event) => {
    const { files } = bundleOf()
    const result = verify(new Map(files).set('ledger.jsonl', linesOf(change(eventsOf(files)))))
    expect(breaksOf(result)[0]).toMatchObject({ file: 'ledger.jsonl', event })
  })

  it('names missing and extra files, and a file in the place of another', () => {
    const { files } = bundleOf()
    const [one, two] = [...files.keys()].filter((path) => path.startsWith('originals/'))
    const lacking = new Map(files)
    lacking.delete('mails.json')
    expect(filesNamed(verify(lacking))).toEqual(['mails.json'])
    rmSync(dir, { recursive: true })
    expect(filesNamed(verify(new Map(files).set('originals/more.jpg', Buffer.from('x'))))).toEqual([
      'originals/more.jpg',
    ])
    rmSync(dir, { recursive: true })
    unpack(files, dir)
    renameSync(join(dir, one!), join(dir, 'aside'))
    renameSync(join(dir, two!), join(dir, one!))
    renameSync(join(dir, 'aside'), join(dir, two!))
    expect(filesNamed(run(dir)).sort()).toEqual([one, two].sort())
  })

  it('finds swapped media although every sum of the manifest was made anew: the approved hashes name them', () => {
    const { files } = bundleOf()
    const originals = [...files.keys()].filter((path) => path.startsWith('originals/'))
    for (const path of originals) {
      const other = forged(files, (inside) => inside.set(path, Buffer.from('another picture')))
      expect(filesNamed(verify(other))).toEqual([path])
    }
  })

  it('finds changed text although manifest and content hash were made anew: the event that saw it is named', () => {
    const { files } = bundleOf()
    const result = verify(
      forged(files, (inside) => {
        const version = JSON.parse(inside.get('versions/0001.json')!.toString()) as Record<string, unknown>
        const content = { ...(version['content'] as object), title: '别的标题' }
        inside.set('versions/0001.json', Buffer.from(`${JSON.stringify({ ...version, content }, null, 2)}\n`))
      }),
    )
    expect(breaksOf(result)).toContainEqual(expect.objectContaining({ file: 'versions/0001.json', event: 3 }))
  })

  it('finds an invented decision and one left out, although the manifest was made anew', () => {
    const { files } = bundleOf()
    const invented = forged(files, (inside) => {
      const text = inside.get('decisions.json')!.toString().replace('"by": "wang-lei"', '"by": "zhou-heng"')
      inside.set('decisions.json', Buffer.from(text))
    })
    expect(breaksOf(verify(invented))).toEqual([
      expect.objectContaining({ file: 'decisions.json' }),
      expect.objectContaining({ file: 'decisions.json', event: 3 }),
    ])
  })

  it('finds a bundle forged as a whole by the hashes that sheet and register print', () => {
    const { manifest, files } = bundleOf()
    const whole = forged(files, (inside) => {
      const events = eventsOf(inside).map((one) => (one.seq === 1 ? { ...one, by: 'li-na' } : one))
      inside.set('ledger.jsonl', rechained(events))
    })
    expect(verify(whole)).toMatchObject({ status: 0 })
    expect(filesNamed(run(dir, '--head', manifest.ledger.head))).toEqual(['ledger.jsonl'])
    expect(filesNamed(run(dir, '--seal', manifest.seal))).toEqual(['manifest.json'])
  })

  it('verifies a folder of many bundles and names the broken one', () => {
    for (let n = 1; n <= 3; n++) unpack(bundleOf(known(n)).files, join(dir, 'marketing', '2026', String(n)))
    writeFileSync(join(dir, 'marketing', '2026', '2', 'mails.json'), '[]\n')
    const result = run(dir)
    expect(result.report.bundles).toHaveLength(3)
    expect(result.report.bundles.filter(({ breaks }) => breaks.length > 0)).toHaveLength(1)
  })

  it('names a bundle of many whose manifest was taken away, also with its ledger', () => {
    for (let n = 1; n <= 3; n++) unpack(bundleOf(known(n)).files, join(dir, 'marketing', '2026', String(n)))
    const folder = join(dir, 'marketing', '2026', '2')
    for (const gone of ['manifest.json', 'ledger.jsonl']) {
      rmSync(join(folder, gone))
      const { status, report } = run(dir)
      expect(status).toBe(1)
      expect(report.bundles.filter(({ breaks }) => breaks.length > 0)).toMatchObject([
        { path: folder, breaks: [{ file: 'manifest.json' }] },
      ])
    }
  })
})

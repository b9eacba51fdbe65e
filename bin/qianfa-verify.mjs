#!/usr/bin/env node
// qianfa-verify：离线核验签发归档包。只用 Node 自带模块，不联网，不改动任何文件。
// Proves archive bundles offline. Node's own modules only; no network, nothing is changed.
//
//   npx qianfa-verify <folder | bundle.tar | acts-000001.jsonl> [--head <hash>] [--seal <hash>] [--json]
//
// --head / --seal：审批单、台账上印的账本末条哈希、封存哈希；给出后，连清单一起重做的伪造也能发现。
//                  the hashes printed on sheet and register: with them a forged but consistent bundle is found too.
// 退出码 exit code：0 完好 intact · 1 有破坏 broken · 2 用法错误 usage
import { createHash, hash as digestOf } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** 规范 JSON：键排序、无空白，与系统计算哈希时一致。Canonical JSON, as the system hashes it. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`
}
const sha256 = (data) => digestOf('sha256', data)

// ---- 读取 reading: a folder and a .tar look alike afterwards: path → { bytes, chunks(), at } ----

/** 分块读文件的一段，大视频不进内存。A stretch of a file in pieces: a large video never lies in memory. */
function* stretch(file, from, bytes) {
  const handle = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(Math.min(1 << 20, Math.max(bytes, 1)))
    for (let done = 0; done < bytes;) {
      const got = readSync(handle, buffer, 0, Math.min(buffer.length, bytes - done), from + done)
      if (got === 0) return
      yield buffer.subarray(0, got)
      done += got
    }
  } finally {
    closeSync(handle)
  }
}
const whole = (file) => file.small?.() ?? Buffer.concat([...file.chunks()].map((piece) => Buffer.from(piece)))

/** 小文件打开一次、只读一次，留在内存里。A small file is opened once, read once and kept. */
function fileAt(path) {
  let known
  const look = () => {
    const handle = openSync(path, 'r')
    try {
      const bytes = fstatSync(handle).size
      if (bytes > 1 << 20) return { bytes }
      const kept = Buffer.allocUnsafe(bytes)
      let done = 0
      for (let got = 1; done < bytes && got > 0; done += got) got = readSync(handle, kept, done, bytes - done)
      return { bytes, kept: kept.subarray(0, done) }
    } finally {
      closeSync(handle)
    }
  }
  const here = () => (known ??= look())
  return {
    at: 0,
    get bytes() {
      return here().bytes
    },
    /** 大文件没有。None of a large one. */
    small: () => here().kept,
    chunks: () => (here().kept ? [here().kept] : stretch(path, 0, here().bytes)),
  }
}

const listed = (folder) => readdirSync(folder, { withFileTypes: true })

function folderFiles(root, inside = listed(root), found = new Map(), prefix = '') {
  for (const one of inside) {
    const name = `${prefix}${one.name}`
    if (one.isDirectory()) folderFiles(root, listed(join(root, name)), found, `${name}/`)
    else if (one.isFile()) found.set(name, fileAt(join(root, name)))
    else found.set(name, { bytes: -1, at: 0, chunks: () => [] })
  }
  return found
}

/** POSIX ustar。每个头有校验和；填充和结尾必须全为零。Headers carry a sum; padding and end must be zeros. */
function tarFiles(tar, breaks) {
  const found = new Map()
  const size = statSync(tar).size
  const read = (from, bytes) =>
    Buffer.concat([...stretch(tar, from, bytes)].map((piece) => Buffer.from(piece)))
  const text = (header, from, to) => header.toString('utf8', from, to).replace(/\0.*$/s, '')
  const bad = (at, what) => breaks.push({ file: '(tar)', byte: at, ...what })
  let at = 0
  while (at + 512 <= size) {
    const header = read(at, 512)
    if (header.every((byte) => byte === 0)) break
    const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0)
    // As it is written, sign by sign: bits behind the number would go unnoticed.
    if (header.toString('latin1', 148, 156) !== `${sum.toString(8).padStart(6, '0')}\0 `) {
      bad(at, said('包头被改动', 'a header of the tar was changed'))
      return found
    }
    const prefix = text(header, 345, 500)
    const path = `${prefix && `${prefix}/`}${text(header, 0, 100)}`
    const bytes = parseInt(text(header, 124, 136), 8)
    const from = at + 512
    if (found.has(path)) bad(at, said(`${path} 出现两次`, `${path} is there twice`))
    found.set(path, { bytes, at: from, chunks: () => stretch(tar, from, Math.min(bytes, size - from)) })
    const end = from + Math.ceil(bytes / 512) * 512
    if (end > size) bad(size, said(`${path} 被截断`, `${path} is cut off`))
    else if (read(from + bytes, end - from - bytes).some(Boolean))
      bad(from + bytes, said(`${path} 之后的填充被改动`, `the padding after ${path} was changed`))
    at = end
  }
  for (let from = at; from < size; from += 1 << 20)
    if (read(from, Math.min(1 << 20, size - from)).some(Boolean)) {
      bad(from, said('结尾之后还有内容', 'there is something after the end'))
      break
    }
  return found
}

// ---- 核验 verifying: every finding names the file, and the event and byte where there is one ----

const said = (zh, en) => ({ zh, en })

function parse(text) {
  try {
    const value = JSON.parse(text)
    return value !== null && typeof value === 'object' ? value : undefined
  } catch {
    return undefined
  }
}

function json(files, path, breaks) {
  const value = files.has(path) ? parse(whole(files.get(path)).toString('utf8')) : undefined
  if (files.has(path) && !value) breaks.push({ file: path, ...said('不是有效的 JSON', 'is not valid JSON') })
  return value
}

/** 一段哈希链，逐条重算；断了就说断在第几条，并不再返回。A stretch of a chain, event by event; undefined once it is broken. */
function readChain(path, file, breaks, { seq: before, previous } = { seq: 0, previous: '' }) {
  const events = []
  let byte = 0
  const broken = (event, zh, en) => void breaks.push({ file: path, event, byte, ...said(zh, en) })
  const lines = whole(file).toString('utf8').split('\n')
  const rest = lines.pop()
  if (rest !== '') lines.push(rest)
  for (const [index, line] of lines.entries()) {
    const seq = before + index + 1
    const event = parse(line)
    if (!event) return broken(seq, `第 ${seq} 条不是有效的 JSON`, `event ${seq} is not valid JSON`)
    const { hash } = event
    const other = `应是第 ${seq} 条，却是第 ${event.seq} 条：缺失、重排或多出`
    if (event.seq !== seq)
      return broken(seq, other, `${event.seq} stands where ${seq} belongs: removed, reordered or added`)
    if (event.previous !== previous)
      return broken(seq, `第 ${seq} 条不接在前一条之后`, `event ${seq} does not follow the one before`)
    // 去掉自己的哈希，就是当时被哈希的原文：多一个空格也不行。Without its own hash the line is the very text that was
    // hashed, to the blank: the same words in another order or writing have another hash.
    if (hash !== sha256(line.replace(`"hash":"${hash}",`, '')))
      return broken(seq, `第 ${seq} 条内容被改动`, `event ${seq} was changed`)
    previous = hash
    events.push(event)
    byte += Buffer.byteLength(line) + 1
  }
  if (rest !== '') return broken(before + events.length, '账本结尾不完整', 'the ledger is cut off')
  return { events, previous, byte }
}

/**
 * 账本与封存时相比。期次的账本没有单独封存的末条，由清单的哈希保护。
 * A ledger against what was sealed; undefined once it is broken. That of an edition has no sealed head, only the manifest's hash.
 */
function checkLedger(files, path, sealed, breaks) {
  const chain = files.has(path) && readChain(path, files.get(path), breaks)
  if (!chain) return undefined
  const { events, previous, byte } = chain
  const broken = (event, zh, en) => void breaks.push({ file: path, event, byte, ...said(zh, en) })
  if (!sealed) return events
  const first = Math.min(events.length, sealed.events) + 1
  const counts = [
    `封存时 ${sealed.events} 条，现有 ${events.length} 条`,
    `sealed with ${sealed.events}, has ${events.length}`,
  ]
  if (events.length !== sealed.events)
    return broken(first, `缺失或多出事件：${counts[0]}`, `removed or added: ${counts[1]}`)
  if (previous !== sealed.head)
    return broken(first - 1, '末条哈希与封存的不同', 'its last hash is not the sealed one')
  return events
}

/**
 * 操作记录：一个或依次几个 acts-*.jsonl，合为一条链。给出的哈希（每周信件里的）须在链上；链此后可以更长。
 * The record of acts, its files one after the other. A hash that is given (a weekly letter's) has to be in the chain, which
 * may have grown since.
 */
export function verifyActs(parts, given = {}) {
  const breaks = []
  const hashes = []
  for (const [path, file] of parts) {
    const chain = readChain(path, file, breaks, { seq: hashes.length, previous: hashes.at(-1) ?? '' })
    if (!chain) break
    hashes.push(...chain.events.map(({ hash }) => hash))
  }
  const [last = '(acts)'] = parts.at(-1) ?? []
  if (breaks.length === 0 && hashes.length === 0)
    breaks.push({ file: last, ...said('没有一条记录', 'holds no act') })
  if (breaks.length === 0 && given.head && !hashes.includes(given.head))
    breaks.push({
      file: last,
      event: hashes.length,
      ...said(
        '给定的哈希不在链上：结尾被截去，或整条链是重做的',
        'the hash given is not in the chain: its end was cut off, or all of it was made anew',
      ),
    })
  const title = '操作记录 record of acts'
  return { title, events: hashes.length, files: parts.length, head: hashes.at(-1) ?? '', breaks }
}

/** 稿件的每一项都在哈希之内，只有这两项除外（附件以其指纹计入）。Every field is hashed but these; files are by their pins. */
export const unhashed = ['eventDate', 'mediaIds']

/** 稿件哈希：审批人看到的就是它。The content hash: what every decision saw (invariant 1). */
export function contentHash({ content, pins = [], policyVersion, removes, renditionHash }) {
  const covered = Object.fromEntries(Object.entries(content).filter(([field]) => !unhashed.includes(field)))
  const media = pins.map(({ id, checksum, versionId, preview, copy }) => ({
    ...{ id, checksum, versionId, preview, copy },
  }))
  const channels = [...content.channels].sort()
  return sha256(canonical({ ...covered, channels, media, policyVersion, removes, renditionHash }))
}

/** 每一版的内容、每一项决定，都与账本里的事件一一对应。Versions and decisions against what the ledger says. */
function checkDecisions(files, events, breaks) {
  const versions = new Map()
  for (const path of [...files.keys()].filter((name) => name.startsWith('versions/')).sort()) {
    const version = json(files, path, breaks)
    if (!version?.content) continue
    const hash = contentHash(version)
    versions.set(version.version, { hash, path, pins: version.pins ?? [] })
    const rendition = files.get(path.replace('versions/', 'renditions/'))
    if (version.renditionHash && (!rendition || sumsOf(rendition).sha256 !== version.renditionHash))
      breaks.push({
        file: path,
        ...said('定稿的版面缺失或与送审时不符', 'what readers got is missing or not what was submitted'),
      })
    if (hash !== version.contentHash)
      breaks.push({ file: path, ...said('内容与送审时的哈希不符', 'the content is not what its hash says') })
  }
  const recorded = new Map()
  for (const { seq, by, type, facts } of events ?? []) {
    const version = versions.get(facts.version)
    if (facts.contentHash && version && facts.contentHash !== version.hash)
      breaks.push({
        file: version.path,
        event: seq,
        ...said(
          `不是第 ${seq} 条事件（${type}）所见的内容`,
          `is not the content that event ${seq} (${type}) saw`,
        ),
      })
    if (Object.values(kindOf).includes(type)) recorded.set(decisionKey(by, type, facts), seq)
  }
  for (const { version, tier, decision } of (events && json(files, 'decisions.json', breaks)) || []) {
    const type = kindOf[decision?.kind]
    if (!type || recorded.delete(decisionKey(decision.by, type, { ...decision, tier, version }))) continue
    const which = `${decision.name}, ${tier}, v${version}`
    breaks.push({
      file: 'decisions.json',
      ...said(`账本里没有这项决定：${which}`, `not in the ledger: ${which}`),
    })
  }
  for (const event of recorded.values())
    breaks.push({
      file: 'decisions.json',
      event,
      ...said('缺少这条事件的决定', 'the decision of this event is missing'),
    })
  return [...versions.values()].flatMap(({ pins }) => pins)
}
const kindOf = { approved: 'TierApproved', rejected: 'TierRejected' }
const decisionKey = (by, type, { tier, version, contentHash: hash, reason, standsInFor, answers }) =>
  canonical([by, type, tier, version, hash, reason ?? '', standsInFor ?? '', answers ?? []])

/** 整个文件的 SHA-256；S3 分段摘要只在需要时算。SHA-256 of a file, and S3's digest of parts where a video needs it. */
function sumsOf(file, partBytes) {
  const small = partBytes ? undefined : file.small?.()
  if (small) return { sha256: sha256(small) }
  const all = createHash('sha256')
  const parts = []
  let part = createHash('md5')
  let inPart = 0
  for (let piece of file.chunks()) {
    all.update(piece)
    while (partBytes && piece.length > 0) {
      const take = piece.subarray(0, partBytes - inPart)
      part.update(take)
      inPart += take.length
      piece = piece.subarray(take.length)
      if (inPart === partBytes) [part, inPart] = [(parts.push(part.digest()), createHash('md5')), 0]
    }
  }
  if (inPart > 0) parts.push(part.digest())
  const etag =
    partBytes && `etag:${createHash('md5').update(Buffer.concat(parts)).digest('hex')}-${parts.length}`
  return { sha256: all.digest('hex'), etag }
}

export function verifyBundle(files, given = {}, breaks = []) {
  const broken = (file, zh, en) => void breaks.push({ file, ...said(zh, en) })
  const manifest = json(files, 'manifest.json', breaks)
  if (!manifest?.files || !manifest.ledger || manifest.format !== 'qianfa-archive-1') {
    broken('manifest.json', '没有清单或格式不认识', 'no manifest, or its format is unknown')
    return { breaks }
  }
  const { seal, ...body } = manifest
  const text = whole(files.get('manifest.json')).toString('utf8')
  if (seal !== sha256(canonical(body)) || text !== `${JSON.stringify(manifest, null, 2)}\n`)
    broken('manifest.json', '清单被改动', 'the manifest was changed')
  const events = checkLedger(files, 'ledger.jsonl', manifest.ledger, breaks)
  for (const { kind, path } of manifest.files)
    if (kind === 'edition') checkLedger(files, path, undefined, breaks)
  if (given.head && given.head !== manifest.ledger.head)
    broken('ledger.jsonl', '末条哈希不是给定的那个', 'its last hash is not the one given')
  if (given.seal && given.seal !== seal)
    broken('manifest.json', '封存哈希不是给定的那个', 'its seal is not the one given')
  const originals = new Map()
  const expected = new Set(['manifest.json', ...manifest.files.map(({ path }) => path)])
  for (const entry of manifest.files) {
    const file = files.get(entry.path)
    const pinned = entry.media && `${entry.media.id} ${entry.media.versionId}`
    if (pinned) originals.set(pinned, { path: entry.path, changed: true })
    if (!file) {
      broken(entry.path, '文件缺失', 'is missing')
      continue
    }
    const sums = sumsOf(file, entry.media?.partBytes)
    if (file.bytes !== entry.bytes)
      broken(
        entry.path,
        `大小应为 ${entry.bytes} 字节，现为 ${file.bytes}`,
        `has ${file.bytes} bytes, not ${entry.bytes}`,
      )
    else if (sums.sha256 !== entry.sha256)
      broken(entry.path, '内容被改动（SHA-256 不符）', 'was changed (SHA-256)')
    else if (pinned) originals.set(pinned, { path: entry.path, ...sums })
  }
  for (const path of files.keys())
    if (!expected.has(path)) broken(path, '清单里没有这个文件', 'is not in the manifest')
  for (const pin of checkDecisions(files, events, breaks)) {
    const original = originals.get(`${pin.id} ${pin.versionId}`)
    if (!original)
      broken(`originals/${pin.id}`, `缺少送审的文件 ${pin.fileName}`, `lacks the submitted ${pin.fileName}`)
    else if (!original.changed && ![`sha256:${original.sha256}`, original.etag].includes(pin.checksum))
      broken(original.path, '不是送审时的那个文件，被替换', 'is not the file that was submitted: swapped')
  }
  const { submissionId: submission, title } = manifest
  const sizes = { events: manifest.ledger.events, files: manifest.files.length }
  return { submission, title, ...sizes, head: manifest.ledger.head, seal, breaks }
}

const ofBundle = new Set(
  'ledger.jsonl submission.json people.json decisions.json mails.json versions policy originals editions'.split(
    ' ',
  ),
)

/** 一个包，或装着许多包的文件夹。One bundle, or a folder of many. */
export function verify(path, options = {}) {
  if (path.endsWith('.jsonl')) return [{ path, ...verifyActs([[path, fileAt(path)]], options) }]
  if (statSync(path).isFile()) {
    const breaks = []
    return [{ path, ...verifyBundle(tarFiles(path, breaks), options, breaks) }]
  }
  const found = listed(path)
  // 有账本而没有清单的文件夹是被破坏的包。A folder with a bundle's files and no manifest is a broken bundle.
  if (found.some(({ name }) => name === 'manifest.json' || ofBundle.has(name)))
    return [{ path, ...verifyBundle(folderFiles(path, found), options) }]
  const acts = found.map(({ name }) => name).filter((name) => /^acts-\d+\.jsonl$/.test(name))
  if (acts.length > 0)
    return [
      {
        path,
        ...verifyActs(
          acts.sort().map((name) => [name, fileAt(join(path, name))]),
          options,
        ),
      },
    ]
  const inside = found.filter((one) => one.isDirectory() || one.name.endsWith('.tar'))
  return inside.flatMap((one) => verify(join(path, one.name), options))
}

function main(args) {
  const option = (name) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined)
  const [head, seal] = [option('--head'), option('--seal')]
  const asJson = args.includes('--json')
  const [path] = args.filter((arg) => !arg.startsWith('--'))
  if (path && !existsSync(path)) {
    console.error(`没有这个文件或文件夹：${path} / no such file or folder: ${path}`)
    return 2
  }
  if (!path) {
    console.error(
      '用法 usage: npx qianfa-verify <文件夹、.tar 或 acts-*.jsonl  folder, .tar or acts-*.jsonl> [--head 哈希] [--seal 哈希] [--json]',
    )
    return 2
  }
  const bundles = verify(path, { head, seal })
  const broken = bundles.filter(({ breaks }) => breaks.length > 0)
  const ok = bundles.length > 0 && broken.length === 0
  if (asJson) console.log(JSON.stringify({ ok, bundles }, null, 2))
  else if (bundles.length === 0) console.log('这里没有归档包 / there is no bundle here')
  else {
    for (const one of bundles.length > 20 ? broken : bundles) {
      console.log(
        `${one.breaks.length ? '✗ 有破坏 broken' : '✓ 完好 intact'}  ${one.path}  ${one.title ?? ''}`,
      )
      if (!one.breaks.length)
        console.log(
          `  ${one.files} 个文件 files · ${one.events} 条事件 events\n  账本末条 head ${one.head}${one.seal ? `\n  封存 seal     ${one.seal}` : ''}`,
        )
      for (const { file, event, byte, zh, en } of one.breaks)
        console.log(
          `  ${file}${event ? `  事件 event ${event}` : ''}${byte !== undefined ? `  字节 byte ${byte}` : ''}：${zh} / ${en}`,
        )
    }
    console.log(`${bundles.length} 个包 bundles，${broken.length} 个有破坏 broken`)
  }
  return ok ? 0 : 1
}

const started = process.argv[1] && pathToFileURL(realpathSync(process.argv[1])).href
if (import.meta.url === started) process.exitCode = main(process.argv.slice(2))

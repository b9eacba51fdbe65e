import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  documentsOf,
  manifestOf,
  manifestText,
  originalPath,
  pinsOf,
  type BundleFile,
  type Known,
  type Manifest,
} from '../../lib/archive/bundle'
import { append, emptyChain, type Happened, type LedgerEvent } from '../../lib/ledger/event'
import { sha256 } from '../../lib/platform/ids'
import { contentHashOf } from '../../lib/submission/submission'
import { aPin, aSubmission } from './submission'

/** S3's digest of a file that came up in parts. */
export function partsDigest(bytes: Uint8Array, partBytes: number): string {
  const parts: Buffer[] = []
  for (let from = 0; from < bytes.length; from += partBytes)
    parts.push(
      createHash('md5')
        .update(bytes.subarray(from, from + partBytes))
        .digest(),
    )
  return `etag:${createHash('md5').update(Buffer.concat(parts)).digest('hex')}-${parts.length}`
}

export const aPicture = (seed: number, bytes = 2_000) =>
  Buffer.from(Array.from({ length: bytes }, (_, at) => (at * 31 + seed * 17) % 256))

const videoParts = 700

/** These events one after the other, all at that moment. */
function chained(happened: Happened[], at: string) {
  const ledger: LedgerEvent[] = []
  let chain = emptyChain
  for (const one of happened) {
    const next = append(chain, one, new Date(at))
    ledger.push(next.event)
    chain = next.chain
  }
  return { ledger, chain }
}

/** Composed, started, tested, confirmed and sent by the editor. */
const anEdition = (): LedgerEvent[] =>
  chained(
    [
      { by: 'xu-wen', type: 'EditionComposed', facts: { date: '2026-11-23' } },
      { by: 'xu-wen', type: 'SendStarted', facts: { attempt: 1 } },
      { by: 'system', type: 'TestSent', facts: { attempt: 1, to: ['wx-tester'] } },
      { by: 'xu-wen', type: 'EditionConfirmed', facts: { attempt: 1 } },
      { by: 'system', type: 'EditionSent', facts: { attempt: 1, msgId: '1000001' } },
    ],
    '2026-11-23T03:30:00.000Z',
  ).ledger

/** What is known of a published submission with two pictures and a video, `n` telling one from another. */
export function known(n = 1): { known: Known; media: Map<string, Buffer> } {
  const [one, two, film] = [aPicture(n), aPicture(n + 1), aPicture(n + 2)]
  const pins = [
    aPin({ id: 'picture-one', versionId: 'a', checksum: `sha256:${sha256(one)}`, bytes: one.length }),
    aPin({ id: 'picture-two', versionId: 'b', checksum: `sha256:${sha256(two)}`, bytes: two.length }),
    aPin({
      id: 'film',
      kind: 'video',
      fileName: '投用现场.mp4',
      versionId: 'c',
      checksum: partsDigest(film, videoParts),
      bytes: film.length,
    }),
  ]
  const draft = aSubmission({
    id: `0b8f5f0e-6f0b-5a52-8a3e-${String(n).padStart(12, '0')}`,
    state: 'published',
    pins,
  })
  const contentHash = contentHashOf(draft.content, pins, draft.policyVersion)
  const at = '2026-11-23T02:00:00.000Z'
  const decision = {
    kind: 'approved' as const,
    by: 'wang-lei',
    name: '王磊',
    at,
    answers: ['“第一”是项目批次'],
    contentHash,
  }
  const happened: Happened[] = [
    { by: 'chen-yu', type: 'SubmissionCreated', facts: { n } },
    { by: 'chen-yu', type: 'SubmissionSubmitted', facts: { version: 1, contentHash } },
    {
      by: 'wang-lei',
      type: 'TierApproved',
      facts: { tier: 'unit-head', version: 1, contentHash, answers: decision.answers },
    },
    { by: 'system', type: 'SubmissionApproved', facts: { version: 1, contentHash } },
    { by: 'system', type: 'SubmissionPublished', facts: { channel: 'wechat', version: 1, contentHash } },
  ]
  const { ledger, chain } = chained(happened, at)
  const head = {
    ...draft,
    contentHash,
    chain,
    publications: [{ channel: 'wechat' as const, id: '1000001', url: 'http://mp.weixin.qq.com/s/x', at }],
  }
  const turn = { submissionId: head.id, version: 1, index: 0, tier: 'unit-head' as const, contentHash }
  return {
    known: {
      head,
      company: '江南精工有限公司',
      unitName: '市场部',
      ledger,
      edition: { date: '2026-11-23', events: anEdition() },
      renditions: [],
      versions: [{ ...head, statement: { by: 'chen-yu', name: '陈瑜', at, wording: '2026-11' } }],
      turns: [{ ...turn, openedAt: at, deadline: at, moments: [], passed: 0, revision: 2, decision }],
      letters: [
        {
          messageId: 'ask.1',
          to: 'wang.lei@jiangnan.example',
          subject: '请审批',
          text: '……',
          outcome: 'sent',
          at,
        },
      ],
      readBacks: [{ channel: 'wechat', ref: 'media-1', at, content: { title: head.content.title } }],
      people: [
        { id: 'chen-yu', name: '陈瑜', unitId: 'marketing' },
        { id: 'xu-wen', name: '许雯', unitId: 'enterprise-management' },
      ],
    },
    media: new Map([
      ['picture-one', one],
      ['picture-two', two],
      ['film', film],
    ]),
  }
}

/** Path → bytes of the bundle sealed from these facts. */
export function bundleOf(given = known()): { manifest: Manifest; files: Map<string, Buffer> } {
  const files = new Map<string, Buffer>()
  const entries: BundleFile[] = []
  const add = (path: string, kind: BundleFile['kind'], body: Buffer, media?: BundleFile['media']) => {
    files.set(path, body)
    entries.push({
      path,
      kind,
      bytes: body.length,
      sha256: sha256(body),
      versionId: 'v',
      ...(media && { media }),
    })
  }
  for (const { path, kind, body } of documentsOf(given.known)) add(path, kind, Buffer.from(body))
  for (const pin of pinsOf(given.known.versions))
    add(originalPath(pin), 'original', given.media.get(pin.id) ?? Buffer.alloc(0), {
      id: pin.id,
      versionId: pin.versionId,
      ...(pin.kind === 'video' && { partBytes: videoParts }),
    })
  const manifest = manifestOf(given.known, entries, given.known.head.updatedAt)
  files.set('manifest.json', Buffer.from(manifestText(manifest)))
  return { manifest, files }
}

/** Writes a bundle into a folder, as an inspector unpacks it. */
export function unpack(files: Map<string, Buffer>, folder: string): void {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}

import * as z from 'zod'
import type { Turn } from '../approval/approval'
import type { KeptLetter } from '../channels/mail/letter-store'
import type { LedgerEvent } from '../ledger/event'
import { canonicalJson, sha256 } from '../platform/ids'
import { policyOf } from '../policy/policy'
import type { ReadBack, SubmittedVersion } from '../submission/store'
import type { MediaPin, Submission } from '../submission/submission'

export const format = 'qianfa-archive-1'

const kinds = [
  'submission',
  'people',
  'version',
  'rendition',
  'ledger',
  'edition',
  'decisions',
  'mails',
  'published',
  'policy',
  'original',
  'preview',
  'copy',
] as const

/** One file of a bundle. `versionId` is its locked version in the archive bucket. */
export const BundleFile = z.object({
  path: z.string(),
  kind: z.enum(kinds),
  bytes: z.number().int(),
  sha256: z.string(),
  versionId: z.string(),
  /** of an original: which pin of the submitted versions it is, and how a video was cut when it came up */
  media: z.object({ id: z.string(), versionId: z.string(), partBytes: z.number().optional() }).optional(),
})
export type BundleFile = z.infer<typeof BundleFile>

/** manifest.json: every file with its SHA-256, the head of the ledger, and a seal over all of it. */
export const Manifest = z.object({
  format: z.literal(format),
  submissionId: z.string(),
  /** bundles of before 2026-11-30 do not say it */
  company: z.string().optional(),
  unit: z.object({ id: z.string(), name: z.string() }),
  title: z.string(),
  state: z.string(),
  version: z.number().int(),
  policyVersion: z.string(),
  sealedAt: z.iso.datetime(),
  ledger: z.object({ events: z.number().int(), head: z.string() }),
  files: z.array(BundleFile),
  seal: z.string(),
})
export type Manifest = z.infer<typeof Manifest>

/** All that is known of a submission at the moment it ended. */
export interface Known {
  head: Submission
  company: string | undefined
  unitName: string
  ledger: LedgerEvent[]
  /** of the edition it went out with: who tested, confirmed and sent it (10.3, 11.3) */
  edition: { date: string; events: LedgerEvent[] } | undefined
  versions: SubmittedVersion[]
  /** what readers get of each version that has one, byte for byte as it was hashed */
  renditions: { version: number; text: string }[]
  turns: Turn[]
  letters: KeptLetter[]
  readBacks: ReadBack[]
  people: { id: string; name: string; unitId: string }[]
}

/** A text file of a bundle before it is stored. */
export interface Document {
  path: string
  kind: BundleFile['kind']
  body: string
}

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
const linesOf = (events: LedgerEvent[]) => events.map((event) => `${canonicalJson(event)}\n`).join('')
const padded = (n: number, width: number) => String(n).padStart(width, '0')

/** `<unit>/<yyyy>/<submission>/<events>-<head>/`: one prefix for one submission and length of ledger. */
export const bundlePrefix = ({ unitId, id, updatedAt, chain }: Submission): string =>
  `${unitId}/${updatedAt.slice(0, 4)}/${id}/${padded(chain.seq, 6)}-${chain.hash.slice(0, 16)}/`

/** The text files: what was submitted, decided, mailed and published, under which policy, and the ledger line by line. */
export function documentsOf(known: Known): Document[] {
  const { head, ledger, edition, versions, renditions, turns, letters, readBacks, people } = known
  const policies = [...new Set([head.policyVersion, ...versions.map((one) => one.policyVersion)])]
  return [
    { path: 'submission.json', kind: 'submission', body: pretty(head) },
    { path: 'people.json', kind: 'people', body: pretty(people) },
    { path: 'ledger.jsonl', kind: 'ledger', body: linesOf(ledger) },
    ...(edition?.events.length
      ? [{ path: `editions/${edition.date}.jsonl`, kind: 'edition' as const, body: linesOf(edition.events) }]
      : []),
    { path: 'decisions.json', kind: 'decisions', body: pretty(turns.map(decisionOf)) },
    { path: 'mails.json', kind: 'mails', body: pretty(letters) },
    ...versions.map((one): Document => ({
      path: `versions/${padded(one.version, 4)}.json`,
      kind: 'version',
      body: pretty(one),
    })),
    ...renditions.map(({ version, text }): Document => ({
      path: `renditions/${padded(version, 4)}.json`,
      kind: 'rendition',
      body: text,
    })),
    ...published(head, readBacks),
    ...policies.map((version): Document => ({
      path: `policy/${version}.json`,
      kind: 'policy',
      body: pretty(policyOf(version)),
    })),
  ]
}

const decisionOf = ({ version, index, tier, contentHash, openedAt, deadline, decision }: Turn) => ({
  version,
  index,
  tier,
  contentHash,
  openedAt,
  deadline,
  ...(decision && { decision }),
})

/** Where readers have it, with the text as the platform gave it back. */
const published = ({ publications }: Submission, readBacks: ReadBack[]): Document[] =>
  publications.map((publication) => ({
    path: `published/${publication.channel}.json`,
    kind: 'published',
    body: pretty({
      ...publication,
      readBack: readBacks.find(({ channel }) => channel === publication.channel) ?? null,
    }),
  }))

const extensionOf = (fileName: string) => /\.([a-z0-9]{1,5})$/i.exec(fileName)?.[1]?.toLowerCase() ?? 'bin'

/** The exact bytes of a pin; a file uploaded anew under the same id has a version of its own. */
export const originalPath = (pin: MediaPin): string =>
  `originals/${pin.id}.${sha256(pin.versionId).slice(0, 8)}.${extensionOf(pin.fileName)}`

export const copyPath = (mediaId: string): string => `copies/${mediaId}.jpg`
export const previewPath = (mediaId: string): string => `previews/${mediaId}.jpg`

/** Every pin of every submitted version once. */
export function pinsOf(versions: SubmittedVersion[]): MediaPin[] {
  const all = versions.flatMap((one) => one.pins)
  return all.filter((pin, at) => all.findIndex((other) => originalPath(other) === originalPath(pin)) === at)
}

export function manifestOf(known: Known, files: BundleFile[], sealedAt: string): Manifest {
  const { head, company, unitName } = known
  const body = {
    format: format as typeof format,
    submissionId: head.id,
    ...(company !== undefined && { company }),
    unit: { id: head.unitId, name: unitName },
    title: head.content.title,
    state: head.state,
    version: head.version,
    policyVersion: head.policyVersion,
    sealedAt,
    ledger: { events: head.chain.seq, head: head.chain.hash },
    files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
  return { ...body, seal: sha256(canonicalJson(body)) }
}

export const manifestText = (manifest: Manifest): string => pretty(manifest)

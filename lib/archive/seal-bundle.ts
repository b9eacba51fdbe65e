import type { Approvals } from '../approval/store'
import type { Letters } from '../channels/mail/letter-store'
import { firstBreak, type LedgerEvent } from '../ledger/event'
import { personsIn } from '../policy/history'
import { partBytes } from '../media/begin-upload'
import type { People } from '../people/store'
import { isMissing } from '../platform/bucket'
import type { Locked, Vault } from '../platform/vault'
import type { Media } from '../submission/media'
import type { ArchiveDue, Submissions, SubmittedVersion } from '../submission/store'
import { mediaHome, type Derivative, type MediaPin } from '../submission/submission'
import {
  bundlePrefix,
  copyPath,
  documentsOf,
  manifestOf,
  manifestText,
  originalPath,
  pinsOf,
  previewPath,
  type BundleFile,
  type Known,
} from './bundle'
import { entryOf, type Entry } from './entry'
import { figuresOf } from './figure'
import type { Archive } from './store'

export interface SealNeeds {
  submissions: Submissions
  approvals: Approvals
  people: People
  letters: Pick<Letters, 'ofThread'>
  /** what happened to the edition of a Beijing date, in its order */
  editionLedger: (date: string) => Promise<LedgerEvent[]>
  archive: Archive
  vault: Vault
  mediaBucket: string
}

/**
 * Article 11: one bundle for one end of a submission. Repeatable: a run that died is done again, its files are
 * written once more, and the first manifest that was recorded is the one that counts.
 */
export const sealBundle =
  (needs: SealNeeds) =>
  async (due: ArchiveDue): Promise<Entry> => {
    const { archive } = needs
    const sealed = await archive.bundle(due.head.id, due.seq)
    const entry = sealed ?? (await archive.record(await writeBundle(needs, due)))
    await archive.enlist(entry)
    return entry
  }

async function writeBundle(needs: SealNeeds, due: ArchiveDue): Promise<Entry> {
  const { vault } = needs
  const { head } = due
  const known = await gather(needs, due)
  await needs.archive.keepFigures(figuresOf(known.head, known.turns))
  const prefix = bundlePrefix(head)
  const media = await needs.submissions.media(mediaHome(head))
  const files: BundleFile[] = []
  for (const { path, kind, body } of documentsOf(known)) {
    const type = path.endsWith('.jsonl') ? 'application/jsonl' : 'application/json'
    const written = await vault.write({ key: `${prefix}${path}`, body, contentType: type })
    files.push({ path, kind, bytes: Buffer.byteLength(body), ...written })
  }
  files.push(...(await originals(needs, mediaHome(head), prefix, known.versions, media)))
  files.push(...(await previews(needs, prefix, known.versions, media)))
  files.push(...(await copies(needs, prefix, known.versions)))
  const manifest = manifestOf(known, files, head.updatedAt)
  const { versionId } = await vault.write({
    key: `${prefix}manifest.json`,
    body: manifestText(manifest),
    contentType: 'application/json',
  })
  return entryOf(known, manifest, { prefix, manifestVersionId: versionId })
}

async function gather(
  { submissions, approvals, people, letters, editionLedger }: SealNeeds,
  { head, seq }: ArchiveDue,
): Promise<Known> {
  const ledger = (await submissions.ledger(head.id)).filter((event) => event.seq <= seq)
  const broken = firstBreak(ledger)
  if (broken || ledger.at(-1)?.hash !== head.chain.hash)
    throw new Error(`the ledger of ${head.id} is broken at event ${broken?.seq ?? seq}; it is not sealed`)
  const numbers = Array.from({ length: head.version }, (_, at) => at + 1)
  const turns = (await Promise.all(numbers.map((n) => approvals.turnsOf(head.id, n)))).flat()
  const threads = [`submission.${head.id}`, ...(head.editionDate ? [`edition.${head.editionDate}`] : [])]
  const edition = head.editionDate && {
    date: head.editionDate,
    events: await editionLedger(head.editionDate),
  }
  if (edition && firstBreak(edition.events))
    throw new Error(`the ledger of the edition of ${edition.date} is broken; ${head.id} is not sealed`)
  const ids = [
    head.officerId,
    ...personsIn([...ledger, ...(edition ? edition.events : [])]),
    ...turns.flatMap(({ decision }) => [decision?.by ?? [], decision?.standsInFor ?? []].flat()),
  ]
  const found = await Promise.all([...new Set(ids)].map((id) => people.withId(id)))
  const versions = (await submissions.versions(head.id)).filter(({ version }) => version <= head.version)
  const unit = (await people.units()).find(({ id }) => id === head.unitId)
  return {
    head,
    company: (await people.company())?.name,
    edition: edition || undefined,
    unitName: unit?.name ?? head.unitId,
    ledger,
    versions,
    renditions: (
      await Promise.all(
        versions.map(async (one) => {
          const text = await submissions.renditionText({ ...one, id: head.id })
          return text === undefined ? [] : [{ version: one.version, text }]
        }),
      )
    ).flat(),
    turns,
    letters: (await Promise.all(threads.map((thread) => letters.ofThread(thread)))).flat(),
    readBacks: await submissions.readBacks(head.id),
    people: found.flatMap((person) =>
      person ? [{ id: person.id, name: person.name, unitId: person.unitId }] : [],
    ),
  }
}

/** The file as it was approved; one that the media bucket has let go of, from the bundle that holds it already. */
async function copyOriginal(
  { vault, mediaBucket, archive }: SealNeeds,
  home: string,
  pin: MediaPin,
  { path, key }: { path: string; key: string },
): Promise<Locked> {
  try {
    return await vault.copy({ from: { bucket: mediaBucket, key: pin.key, versionId: pin.versionId }, key })
  } catch (error) {
    if (!isMissing(error)) throw error
    const holding = (await archive.bundles(home)).at(-1)
    if (!holding) throw error
    return vault.copy({ from: { key: `${holding.prefix}${path}` }, key })
  }
}

/** One after the other: a video of 500 MB is copied inside S3, but many at once would only be throttled. */
async function originals(
  needs: SealNeeds,
  home: string,
  prefix: string,
  versions: SubmittedVersion[],
  media: Media[],
): Promise<BundleFile[]> {
  const files: BundleFile[] = []
  for (const pin of pinsOf(versions)) {
    const path = originalPath(pin)
    const copied = await copyOriginal(needs, home, pin, { path, key: `${prefix}${path}` })
    if (pin.checksum.startsWith('sha256:') && pin.checksum !== `sha256:${copied.sha256}`)
      throw new Error(`${path} is not the file that was approved`)
    files.push({
      path,
      kind: 'original',
      bytes: pin.bytes,
      ...copied,
      media: {
        id: pin.id,
        versionId: pin.versionId,
        // Without it nobody could compute S3's digest of a video again (docs/decisions/0004).
        ...(pin.kind === 'video' && {
          partBytes: media.find(({ id }) => id === pin.id)?.partBytes ?? partBytes,
        }),
      },
    })
  }
  return files
}

async function previews(
  needs: SealNeeds,
  prefix: string,
  versions: SubmittedVersion[],
  media: Media[],
): Promise<BundleFile[]> {
  const files: BundleFile[] = []
  for (const { id, preview } of newest(versions)) {
    // Before pins knew their previews only the row did.
    const shown = preview ?? media.find((one) => one.id === id)?.preview
    if (shown)
      files.push(await derived(needs, prefix, { path: previewPath(id), kind: 'preview', from: shown }))
  }
  return files
}

/** What readers got of each picture. */
async function copies(needs: SealNeeds, prefix: string, versions: SubmittedVersion[]): Promise<BundleFile[]> {
  const files: BundleFile[] = []
  for (const { id, copy } of newest(versions))
    if (copy) files.push(await derived(needs, prefix, { path: copyPath(id), kind: 'copy', from: copy }))
  return files
}

/** Each file once, as the newest version has it. */
const newest = (versions: SubmittedVersion[]) => [
  ...new Map(pinsOf(versions).map((pin) => [pin.id, pin])).values(),
]

async function derived(
  { vault, mediaBucket: bucket }: SealNeeds,
  prefix: string,
  { path, kind, from }: { path: string; kind: 'preview' | 'copy'; from: Derivative },
): Promise<BundleFile> {
  const { key, versionId, bytes, checksum } = from
  const copied = await vault.copy({ from: { bucket, key, versionId }, key: `${prefix}${path}` })
  if (checksum !== undefined && checksum !== `sha256:${copied.sha256}`)
    throw new Error(`${path} is not what was made when the file was accepted`)
  return { path, kind, bytes, ...copied }
}

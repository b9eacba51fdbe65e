import type * as z from 'zod'
import { mayRead, type Person } from '../people/person'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { Manifest, type BundleFile } from './bundle'
import type { Entry } from './entry'
import type { Archive } from './store'

interface Needs {
  archive: Archive
  vault: Pick<Bucket, 'read'>
  clock: Clock
}

/** A bundle with the way to its files: each is read in the very version that was sealed. */
export interface OpenBundle {
  entry: Entry
  manifest: Manifest
  read<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>>
  bytes(path: string): Promise<Uint8Array>
}

const missing = () =>
  new Refusal('NotFound', { zh: '没有这份归档', en: 'there is no such bundle in the archive' })

export const keyOf = (entry: Entry, file: Pick<BundleFile, 'path' | 'versionId'>) => ({
  key: `${entry.prefix}${file.path}`,
  versionId: file.versionId,
})

/** The newest bundle of a submission, or the one with `events` events, for those who may read its unit (article 2). */
export const openBundle =
  ({ archive, vault, clock }: Needs) =>
  async (person: Person, submissionId: string, events?: number): Promise<OpenBundle> => {
    const entry =
      events === undefined ? await archive.find(submissionId) : await archive.bundle(submissionId, events)
    if (!entry || !mayRead(person, entry.unitId, beijingDate(clock.now()))) throw missing()
    const parsed = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'))
    const manifestKey = keyOf(entry, { path: 'manifest.json', versionId: entry.manifestVersionId })
    const manifest = Manifest.parse(parsed(await vault.read(manifestKey)))
    const bytes = async (path: string): Promise<Uint8Array> => {
      const file = manifest.files.find((one) => one.path === path)
      if (!file) throw missing()
      return vault.read(keyOf(entry, file))
    }
    return {
      ...{ entry, manifest, bytes },
      read: async (path, schema) => schema.parse(parsed(await bytes(path))),
    }
  }

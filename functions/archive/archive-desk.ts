import * as z from 'zod'
import { FoundEntries, PackedBundle, ShownBundle } from '../../lib/api/archive'
import { keyOf, type OpenBundle } from '../../lib/archive/open-bundle'
import { packBundle } from '../../lib/archive/pack-bundle'
import { AtBundle, AtSubmission, Search } from '../../lib/archive/requests'
import { json } from '../../lib/platform/http'
import { log } from '../../lib/platform/log'
import { writeParts } from '../../lib/platform/part-writer'
import { routes } from '../../lib/platform/routes'
import { openBundle } from '../../lib/archive/open-bundle'
import { searchArchive } from '../../lib/archive/search-archive'
import { archiveBucket, bucket } from '../wire/files'
import { setting, wire } from '../wire/part'
import { archive, clock, signedIn } from '../wire/rows'

const door = signedIn()
const room = wire({ archive, vault: archiveBucket, exports: bucket, clock })
const { vault } = room
const open = openBundle(room)
const search = searchArchive(room)
const pack = packBundle({ ...room, writeTar: writeParts(setting('MEDIA_BUCKET')) })
const linkSeconds = 600

const linked = ({ entry, manifest }: OpenBundle) =>
  Promise.all(
    manifest.files.map(async (file) => ({
      path: file.path,
      kind: file.kind,
      bytes: file.bytes,
      sha256: file.sha256,
      url: await vault.presignRead({
        ...keyOf(entry, file),
        seconds: linkSeconds,
        contentType: 'application/octet-stream',
        fileName: file.path.split('/').at(-1),
      }),
    })),
  )

/** Articles 2 and 11: a unit looks into its own archive, 企管部, leaders and inspectors into all. */
export const handler = routes({
  /** Finds what ended, by unit, category, person and date; the newest end first. */
  'GET /api/archive': door(
    { request: z.object({ query: Search }), roles: [], answer: FoundEntries },
    async ({ person, query }) => json(200, await search(person, query)),
  ),
  /** One sealed bundle: its line, its seal, and links of ten minutes to each file. */
  'GET /api/archive/{submissionId}': door(
    { request: z.object({ path: AtSubmission, query: AtBundle }), roles: [], answer: ShownBundle },
    async ({ person, path, query }) => {
      const bundle = await open(person, path.submissionId, query.events)
      const bundles = (await room.archive.bundles(path.submissionId)).map(
        ({ ledger, seal, result, endedAt }) => ({
          events: ledger.events,
          head: ledger.head,
          seal,
          result,
          endedAt,
        }),
      )
      return json(200, { entry: bundle.entry, bundles, files: await linked(bundle) })
    },
  ),
  /** The whole bundle as one file, where it is not too large for one. */
  'GET /api/archive/{submissionId}/bundle': door(
    { request: z.object({ path: AtSubmission, query: AtBundle }), roles: [], answer: PackedBundle },
    async ({ person, path, query }) => {
      const bundle = await open(person, path.submissionId, query.events)
      log.info('archive bundle taken out', { submissionId: path.submissionId, by: person.id })
      return json(200, { tar: (await pack(bundle)) ?? null, seal: bundle.entry.seal })
    },
  ),
})

import { openPortal } from '../people/open-portal'
import { s3Bucket } from '../platform/bucket'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { openBundle } from './open-bundle'
import { searchArchive } from './search-archive'
import { archiveStore } from './store'

/** What the doors of the archive are built from, wired once per function. */
export function openArchive() {
  const env = configFrom(Env.pick({ ARCHIVE_BUCKET: true }))
  const portal = openPortal()
  const archive = archiveStore(portal.table)
  const vault = s3Bucket(env.ARCHIVE_BUCKET)
  const { clock } = portal
  return {
    ...portal,
    archive,
    vault,
    open: openBundle({ archive, vault, clock }),
    search: searchArchive({ archive, clock }),
  }
}

import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import type { ArchiveDue, Submissions } from '../submission/store'
import type { Entry } from './entry'

interface Needs {
  submissions: Submissions
  clock: Clock
  seal: (due: ArchiveDue) => Promise<Entry>
}

/** What one minute's run takes on; the rest waits for the next. */
const atOnce = 20
const againAfterMs = 15 * 60_000

/** Every minute: seals what is owed to the archive. What cannot be sealed is tried again later and is no secret. */
export const sealDue =
  ({ submissions, clock, seal }: Needs) =>
  async (): Promise<{ sealed: number; failed: number }> => {
    const dues = await submissions.archiveDue(clock.now(), atOnce)
    let failed = 0
    for (const due of dues) {
      try {
        await seal(due)
        await submissions.archived(due)
      } catch (error) {
        failed++
        log.error(`sealing ${due.head.id} failed`, error as Error)
        await submissions.postponeArchive(due, new Date(clock.now().getTime() + againAfterMs))
      }
    }
    measure('ArchiveSealed', dues.length - failed)
    measure('ArchiveFailed', failed)
    return { sealed: dues.length - failed, failed }
  }

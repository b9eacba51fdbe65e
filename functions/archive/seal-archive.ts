import * as z from 'zod'
import { approvalStore } from '../../lib/approval/store'
import { sealBundle } from '../../lib/archive/seal-bundle'
import { sealDue } from '../../lib/archive/seal-due'
import { archiveStore } from '../../lib/archive/store'
import { letterStore } from '../../lib/channels/mail/letter-store'
import { editionStore } from '../../lib/edition/store'
import { peopleStore } from '../../lib/people/store'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { s3Vault } from '../../lib/platform/vault'
import { submissionStore } from '../../lib/submission/store'

const env = configFrom(
  Env.pick({ TABLE: true, MEDIA_BUCKET: true, ARCHIVE_BUCKET: true, WECHAT_ACCOUNT: true }),
)
const table = dynamoTable(env.TABLE)
const submissions = submissionStore(table, systemClock)

/** Article 11, every minute: what ended is sealed in the archive (docs/table.md, ARCHIVE-DUE). */
export const handler = step(
  z.object({ scheduledAt: z.string() }),
  sealDue({
    submissions,
    clock: systemClock,
    seal: sealBundle({
      submissions,
      approvals: approvalStore(table),
      people: peopleStore(table),
      letters: letterStore(table),
      editionLedger: (date) => editionStore(table, systemClock, env.WECHAT_ACCOUNT).ledger(date),
      archive: archiveStore(table),
      vault: s3Vault(env.ARCHIVE_BUCKET),
      mediaBucket: env.MEDIA_BUCKET,
    }),
  }),
)

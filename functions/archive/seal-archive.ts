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
import { vault } from '../wire/files'
import { setting, wire } from '../wire/part'
import { approvals, archive, clock, editions, letters, people, submissions } from '../wire/rows'

const room = wire({ submissions, approvals, people, letters, editions, archive, vault, clock })

/** Article 11, every minute: what ended is sealed in the archive (docs/table.md, ARCHIVE-DUE). */
export const handler = step(
  z.object({ scheduledAt: z.string() }),
  sealDue({
    ...room,
    seal: sealBundle({
      ...room,
      editionLedger: (date) => room.editions.ledger(date),
      mediaBucket: setting('MEDIA_BUCKET'),
    }),
  }),
)

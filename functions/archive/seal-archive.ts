import * as z from 'zod'
import { sealBundle } from '../../lib/archive/seal-bundle'
import { sealDue } from '../../lib/archive/seal-due'
import { step } from '../../lib/platform/step'
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

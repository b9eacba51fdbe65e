import * as z from 'zod'
import { Decision } from '../approval/approval'
import { BundleFile } from '../archive/bundle'
import { Entry } from '../archive/entry'
import { Checked } from '../edition/check'
import { Edition, Item } from '../edition/edition'
import { Claim, Send, Test } from '../edition/rows'
import { LedgerEvent } from '../ledger/event'
import { Grant, Person, Unit } from '../people/person'
import { Bilingual, Finding } from '../policy/finding'
import { Media } from '../submission/media'
import { Content } from '../submission/content'
import { MediaPin, Publication, Submission } from '../submission/submission'

/** Shapes that many doors speak: docs/openapi.json says each once, by this name. */
export const named = z.registry<{ id: string }>()
for (const [id, schema] of Object.entries({
  ...{
    Bilingual,
    BundleFile,
    Checked,
    Claim,
    Content,
    Decision,
    Edition,
    Finding,
    Grant,
    LedgerEvent,
    Media,
  },
  ...{ MediaPin, Person, Publication, Send, Submission, Unit },
  ...{ ArchiveEntry: Entry, EditionItem: Item, TestSend: Test },
}))
  named.add(schema, { id })

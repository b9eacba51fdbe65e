import * as z from 'zod'
import { closeMonth } from '../../lib/archive/close-month'
import { makeRegister } from '../../lib/archive/make-register'
import { archiveStore } from '../../lib/archive/store'
import { peopleStore } from '../../lib/people/store'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { s3Vault } from '../../lib/platform/vault'
import { vault } from '../wire/files'
import { wire } from '../wire/part'
import { archive, people } from '../wire/rows'

/** Half past midnight on the first, Beijing time: the month before is closed (article 11). */
export const handler = step(
  z.object({ scheduledAt: z.string() }),
  closeMonth({
    ...wire({ people, vault }),
    register: makeRegister(wire({ archive })),
  }),
)

import { Company } from '../../lib/people/company'
import { loadCompany } from '../../lib/people/load-company'
import { peopleStore } from '../../lib/people/store'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { actsLedger } from '../../lib/security/ledger'
import { wire } from '../wire/part'
import { acts, clock, people } from '../wire/rows'

const load = loadCompany(wire({ people, clock, acts }))

/** Loads the company file (units, people, roles); loading it again is harmless. */
export const handler = step(Company, (company) => load(company))

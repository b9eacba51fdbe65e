import { Company } from '../../lib/people/company'
import { loadCompany } from '../../lib/people/load-company'
import { peopleStore } from '../../lib/people/store'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { actsLedger } from '../../lib/security/ledger'

const { TABLE } = configFrom(Env.pick({ TABLE: true }))
const table = dynamoTable(TABLE)
const load = loadCompany({
  people: peopleStore(table),
  clock: systemClock,
  acts: actsLedger(table, systemClock),
})

/** Loads the company file (units, people, roles); loading it again is harmless. */
export const handler = step(Company, (company) => load(company))

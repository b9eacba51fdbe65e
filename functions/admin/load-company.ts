import { Company } from '../../lib/people/company'
import { loadCompany } from '../../lib/people/load-company'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { acts, clock, people } from '../wire/rows'

const load = loadCompany(wire({ people, clock, acts }))

/** Loads the company file (units, people, roles); loading it again is harmless. */
export const handler = step(Company, (company) => load(company))

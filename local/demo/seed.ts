import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** What seeding needs of a cloud: calling a function as an admin would. */
interface Invoker {
  invoke(functionName: string, payload: unknown): Promise<unknown>
}

/** Loads the demo company; loading it again is harmless. */
export const seed = (cloud: Invoker): Promise<unknown> =>
  cloud.invoke('loadCompany', parse(readFileSync(join(__dirname, 'company.yml'), 'utf8')) as unknown)

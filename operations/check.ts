/** One thing looked at before or after a deploy; `said` is what a person reads, and never a secret. */
export interface Check {
  name: string
  state: 'passed' | 'noticed' | 'failed'
  said: string
}

export const passed = (name: string, said: string): Check => ({ name, state: 'passed', said })
export const noticed = (name: string, said: string): Check => ({ name, state: 'noticed', said })
export const failed = (name: string, said: string): Check => ({ name, state: 'failed', said })

/** A look that could not be made at all is a failed one: its error is told, and the others go on. */
export async function looked(name: string, look: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await look()
  } catch (error) {
    return [failed(name, error instanceof Error ? `${error.name}: ${error.message}` : String(error))]
  }
}

const signs = { passed: '✔', noticed: '!', failed: '✘' }

/** Prints all checks; true when none failed. */
export function report(checks: Check[], print: (line: string) => void): boolean {
  for (const { name, state, said } of checks) print(`  ${signs[state]} ${name}: ${said}`)
  return checks.every(({ state }) => state !== 'failed')
}

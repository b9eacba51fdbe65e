import { Usage } from './target'

/** Runs a command of an engineer: a usage error ends with 2, anything that went wrong with 1, and never silently. */
export function command(run: (args: string[]) => Promise<void>): void {
  run(process.argv.slice(2)).catch((error: unknown) => {
    console.error(
      error instanceof Usage ? error.message : error instanceof Error ? `✘ ${error.message}` : error,
    )
    process.exitCode = error instanceof Usage ? 2 : 1
  })
}

/** What of an environment is the demo company's, as sentences. */
export function demoValuesIn(environment: Record<string, unknown>): string[]

/** An error a machine can catch by name. */
export class Failure extends Error {
  constructor(
    /** e.g. `States.Timeout` or the name a function threw */
    readonly error: string,
    /** what `Cause` says */
    override readonly cause: string,
  ) {
    super(`${error}: ${cause}`)
    this.name = 'Failure'
  }
}

/** This branch was stopped from outside; nobody waits for its result any more. */
export class Halted extends Error {
  constructor() {
    super('halted')
    this.name = 'Halted'
  }
}

/** Everything but a halt is a failure of the state; a bug of the machinery is `States.Runtime`, which nothing catches. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof Halted) throw error
  return new Failure(
    'States.Runtime',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  )
}

/** Whether a name in `ErrorEquals` stands for an error. `States.ALL` does not stand for what is terminal on AWS. */
export function matches(names: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') return false
  if (names.includes(error)) return true
  if (error === 'States.HeartbeatTimeout' && names.includes('States.Timeout')) return true
  if (error === 'States.DataLimitExceeded') return false
  return names.includes('States.ALL') || (names.includes('States.TaskFailed') && error !== 'States.Timeout')
}

const maxBytes = 262_144

/** Lets pass what a state may hold. @throws Failure States.DataLimitExceeded above 256 KiB */
export function limited<T>(value: T, what: string): T {
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? '')
  if (bytes > maxBytes)
    throw new Failure('States.DataLimitExceeded', `${what} has ${bytes} bytes; the limit is ${maxBytes}`)
  return value
}

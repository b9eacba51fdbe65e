/** What AWS answers when a function failed. */
export interface FunctionError {
  /** name of the thrown error, or AWS's own, e.g. `Sandbox.Timedout`, `Runtime.ExitError` */
  errorType: string
  errorMessage: string
  trace: string[]
}

export type Invocation = { payload: unknown } | { error: FunctionError }

/** A failed invocation as an exception: `name` is the error type, `trace` the function's own stack. */
export class FunctionFailed extends Error {
  readonly trace: string[]
  constructor(readonly error: FunctionError) {
    super(error.errorMessage)
    this.name = error.errorType
    this.trace = error.trace
  }
}

/** What one function did since the start of the cloud. */
export interface FunctionStats {
  invocations: number
  errors: number
  timeouts: number
  /** processes started, i.e. cold starts */
  coldStarts: number
  /** largest resident memory of any of its processes, in bytes */
  peakRssBytes: number
  durationMsTotal: number
  durationMsMax: number
  /** processes alive now */
  processes: number
}

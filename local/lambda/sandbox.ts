import { fork, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import type { FunctionError, Invocation } from './invocation'

export interface Sandbox {
  /** One at a time. Kills the process when it takes longer than `timeoutMs`. */
  invoke(
    event: unknown,
    request: { requestId: string; timeoutMs: number; offsetMs: number },
  ): Promise<Invocation>
  /** Tells a running invocation that the clock was moved. */
  moveClock(offsetMs: number): void
  readonly alive: boolean
  /** largest resident memory so far, in bytes */
  readonly maxRssBytes: number
  kill(): Promise<void>
}

interface Answer {
  ready?: true
  failedToLoad?: FunctionError
  requestId?: string
  result?: unknown
  error?: FunctionError
  maxRssBytes?: number
}

/** AWS gives a function ten seconds to load; a laptop that is busy starting gets more. */
const loadMs = 30_000
const seconds = (ms: number) => (ms / 1000).toFixed(2)
const failure = (errorType: string, errorMessage: string): Invocation => ({
  error: { errorType, errorMessage, trace: [] },
})

/** A process of its own for one function. `onLine` gets each line it prints, with the request it belongs to. */
export function openSandbox(options: {
  arn: string
  memoryMb: number
  environment: Record<string, string>
  offsetMs: number
  onLine: (line: string, requestId: string | undefined) => void
}): Sandbox {
  const child: ChildProcess = fork(join(__dirname, 'bootstrap.cjs'), [], {
    cwd: options.environment['LAMBDA_TASK_ROOT'],
    env: options.environment,
    // Not the loader and flags of the machine's own process.
    execArgv: [`--max-old-space-size=${options.memoryMb}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let alive = true
  let maxRssBytes = 0
  let current: string | undefined
  let onAnswer: ((answer: Answer) => void) | undefined
  let onEnd: ((how: string) => void) | undefined

  const send = (message: object) => {
    // The answer to a failed send is the child's exit, which `ended` reports.
    if (child.connected) child.send(message, () => undefined)
  }
  for (const stream of [child.stdout!, child.stderr!])
    createInterface({ input: stream }).on('line', (line) => options.onLine(line, current))
  const ended = new Promise<void>((resolve) => {
    const end = (how: string) => {
      alive = false
      onEnd?.(how)
      resolve()
    }
    child.once('exit', (code, signal) => end(code === null ? `signal: ${signal}` : `exit status ${code}`))
    child.once('error', (error) => end(error.message))
  })
  child.on('message', (message) => onAnswer?.(message as Answer))

  /** Waits for one answer, the end of the process, or the time limit, whichever comes first. */
  const wait = (timeoutMs: number, late: () => Invocation, requestId: string) =>
    new Promise<Answer | Invocation>((resolve) => {
      const done = (outcome: Answer | Invocation) => {
        clearTimeout(timer)
        onAnswer = onEnd = undefined
        resolve(outcome)
      }
      const timer = setTimeout(() => {
        alive = false
        child.kill('SIGKILL')
        done(late())
      }, timeoutMs)
      onAnswer = done
      onEnd = (how) =>
        done(failure('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited with error: ${how}`))
      if (!alive) onEnd('exit status 1')
    })

  let loaded: Promise<Answer | Invocation> | undefined
  const load = (requestId: string) => {
    loaded ??= (() => {
      const waiting = wait(
        loadMs,
        () =>
          failure(
            'Sandbox.Timedout',
            `RequestId: ${requestId} Error: Task timed out after ${seconds(loadMs)} seconds`,
          ),
        requestId,
      )
      send({ offsetMs: options.offsetMs })
      return waiting
    })()
    return loaded
  }

  return {
    get alive() {
      return alive
    },
    get maxRssBytes() {
      return maxRssBytes
    },
    moveClock: (offsetMs) => send({ offsetMs }),
    async invoke(event, { requestId, timeoutMs, offsetMs }) {
      current = requestId
      const start = await load(requestId)
      if ('failedToLoad' in start && start.failedToLoad) {
        alive = false
        return { error: start.failedToLoad }
      }
      if (!('ready' in start)) return start as Invocation
      const late = () =>
        failure(
          'Sandbox.Timedout',
          `RequestId: ${requestId} Error: Task timed out after ${seconds(timeoutMs)} seconds`,
        )
      const waiting = wait(timeoutMs, late, requestId)
      const deadline = performance.timeOrigin + performance.now() + timeoutMs
      send({ requestId, event, offsetMs, arn: options.arn, deadline })
      const answer = await waiting
      if (!('requestId' in answer)) return answer as Invocation
      maxRssBytes = Math.max(maxRssBytes, answer.maxRssBytes ?? 0)
      return answer.error ? { error: answer.error } : { payload: answer.result ?? null }
    },
    kill() {
      alive = false
      child.kill('SIGKILL')
      return ended
    },
  }
}

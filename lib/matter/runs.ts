import type { Machine } from '../platform/machine'

const dayMs = 86_400_000
/** A run is followed by the next after so many days, and waits no longer than so many: together well below a year. */
export const runDays = 180
export const waitDays = 90

/** `startedAt` of this run; none: a machine of an earlier version, which does not say. */
export const isOldRun = (startedAt: string | undefined, now: Date): boolean =>
  startedAt !== undefined && now.getTime() - Date.parse(startedAt) >= runDays * dayMs

/** So long a run waits in one go, in seconds. */
export const oneWait = (seconds: number): number => Math.min(seconds, waitDays * 86_400)

/** A name of an execution has at most 80 signs, and so many runs of one matter follow each other at most. */
const mostRuns = 1000

/** The first run carries the matter's own name. */
export const runName = (name: string, run: number): string => (run === 1 ? name : `${name}-${run}`)

/**
 * A machine that ended while its matter goes on (a year old, 25,000 events, broken off) is followed by its next run;
 * one that is still running stays alone. `input` is the same for every run: the steps find where the matter stands.
 */
export const resumeRun =
  (machine: Machine) =>
  async (name: string, input: Record<string, unknown>): Promise<'running' | 'started'> => {
    for (let run = 1; run <= mostRuns; run++) {
      const state = await machine.stateOf(runName(name, run))
      if (state === 'running') return 'running'
      if (state === 'ended') continue
      await machine.start(runName(name, run), input)
      return 'started'
    }
    throw new Error(`${name} has had ${mostRuns} runs`)
  }

/** The run after the one of this name (`execution`), also when it is begun twice. */
export const renewRun =
  (machine: Machine) =>
  (name: string, execution: string, input: Record<string, unknown>): Promise<void> =>
    machine.start(
      runName(name, 1 + (execution === name ? 1 : Number(execution.slice(name.length + 1)))),
      input,
    )

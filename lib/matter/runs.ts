import type { Machine } from '../platform/machine'

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

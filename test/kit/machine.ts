import type { Callbacks, Machine } from '../../lib/platform/machine'

/** A machine that keeps the names it was asked to start, repeats too; an execution runs until a test ends it. */
export function fakeMachine() {
  const started: string[] = []
  const ended = new Set<string>()
  const machine: Machine = {
    start: async (name) => void started.push(name),
    stateOf: async (name) => (!started.includes(name) ? 'none' : ended.has(name) ? 'ended' : 'running'),
  }
  return { machine, started, end: (name: string) => void ended.add(name) }
}

/** Keeps the tokens that were answered, each once; a token told to be `gone` answers nothing. */
export function fakeCallbacks() {
  const woken: string[] = []
  const gone = new Set<string>()
  const callbacks: Callbacks = {
    async succeed(taskToken) {
      if (gone.has(taskToken) || woken.includes(taskToken)) return 'gone'
      woken.push(taskToken)
      return 'delivered'
    },
  }
  return { callbacks, woken, gone }
}

import type { MapState, ParallelState } from './asl'
import type { Branch } from './branch'
import { Failure, limited } from './failure'
import { runStates, type Needs, type Visit } from './run-states'

/** An inline Map runs at most this many iterations at a time. */
const inlineConcurrency = 40

/** All branches at once; the first that fails stops the others. */
export async function runParallel(
  needs: Needs,
  branch: Branch,
  state: ParallelState,
  { key, input, bindings, variables }: Visit,
): Promise<unknown[]> {
  const given = state.Arguments === undefined ? input : await needs.evaluate(state.Arguments, bindings)
  const inside = branch.child()
  try {
    return await Promise.all(
      state.Branches.map((level, n) =>
        runStates(needs, inside, { level, prefix: `${key}[${n}]`, input: given, variables }),
      ),
    )
  } finally {
    inside.halt()
  }
}

async function numberOf(
  needs: Needs,
  value: number | string | undefined,
  { bindings }: Visit,
): Promise<number> {
  const number = await needs.evaluate(value ?? 0, bindings)
  if (typeof number === 'number' && number >= 0) return number
  throw new Failure('States.QueryEvaluationError', `MaxConcurrency is ${JSON.stringify(number)}`)
}

/** Every item through the item processor; results in the order of the items. */
export async function runMap(
  needs: Needs,
  branch: Branch,
  state: MapState,
  visit: Visit,
): Promise<unknown[]> {
  const { key, input, bindings, variables } = visit
  const items = state.Items === undefined ? input : await needs.evaluate(state.Items, bindings)
  if (!Array.isArray(items))
    throw new Failure('States.QueryEvaluationError', 'the items of a Map are no array')
  const most = (await numberOf(needs, state.MaxConcurrency, visit)) || inlineConcurrency
  const outputs: unknown[] = Array.from({ length: items.length })
  const inside = branch.child()
  let next = 0

  const iterate = async (index: number) => {
    const map = { Item: { Index: index, Value: items[index] as unknown } }
    const context = { ...(bindings.states['context'] as object), Map: map }
    const seen = { ...bindings, states: { ...bindings.states, context } }
    const given =
      state.ItemSelector === undefined
        ? (items[index] as unknown)
        : await needs.evaluate(state.ItemSelector, seen)
    const frame = { level: state.ItemProcessor, prefix: `${key}[${index}]`, input: given, variables, map }
    outputs[index] = await runStates(needs, inside, frame)
  }
  const worker = async () => {
    while (next < items.length) await iterate(next++)
  }
  try {
    await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
    return limited(outputs, 'the results of a Map')
  } finally {
    inside.halt()
  }
}

import jsonata from 'jsonata'
import { Failure } from './failure'
import { addFunctions } from './functions'

/** What an expression sees: variables as `$name`, and `$states`. */
export type Bindings = Record<string, unknown> & { states: Record<string, unknown> }

/** Replaces every `{% … %}` in a value by what it evaluates to; the rest stays as written. Throws Failure. */
export type Evaluate = (value: unknown, bindings: Bindings) => Promise<unknown>

/** The JSONata in a string, or undefined for plain text. */
export const sourceOf = (text: string): string | undefined => /^\{%([\s\S]*)%\}$/.exec(text)?.[1]?.trim()

/** A function of JSONata is an object here, and would be written out. */
function refuseFunctions(_: string, value: unknown): unknown {
  if (value !== null && typeof value === 'object' && '_jsonata_lambda' in value)
    throw new Error('the expression returned a function')
  return value
}

const wrong = (source: string, why: string) => new Failure('States.QueryEvaluationError', `${source}: ${why}`)

/** @param now milliseconds of the cloud's clock */
export function createEvaluate(now: () => number): Evaluate {
  const compiled = new Map<string, jsonata.Expression>()
  const expressionOf = (source: string) => {
    const known = compiled.get(source)
    if (known) return known
    const expression = jsonata(source)
    addFunctions(expression, now)
    compiled.set(source, expression)
    return expression
  }

  const evaluateText = async (text: string, bindings: Bindings): Promise<unknown> => {
    const source = sourceOf(text)
    if (source === undefined) return text
    let json: string | undefined
    try {
      // No context: on AWS `$` is nothing at the top of an expression, input is `$states.input`.
      json = JSON.stringify(await expressionOf(source).evaluate(undefined, bindings), refuseFunctions)
    } catch (error) {
      throw wrong(source, (error as { message?: string }).message ?? String(error))
    }
    if (json === undefined) throw wrong(source, 'the expression returned nothing')
    return JSON.parse(json) as unknown
  }

  const evaluate: Evaluate = async (value, bindings) => {
    if (typeof value === 'string') return evaluateText(value, bindings)
    if (Array.isArray(value)) return Promise.all(value.map((item) => evaluate(item, bindings)))
    if (value === null || typeof value !== 'object') return value
    const entries = Object.entries(value).map(
      async ([name, item]) => [name, await evaluate(item, bindings)] as const,
    )
    return Object.fromEntries(await Promise.all(entries))
  }
  return evaluate
}

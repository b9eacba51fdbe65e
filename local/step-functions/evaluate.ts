import { createHash, randomUUID } from 'node:crypto'
import jsonata from 'jsonata'

/** An error a machine can catch by name. */
export class AslError extends Error {
  constructor(
    readonly error: string,
    cause: string,
    /** a Fail state: nothing catches it */
    readonly fatal = false,
  ) {
    super(cause)
    this.name = 'AslError'
  }
}

export type Bindings = Record<string, unknown> & { states: Record<string, unknown> }

const expression = /^\{%([\s\S]*)%\}$/

/** The functions Step Functions adds to JSONata. */
function register(compiled: jsonata.Expression): void {
  compiled.registerFunction('uuid', () => randomUUID())
  compiled.registerFunction('parse', (text: string) => JSON.parse(text) as unknown)
  compiled.registerFunction('random', () => Math.random())
  compiled.registerFunction('hash', (text: string, algorithm: string) =>
    createHash(algorithm.replace('-', '').toLowerCase()).update(text).digest('hex'),
  )
  compiled.registerFunction('partition', (items: unknown[], size: number) =>
    Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size)),
  )
  compiled.registerFunction('range', (from: number, to: number, by: number) =>
    Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, n) => from + n * by),
  )
}

async function evaluateText(text: string, bindings: Bindings): Promise<unknown> {
  const source = expression.exec(text)?.[1]
  if (source === undefined) return text
  let result: unknown
  try {
    const compiled = jsonata(source)
    register(compiled)
    result = await compiled.evaluate(bindings.states['input'], bindings)
  } catch (error) {
    throw new AslError('States.QueryEvaluationError', `${source.trim()}: ${(error as Error).message}`)
  }
  if (result === undefined) throw new AslError('States.QueryEvaluationError', `${source.trim()} is undefined`)
  return JSON.parse(JSON.stringify(result)) as unknown
}

/** Every `{% … %}` in a value is replaced by what it evaluates to; the rest stays as written. */
export async function evaluate(value: unknown, bindings: Bindings): Promise<unknown> {
  if (typeof value === 'string') return evaluateText(value, bindings)
  if (Array.isArray(value)) return Promise.all(value.map((item) => evaluate(item, bindings)))
  if (value === null || typeof value !== 'object') return value
  const entries = await Promise.all(
    Object.entries(value).map(async ([name, item]) => [name, await evaluate(item, bindings)] as const),
  )
  return Object.fromEntries(entries)
}

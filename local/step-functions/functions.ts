import { createHash, randomUUID } from 'node:crypto'
import jsonata from 'jsonata'
import { seeded } from '../aws/seeded'

const algorithms: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

function hash(text: string, name: string): string {
  const algorithm = algorithms[name]
  if (algorithm === undefined)
    throw new Error(`$hash knows ${Object.keys(algorithms).join(', ')}, not ${name}`)
  return createHash(algorithm).update(text).digest('hex')
}

function partition(items: unknown[], size: number): unknown[][] {
  if (!(size >= 1)) throw new Error('$partition needs a size of at least 1')
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  )
}

function range(from: number, to: number, by: number): number[] {
  if (!by) throw new Error('$range needs a step other than 0')
  return Array.from({ length: Math.max(0, Math.floor((to - from) / by) + 1) }, (_, n) => from + n * by)
}

const format = jsonata('$fromMillis($ms, $picture, $zone)')

/** Gives an expression the functions Step Functions adds to JSONata, and the cloud's time instead of the machine's. */
export function addFunctions(expression: jsonata.Expression, now: () => number): void {
  expression.registerFunction('uuid', () => randomUUID())
  expression.registerFunction('parse', (text: string) => JSON.parse(text) as unknown)
  expression.registerFunction('random', (seed?: number) =>
    seed === undefined ? Math.random() : seeded(seed)(),
  )
  expression.registerFunction('hash', hash)
  expression.registerFunction('partition', partition)
  expression.registerFunction('range', range)
  expression.registerFunction('millis', () => now())
  expression.registerFunction('now', (picture?: string, zone?: string) =>
    format.evaluate(undefined, { ms: now(), picture, zone }),
  )
}

import type { MovableClock } from './aws/access'

export interface Datum {
  /** milliseconds since 1970, on the cloud's clock */
  at: number
  value: number
}

/** Numbers of the running cloud, as CloudWatch would have them; kept in memory, newest `kept` per metric. */
export interface Metrics {
  put(namespace: string, name: string, dimensions: Record<string, string>, value: number): void
  /** Takes a line a function printed; true when it was an embedded metric. Malformed ones are counted, not lost. */
  line(line: Record<string, unknown>): boolean
  read(namespace: string, name: string, dimensions: Record<string, string>): Datum[]
  /** when counting began, milliseconds since 1970 */
  since: number
}

const kept = 5_000
const keyOf = (namespace: string, name: string, dimensions: Record<string, string>) =>
  [
    namespace,
    name,
    ...Object.entries(dimensions)
      .map(([key, value]) => `${key}=${value}`)
      .sort(),
  ].join('\n')

interface Directive {
  Namespace: string
  Dimensions: string[][]
  Metrics: { Name: string }[]
}

export function createMetrics(clock: MovableClock): Metrics {
  const data = new Map<string, Datum[]>()

  const put: Metrics['put'] = (namespace, name, dimensions, value) => {
    const key = keyOf(namespace, name, dimensions)
    const list = data.get(key) ?? []
    list.push({ at: clock.now(), value })
    if (list.length > kept) list.shift()
    data.set(key, list)
  }

  return {
    put,
    line(line) {
      const directives = (line['_aws'] as { CloudWatchMetrics?: Directive[] } | undefined)?.CloudWatchMetrics
      if (directives === undefined) return false
      for (const { Namespace, Dimensions, Metrics: named } of directives)
        for (const { Name } of named) {
          const values = [line[Name]].flat()
          if (!values.every((value) => typeof value === 'number')) {
            put('AWS/Logs', 'EMFValidationErrors', {}, 1)
            continue
          }
          for (const set of Dimensions.length > 0 ? Dimensions : [[]])
            for (const value of values)
              put(Namespace, Name, Object.fromEntries(set.map((key) => [key, String(line[key])])), value)
        }
      return true
    },
    since: clock.now(),
    read: (namespace, name, dimensions) => data.get(keyOf(namespace, name, dimensions)) ?? [],
  }
}

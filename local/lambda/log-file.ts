import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Metrics } from '../metrics'

export interface LogFile {
  /** One printed line; JSON objects are kept as they are, other text is wrapped. Metrics are taken out on the way. */
  line(line: string, requestId: string | undefined): void
  close(): Promise<void>
}

const objectIn = (line: string): Record<string, unknown> | undefined => {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined // a text that only begins like an object is kept as text
  }
}

/** `<dir>/<key>.log`, JSON lines, as the function's log group would hold them. */
export function openLogFile(dir: string, key: string, metrics: Metrics, now: () => number): LogFile {
  mkdirSync(dir, { recursive: true })
  const file = createWriteStream(join(dir, `${key}.log`), { flags: 'a' })
  return {
    line(line, requestId) {
      const object = objectIn(line)
      if (object) metrics.line(object)
      const entry = object ?? {
        timestamp: new Date(now()).toISOString(),
        level: 'INFO',
        requestId,
        message: line,
      }
      file.write(JSON.stringify(entry) + '\n')
    },
    close: () => new Promise((resolve) => file.end(resolve)),
  }
}

import { givenTwin } from '../test/local/wechat/given-twin'

/**
 * Twins of WeChat in a process of their own, as WeChat is: their work takes no time from the side that is measured.
 * Arguments: how many, and the milliseconds a call takes. Prints their addresses as JSON, and ends with its parent.
 */
async function main([count, latencyMs]: number[]): Promise<void> {
  const twins = await Promise.all(Array.from({ length: count ?? 1 }, () => givenTwin()))
  for (const twin of twins) await twin.change('latency', { ms: latencyMs })
  process.once(
    'disconnect',
    () => void Promise.all(twins.map((twin) => twin.close())).then(() => process.exit(0)),
  )
  process.send?.(twins.map((twin) => twin.url))
}

void main(process.argv.slice(2).map(Number))

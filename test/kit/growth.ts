/** Milliseconds of the processor that a piece of work takes, the least of a few tries: what another program does is no part of it. */
function cpuOf(work: () => unknown): number {
  let least = Infinity
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

/** Below this a difference is noise, whatever grew; a short text is cheaper than it can be measured. */
const noiseMs = 40

/**
 * How many times more a text costs that is eight times as long: about 8 where each sign costs the same, 64 where each is
 * compared with every other. A ratio, so that a slow machine says nothing.
 */
export function growth(pattern: string, scan: (text: string) => unknown, signs = 8_000): number {
  const text = (length: number) => pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length)
  const [short, long] = [text(signs), text(signs * 8)]
  scan(short)
  const longMs = cpuOf(() => scan(long))
  return longMs < noiseMs
    ? 0
    : longMs /
        Math.max(
          cpuOf(() => scan(short)),
          1,
        )
}

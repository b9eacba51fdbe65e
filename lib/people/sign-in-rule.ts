/** What a stranger may try in a Beijing day. Figures, and what they leave a guesser: docs/decisions/0025. */
export const signInRule = {
  digits: 10,
  codeLastsMs: 10 * 60_000,
  attemptsPerCode: 5,
  /** codes a day for one address, to browsers in which nobody of this address signed in before */
  codesPerAddress: 100,
  /** of these, to one network */
  codesPerAddressAndNetwork: 20,
  /** codes a day to one network, for all addresses */
  codesPerNetwork: 2_000,
  /** wrong codes a day from one network; then only browsers known to their address go on there */
  wrongPerNetwork: 300,
  /** codes a day one browser gets for one address, also a known one */
  codesPerBrowser: 20,
  firstPauseMs: 30_000,
  longestPauseMs: 3_600_000,
  /** wrong codes a day after which the person is told, once */
  unusualWrong: 10,
  /** every answer that says no more than "perhaps" comes this long after the question, whatever was done meanwhile */
  answersAfterMs: 400,
  /** open at a time; the oldest ends for one more */
  sessionsAtOnce: 10,
}
export type SignInRule = typeof signInRule

/** How long a browser waits before its next code for an address: twice as long each time. */
export const pauseAfter = (asked: number, rule: SignInRule = signInRule): number =>
  Math.min(rule.longestPauseMs, rule.firstPauseMs * 2 ** Math.min(Math.max(0, asked - 1), 20))

/**
 * A guesser's chance in a day to hit one of so many addresses, with as many networks and browsers as there are. A known
 * browser is the person's own.
 */
export const chanceADay = (addresses: number, rule: SignInRule = signInRule): number =>
  (addresses * rule.codesPerAddress * rule.attemptsPerCode) / 10 ** rule.digits

/** Where a request comes from, as wide as one holder of addresses: /24 of IPv4, /64 of IPv6. */
export function networkOf(sourceIp: string): string {
  const v4 = /(\d+\.\d+\.\d+)\.\d+$/.exec(sourceIp)?.[1]
  if (v4) return v4
  const [head = '', tail] = sourceIp.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')
}

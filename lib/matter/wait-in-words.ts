/** A wait as docs/waits.md says it; whatever has a figure says it with the constant that its rule uses. */
export interface WaitInWords {
  /** where: states of machines, e.g. `send-edition.AwaitResult`, and kinds of the watch, e.g. `watch pool` */
  at: readonly string[]
  /** who or what is waited for */
  waits: string
  reminders: string
  escalation: string
  /** its named outcome */
  end: string
  /** how long at most */
  days: string
}

/** `3, 10 and 20`. */
export const listed = (items: readonly (string | number)[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`

/** The days or hours of a span in milliseconds. */
export const spanInWords = (ms: number): string => {
  const [count, unit] =
    ms % 86_400_000 === 0
      ? [ms / 86_400_000, 'day']
      : ms % 3_600_000 === 0
        ? [ms / 3_600_000, 'hour']
        : [ms / 60_000, 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

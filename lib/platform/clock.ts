/** The only source of "now" for verbs; pure rules get the time as an argument. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

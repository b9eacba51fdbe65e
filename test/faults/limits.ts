import { parse } from 'yaml'

/** The time limit of a function in milliseconds, by its yml key. */
export type LimitOf = (step: string) => number

/** `provider.timeout` of serverless.yml. */
const otherwiseSeconds = 15

/** What people click is answered by one desk. */
const clicked = ['composeEdition', 'startSend', 'confirmEdition', 'cancelEdition', 'overrideSend']

/** @param texts the functions.yml files whose functions are run */
export function limitsFrom(texts: string[], defaultSeconds = otherwiseSeconds): LimitOf {
  const doors = Object.assign({}, ...texts.map((text) => parse(text) as object)) as Record<
    string,
    { timeout?: number }
  >
  return (step) => {
    const door = doors[step] ?? doors[clicked.includes(step) ? 'editionDesk' : '']
    if (!door) throw new Error(`functions.yml has no ${step}`)
    return (door.timeout ?? defaultSeconds) * 1000
  }
}

import { personalNumbersIn } from '../policy/personal-data'

const longest = 40

/** The first words of what a customer says, on one line; numbers that tell who somebody is have their middle hidden. */
export function gistOf(words: string): string {
  let hidden = words
  for (const { start, end, masked } of personalNumbersIn(words).reverse())
    hidden = hidden.slice(0, start) + masked + hidden.slice(end)
  const signs = [...hidden.replace(/\s+/g, ' ').trim()]
  return signs.length > longest ? `${signs.slice(0, longest).join('')}…` : signs.join('')
}

import type { Bilingual } from '../../../../lib/policy/finding'

/** One thing that did not come in as it was: changed, lost, or to be done by the officer, with the words it stood at. */
export interface Change {
  kind: 'changed' | 'lost' | 'todo'
  what: Bilingual
  /** the beginning of the paragraph it was in, at most three */
  places: string[]
  count: number
}

/** Collects what an import changes and loses; the same in several places is one line with its places. */
export class Changes {
  private readonly known = new Map<string, Change>()

  add(kind: Change['kind'], what: Bilingual, place: string): void {
    const key = `${kind} ${what.zh}`
    const change = this.known.get(key) ?? { kind, what, places: [], count: 0 }
    change.count += 1
    if (place && change.places.length < 3 && !change.places.includes(place)) change.places.push(place)
    this.known.set(key, change)
  }

  all(): Change[] {
    const order = { todo: 0, lost: 1, changed: 2 }
    return [...this.known.values()].sort((one, other) => order[one.kind] - order[other.kind])
  }
}

/** The beginning of the words of a piece, by which a person finds it. */
export function excerpt(text: string | null): string {
  const words = (text ?? '').replace(/\s+/g, ' ').trim()
  const signs = [...words]
  return signs.length > 14 ? `${signs.slice(0, 14).join('')}…` : words
}

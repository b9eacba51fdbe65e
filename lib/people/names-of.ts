import type { People } from './store'

/** Names by the ids of people; of one nobody knows any more there is none. */
export async function namesOf(
  people: Pick<People, 'withId'>,
  ids: string[],
): Promise<Record<string, string>> {
  const found = await Promise.all(ids.map((id) => people.withId(id)))
  return Object.fromEntries(found.flatMap((person) => (person ? [[person.id, person.name]] : [])))
}

import { useSearchParams } from 'wouter'

/** Terms of a list in its address: a link, a bookmark and a saved view all show the same. */
export function useTerms() {
  const [query, setQuery] = useSearchParams()
  return {
    query: query.toString(),
    term: (name: string) => query.get(name) ?? '',
    change: (name: string, value: string) =>
      setQuery(
        (before) => {
          const next = new URLSearchParams(before)
          if (value) next.set(name, value)
          else next.delete(name)
          return next
        },
        { replace: true },
      ),
    show: (terms: string) => setQuery(new URLSearchParams(terms)),
  }
}

export type Terms = ReturnType<typeof useTerms>

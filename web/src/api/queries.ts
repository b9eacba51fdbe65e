import { MutationCache, QueryClient } from '@tanstack/react-query'

/** `meta` of a query that reads a list: the table's index may be some two seconds behind what was just done. */
export const listed = { listed: true }
const behindMs = 2_500

/**
 * What the portal knows of the service. After each act lists are asked once more when the index has caught up.
 * @param isAnswer whether a failure is an answer; only what broke on the way is asked again
 */
export function openQueries(isAnswer: (error: Error) => boolean): QueryClient {
  const queries = new QueryClient({
    mutationCache: new MutationCache({
      onSuccess: () => {
        setTimeout(
          () => void queries.invalidateQueries({ predicate: ({ meta }) => meta?.['listed'] === true }),
          behindMs,
        )
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) => !isAnswer(error) && count < 3,
      },
    },
  })
  return queries
}

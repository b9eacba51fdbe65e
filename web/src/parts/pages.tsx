import { Button, Group } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../api/client'
import { listed } from '../api/queries'
import { useLanguage } from '../language'

interface Listed {
  /** where the next page begins */
  next?: string | undefined
}

/** A list of the API, a page at a time; `asked` are its other terms, the empty ones left out. */
export const usePages = <T extends Listed>(
  key: string[],
  path: string,
  asked: Record<string, string | undefined> = {},
  { refetchInterval, enabled = true }: { refetchInterval?: number; enabled?: boolean } = {},
) =>
  useInfiniteQuery({
    queryKey: [...key, asked],
    queryFn: ({ pageParam: cursor }) => {
      const terms = Object.entries({ ...asked, cursor }).filter((term): term is [string, string] => !!term[1])
      const query = new URLSearchParams(terms).toString()
      return call<T>('GET', query ? `${path}?${query}` : path)
    },
    enabled,
    meta: listed,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    // What was shown stays while other terms are asked for.
    placeholderData: (before) => before,
    ...(refetchInterval !== undefined && { refetchInterval }),
  })

/** Below a list that has more. */
export function More({
  of: { hasNextPage, isFetchingNextPage, fetchNextPage },
}: {
  of: Pick<ReturnType<typeof usePages>, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>
}) {
  const { say } = useLanguage()
  if (!hasNextPage) return null
  return (
    <Group justify="center">
      <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {say('更多', 'More')}
      </Button>
    </Group>
  )
}

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Edition } from '../../../lib/edition/edition'
import type { PoolItem } from '../../../lib/edition/list-pool'
import type { ShownHand } from '../../../lib/edition/show-hand'
import type { ReadEdition } from '../../../lib/edition/show-as-read'
import type { ShownEdition } from '../../../lib/edition/show-edition'
import { call, newKey } from '../api/client'
import { usePages } from '../parts/pages'

const moving: Edition['state'][] = ['building', 'testing', 'scheduled', 'claiming', 'sending', 'unknown']

export const useEdition = (date: string) =>
  useQuery({
    queryKey: ['edition', date],
    queryFn: () => call<ShownEdition>('GET', `/editions/${date}`),
    refetchInterval: ({ state }) => {
      const edition = state.data?.edition
      return edition && (moving.includes(edition.state) || !edition.recordedAt) ? 2_000 : 15_000
    },
  })

/** The articles as readers get them; the links to their pictures live a quarter of an hour. */
export const useAsRead = (date: string, { revision, items }: Edition) =>
  useQuery({
    queryKey: ['edition-as-read', date, revision],
    queryFn: () => call<ReadEdition>('GET', `/editions/${date}/as-read`),
    enabled: items.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: 12 * 60_000,
  })

/** What is to be put into WeChat's console by hand; its links live ten minutes. */
export const useHand = (date: string) =>
  useQuery({
    queryKey: ['edition-by-hand', date],
    queryFn: () => call<ShownHand>('GET', `/editions/${date}/hand`),
    refetchInterval: 8 * 60_000,
  })

export const usePool = () => usePages<{ pool: PoolItem[]; next?: string }>(['pool'], '/pool')

/** An act on one day; afterwards the day and the pool are asked anew, whether it was done or refused. */
export function useAct<Body = void>(date: string, path: string, method: 'POST' | 'PUT' = 'POST') {
  const queries = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (body: Body) => call(method, `/editions/${date}${path}`, body ?? {}, { key: key.current }),
    onSettled: async () => {
      key.current = newKey()
      await queries.invalidateQueries({ queryKey: ['edition', date] })
      await queries.invalidateQueries({ queryKey: ['editions'] })
      await queries.invalidateQueries({ queryKey: ['pool'] })
    },
  })
}

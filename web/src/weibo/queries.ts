import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ListedPosts, QueuedPosts } from '../../../lib/weibo-post/list-posts'
import type { ShownPost } from '../../../lib/weibo-post/show-post'
import { call } from '../api/client'
import { usePages } from '../parts/pages'

const refetchInterval = 10_000

export const usePosts = () => usePages<ListedPosts>(['weibo', 'posts'], '/weibo', {}, { refetchInterval })
export const useQueue = () =>
  usePages<QueuedPosts>(['weibo', 'queue'], '/weibo-queue', {}, { refetchInterval })

const moving = ['released', 'posting', 'unknown']

export const usePost = (id: string) =>
  useQuery({
    queryKey: ['weibo', id],
    queryFn: () => call<ShownPost>('GET', `/weibo/${id}`),
    refetchInterval: ({ state }) =>
      state.data && (moving.includes(state.data.post.state) || !state.data.post.recordedAt) ? 2_000 : 30_000,
  })

/** An act on a post; afterwards list and post are asked anew, whether it was done or refused. Repeats are harmless. */
export function usePostAct<Body extends object>(path: string, done?: (shown: ShownPost) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => call<ShownPost>('POST', path, body),
    onSuccess: (shown) => {
      queries.setQueryData(['weibo', shown.post.id], shown)
      done?.(shown)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['weibo'] }),
  })
}

import { useQuery } from '@tanstack/react-query'
import type { Me } from '../../../lib/api/people'
import type { Role } from '../../../lib/people/person'
import { call } from './client'

export type { Me }

/** Who is signed in, with today's roles: asked afresh when the page comes back to the front. */
export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: () => call<Me>('GET', '/me'), staleTime: 60_000 })

export const isOne = (me: Me | undefined, ...roles: Role[]): boolean =>
  me?.roles.some((role) => roles.includes(role)) ?? false

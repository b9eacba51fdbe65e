import { useQuery } from '@tanstack/react-query'
import type { Role, Unit } from '../../../lib/people/person'
import { call } from './client'

export interface Me {
  id: string
  name: string
  email: string
  unit?: Unit
  roles: Role[]
  language: 'zh' | 'en'
  /** Beijing date by the service's clock */
  today: string
}

/** Who is signed in, with today's roles: asked afresh when the page comes back to the front. */
export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: () => call<Me>('GET', '/me'), staleTime: 60_000 })

export const isOne = (me: Me | undefined, ...roles: Role[]): boolean =>
  me?.roles.some((role) => roles.includes(role)) ?? false

import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Colleagues } from '../../../lib/api/people'
import { actNames, detailsOf, type Detail } from '../../../lib/policy/acts'
import type { Act } from '../../../lib/security/act'
import { call } from '../api/client'
import { useLanguage, type Bilingual } from '../language'
import { roleNames } from '../words/roles'

const names: Record<string, Bilingual> = actNames
const roles: Record<string, Bilingual> = roleNames

/** An act or one that is proposed, in a word. */
export const actName = ({ type }: Pick<Act, 'type'>): Bilingual => names[type] ?? { zh: type, en: type }

/** A line for each thing it changes: what stood before and stands after. */
export function ActDetails({
  act,
  dimmed = false,
}: {
  act: Parameters<typeof detailsOf>[0]
  dimmed?: boolean
}) {
  const { say, tell } = useLanguage()
  // Acts keep ids, which stay what they are when a unit is renamed; people read names.
  const { data } = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call<Colleagues>('GET', '/people'),
    staleTime: 300_000,
  })
  const value = ({ field }: Detail, one: string) =>
    field === 'role' && roles[one]
      ? tell(roles[one])
      : field === 'unitId'
        ? (data?.people.find(({ unitId }) => unitId === one)?.unitName ?? one)
        : one
  return detailsOf(act).map((line) => (
    <Text key={`${line.field} ${line.before ?? ''}`} size="sm" {...(dimmed && { c: 'dimmed' })}>
      {tell(line.label)}
      {say('：', ': ')}
      {line.before !== undefined && <s>{value(line, line.before)}</s>}
      {line.before !== undefined && line.after !== undefined && ' → '}
      {line.after !== undefined && value(line, line.after)}
    </Text>
  ))
}

import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Colleagues } from '../../../lib/api/people'
import { actNames, detailsOf } from '../../../lib/policy/acts'
import type { Act } from '../../../lib/security/act'
import { call } from '../api/client'
import { useLanguage, type Bilingual } from '../language'

const names: Record<string, Bilingual> = actNames

/** An act or one that is proposed, in a word. */
export const actName = ({ type }: Pick<Act, 'type'>): Bilingual => names[type] ?? { zh: type, en: type }

/** Of an act about many, so many lines at first. */
const atFirst = 15

/** A line for each thing it changes: what stood before and stands after. */
export function ActDetails({
  act: { names, ...act },
  dimmed = false,
}: {
  act: Parameters<typeof detailsOf>[0]
  dimmed?: boolean
}) {
  const { say, tell } = useLanguage()
  // Acts of earlier versions keep ids alone, of which people read the names of today.
  const { data } = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call<Colleagues>('GET', '/people'),
    staleTime: 300_000,
  })
  const today = data?.people.map(({ unitId, unitName }) => [unitId, { zh: unitName, en: unitName }])
  const [all, showAll] = useState(false)
  const lines = detailsOf({ ...act, names: { ...Object.fromEntries(today ?? []), ...names } })
  const shown = (all ? lines : lines.slice(0, atFirst)).map((line) => (
    <Text key={line.field} size="sm" {...(dimmed && { c: 'dimmed' })}>
      {tell(line.label)}
      {say('：', ': ')}
      {line.before && <s>{tell(line.before)}</s>}
      {line.before && line.after && ' → '}
      {line.after && tell(line.after)}
    </Text>
  ))
  if (all || lines.length <= atFirst) return shown
  return (
    <>
      {shown}
      <Anchor component="button" type="button" size="sm" onClick={() => showAll(true)}>
        {say(`全部 ${lines.length} 项`, `All ${lines.length}`)}
      </Anchor>
    </>
  )
}

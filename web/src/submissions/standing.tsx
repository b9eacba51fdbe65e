import { Text } from '@mantine/core'
import type { Card as Listed } from '../../../lib/submission/card'
import { useLanguage } from '../language'
import { day, moment } from '../words/moment'
import { tierNames } from '../words/names'

/** Where it stands, with whom, since when. */
export function Standing({ submission }: { submission: Listed }) {
  const { say, tell, language } = useLanguage()
  const { holder, updatedAt, editionDate } = submission
  if (holder)
    return (
      <Text size="sm">
        {holder.tier && `${tell(tierNames[holder.tier] ?? { zh: '', en: '' })}：`}
        {holder.names.join('、')}
        <Text span c="dimmed">
          {say(`，自 ${moment(holder.since, language)}`, `, since ${moment(holder.since, language)}`)}
        </Text>
      </Text>
    )
  return (
    <Text size="sm" c="dimmed">
      {editionDate &&
        say(`${day(editionDate, language)} 一期 · `, `edition of ${day(editionDate, language)} · `)}
      {moment(updatedAt, language)}
    </Text>
  )
}

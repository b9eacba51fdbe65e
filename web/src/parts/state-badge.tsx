import { Badge } from '@mantine/core'
import { useLanguage } from '../language'
import { stateColors, stateNames, type State } from '../words/names'

export const StateBadge = ({ state }: { state: State }) => {
  const { tell } = useLanguage()
  return <Badge color={stateColors[state]}>{tell(stateNames[state])}</Badge>
}

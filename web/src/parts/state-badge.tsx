import { Badge } from '@mantine/core'
import { useLanguage } from '../language'
import { stateColors, stateNames, type State } from '../words/names'

/** Stands before the state of what asks for a published article to be taken down. */
export const RemovalBadge = () => {
  const { say } = useLanguage()
  return (
    <Badge color="orange" variant="outline">
      {say('撤下申请', 'removal')}
    </Badge>
  )
}

export const StateBadge = ({ state }: { state: State }) => {
  const { tell } = useLanguage()
  return <Badge color={stateColors[state]}>{tell(stateNames[state])}</Badge>
}

import { Badge } from '@mantine/core'
import { useLanguage } from '../language'
import { stateColors, stateNames, type State } from '../words/names'

/** Stands before the state of what asks for a published article to be taken down. */
export const RemovalBadge = ({
  removes,
}: {
  removes?: { atOnce?: true | undefined; after?: string | undefined }
}) => {
  const { say } = useLanguage()
  return (
    <Badge color={removes?.atOnce ? 'red' : 'orange'} variant="outline">
      {removes?.atOnce
        ? say('立即撤下', 'removal at once')
        : removes?.after === undefined
          ? say('撤下申请', 'removal')
          : say('撤下后补办', 'after a removal')}
    </Badge>
  )
}

export const StateBadge = ({ state }: { state: State }) => {
  const { tell } = useLanguage()
  return <Badge color={stateColors[state]}>{tell(stateNames[state])}</Badge>
}

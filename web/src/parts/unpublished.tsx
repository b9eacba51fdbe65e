import { Text } from '@mantine/core'
import { unpublishedNote } from '../../../lib/policy/unpublished'
import { useLanguage } from '../language'

/** Beside a deadline that was counted without the published holidays of these years. */
export function Unpublished({ years = [] }: { years?: number[] | undefined }) {
  const { tell } = useLanguage()
  const note = unpublishedNote(years)
  if (!note) return null
  return (
    <Text size="sm" c="orange.8" component="p" my={0}>
      {tell(note)}
    </Text>
  )
}

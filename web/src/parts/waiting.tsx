import { Skeleton, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useLanguage } from '../language'

export const Loading = ({ lines = 4 }: { lines?: number }) => {
  const { say } = useLanguage()
  return (
    <Stack role="status" aria-label={say('载入中', 'Loading')} my="md">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={44} />
      ))}
    </Stack>
  )
}

/** Nothing here, and what to do about it. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <Stack align="center" py="xl" gap="xs">
    <Title order={3} size="h4" ta="center">
      {title}
    </Title>
    {children && (
      <Text c="dimmed" ta="center" maw={460} component="div">
        {children}
      </Text>
    )}
  </Stack>
)

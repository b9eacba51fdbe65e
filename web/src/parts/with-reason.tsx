import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Trouble } from './refusal'

/** An act that is kept on record with its reason, behind a line that opens it; `children` stand above the reason. */
export function WithReason({
  summary,
  label,
  button,
  act,
  isPending = false,
  error = null,
  disabled = false,
  children,
}: {
  summary: string
  label: string
  button: string
  act: (reason: string) => void
  isPending?: boolean
  error?: Error | null
  disabled?: boolean
  children?: ReactNode
}) {
  const [reason, setReason] = useState('')
  return (
    <details>
      <summary>{summary}</summary>
      <Stack gap="xs" mt="xs">
        {children}
        <Textarea
          label={label}
          autosize
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Trouble error={error} />
        <Group>
          <Button
            variant="default"
            disabled={disabled || reason.trim() === ''}
            loading={isPending}
            onClick={() => act(reason.trim())}
          >
            {button}
          </Button>
        </Group>
      </Stack>
    </details>
  )
}

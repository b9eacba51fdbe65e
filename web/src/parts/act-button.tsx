import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Trouble } from './refusal'

interface Given {
  label: string
  icon: ReactNode
  disabled?: boolean
  act: () => Promise<unknown>
}

/** Does one thing that asks the API; what went wrong stands below the button. */
export function ActButton({ label, icon, disabled, act }: Given) {
  const acting = useMutation({ mutationFn: act })
  return (
    <div>
      <Button
        variant="default"
        leftSection={icon}
        disabled={disabled}
        loading={acting.isPending}
        onClick={() => acting.mutate()}
      >
        {label}
      </Button>
      <Trouble error={acting.error} retry={() => acting.mutate()} />
    </div>
  )
}

import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { call } from '../api/client'
import { Trouble } from '../parts/refusal'

/** Has approval sheets drawn as one PDF and opens it; pictures make it larger than an answer may be. */
export function PrintButton({ path, label, disabled }: { path: string; label: string; disabled?: boolean }) {
  const drawing = useMutation({
    mutationFn: () => call<{ url: string }>('GET', path),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconPrinter size={16} />}
        disabled={disabled}
        loading={drawing.isPending}
        onClick={() => drawing.mutate()}
      >
        {label}
      </Button>
      <Trouble error={drawing.error} retry={() => drawing.mutate()} />
    </div>
  )
}

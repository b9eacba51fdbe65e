import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { download } from '../api/client'
import { Trouble } from './refusal'

/** Fetches a file the API makes and saves it; what went wrong stands below the button. */
export function DownloadButton({
  path,
  label,
  disabled,
}: {
  path: string
  label: string
  disabled?: boolean
}) {
  const fetching = useMutation({ mutationFn: () => download(path) })
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} />}
        disabled={disabled}
        loading={fetching.isPending}
        onClick={() => fetching.mutate()}
      >
        {label}
      </Button>
      <Trouble error={fetching.error} retry={() => fetching.mutate()} />
    </div>
  )
}

import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { NoKey } from './ask-device'

/** What went wrong with a passkey: the device's no, or the service's. */
export function KeyTrouble({ error }: { error: unknown }) {
  const { tell } = useLanguage()
  if (!(error instanceof NoKey)) return <Trouble error={error} />
  return (
    <Alert color="orange" role="alert" icon={<IconAlertTriangle size={18} />}>
      {tell(error.said)}
    </Alert>
  )
}

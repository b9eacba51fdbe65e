import { Textarea } from '@mantine/core'
import { useLanguage } from '../language'

/** Why somebody does what stays on record. */
export function ReasonField(given: {
  reason: string
  change: (reason: string) => void
  label?: string
  placeholder?: string
}) {
  const { say } = useLanguage()
  const { reason, change, label, placeholder } = given
  return (
    <Textarea
      label={label ?? say('理由（记入操作记录）', 'Reason (kept on record)')}
      {...(placeholder && { placeholder })}
      value={reason}
      maxLength={500}
      required
      autosize
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

import { SegmentedControl } from '@mantine/core'
import { useLanguage } from '../language'

export type Light = 'light' | 'dark'

/** By day, or as a phone in its dark mode. */
export function LightSwitch(given: { light: Light; change: (light: Light) => void }) {
  const { say } = useLanguage()
  return (
    <SegmentedControl
      size="xs"
      aria-label={say('手机的明暗', 'Light or dark phone')}
      value={given.light}
      onChange={(value) => given.change(value as Light)}
      data={[
        { value: 'light', label: say('浅色', 'Light') },
        { value: 'dark', label: say('深色', 'Dark') },
      ]}
    />
  )
}

import { Alert, List } from '@mantine/core'
import type { DraftPreview } from '../../../lib/api/submission'
import { useLanguage } from '../language'

/** Who will have to say yes, in this order, and why this chain. */
export function RouteOf({ preview }: { preview?: DraftPreview }) {
  const { say, tell } = useLanguage()
  if (!preview || preview.route.length === 0) return null
  return (
    <Alert color="gray" title={say('审批路线', 'Who approves, and why')}>
      <List type="ordered" size="sm" spacing={4}>
        {preview.route.map(({ tier, title, why }) => (
          <List.Item key={tier}>
            <strong>{tell(title)}</strong> — {tell(why)}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

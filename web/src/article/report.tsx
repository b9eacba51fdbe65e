import { Alert, List, Text } from '@mantine/core'
import { useLanguage } from '../language'
import type { Change } from './import/changes'

/** Everything an import changed or lost, with its place, until it is closed. */
export function ImportReport({ changes, close }: { changes: Change[]; close: () => void }) {
  const { say, tell } = useLanguage()
  const kinds = {
    todo: say('要做', 'to do'),
    lost: say('没有带进来', 'left out'),
    changed: say('有改动', 'changed'),
  }
  return (
    <Alert
      color="blue"
      mt="xs"
      role="status"
      withCloseButton
      closeButtonLabel={say('关闭', 'Close')}
      onClose={close}
      title={say(`带进来时有 ${changes.length} 处说明`, `${changes.length} notes on what came in`)}
    >
      <List size="sm">
        {changes.map(({ kind, what, places, count }) => (
          <List.Item key={`${kind} ${what.zh}`}>
            <Text span size="sm" fw={600}>
              {kinds[kind]}
              {say('：', ': ')}
            </Text>
            {tell(what)}
            {count > 1 && ` × ${count}`}
            {places.length > 0 && (
              <Text span size="sm" c="dimmed">
                {say(`（在“${places.join('”“')}”）`, ` (at “${places.join('”, “')}”)`)}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

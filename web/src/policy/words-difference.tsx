import { Badge, Group, List, Stack, Text, Title } from '@mantine/core'
import type { ShownWords } from '../../../lib/api/wording'
import { kinds, type Entry } from '../../../lib/wording/entries'
import { useLanguage } from '../language'

/** More are counted, not drawn: a list of 20,000 would stop the page. */
const drawn = 200

const exceptionsOf = ({ unless }: Entry) =>
  [
    ...(unless?.before ?? []).map((text) => `${text}~`),
    ...(unless?.after ?? []).map((text) => `~${text}`),
  ].join(' | ')

export function EntryLine({ entry }: { entry: Entry }) {
  const { say, tell } = useLanguage()
  const { name, severity } = kinds[entry.rule]
  const exceptions = exceptionsOf(entry)
  return (
    <Group gap="xs">
      <Text fw={600}>{entry.word}</Text>
      <Badge color={severity === 'refuse' ? 'red' : 'orange'} variant="light">
        {tell(name)}
      </Badge>
      {entry.needsTerm && <Text size="sm">{say('须后接期限', 'with a term after it')}</Text>}
      {exceptions && (
        <Text size="sm" c="dimmed">
          {say('例外：', 'unless ')}
          {exceptions}
        </Text>
      )}
    </Group>
  )
}

function Part({ title, entries }: { title: string; entries: Entry[] }) {
  const { say } = useLanguage()
  if (entries.length === 0) return null
  return (
    <section>
      <Title order={3} size="h5">
        {title}
      </Title>
      <List>
        {entries.slice(0, drawn).map((entry) => (
          <List.Item key={entry.word}>
            <EntryLine entry={entry} />
          </List.Item>
        ))}
      </List>
      {entries.length > drawn && (
        <Text c="dimmed">{say(`……共 ${entries.length} 个`, `… ${entries.length} in all`)}</Text>
      )}
    </section>
  )
}

/** What a list changes of the one before. */
export function WordsDifference({ difference }: { difference: ShownWords['difference'] }) {
  const { say } = useLanguage()
  const { added, removed, changed } = difference
  if (added.length + removed.length + changed.length === 0)
    return <Text c="dimmed">{say('没有差异', 'No difference')}</Text>
  return (
    <Stack gap="xs">
      <Part title={say(`新增 ${added.length}`, `Added: ${added.length}`)} entries={added} />
      <Part title={say(`删除 ${removed.length}`, `Removed: ${removed.length}`)} entries={removed} />
      <Part
        title={say(`修改 ${changed.length}（改后）`, `Changed: ${changed.length} (as they will be)`)}
        entries={changed.map(({ after }) => after)}
      />
    </Stack>
  )
}

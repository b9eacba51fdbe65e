import { Alert, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { themeOf } from '../../../lib/article/theme'
import { labelOf, fields } from '../../../lib/submission/fields'
import type { ShownPicture } from '../article/pictures'
import { useLanguage } from '../language'
import type { Draft } from '../submissions/use-draft'
import { channelNames } from '../words/names'
import type { Clash } from './merge-content'
import { ShownBlock } from './shown-block'

function Side(given: { title: string; clash: Clash; value: unknown; pictures: readonly ShownPicture[] }) {
  const { title, clash, value, pictures } = given
  const { say, tell } = useLanguage()
  const words = (): string => {
    if (value === undefined || value === '') return ''
    if (clash.field === 'theme') return tell(themeOf(String(value)).name)
    if (Array.isArray(value))
      return value.map((one) => tell(channelNames[String(one)] ?? { zh: '', en: '' })).join('、')
    return fields[clash.field].said?.(value as never) ?? String(value)
  }
  const text = clash.field === 'body' ? String(value) : words()
  return (
    <Paper withBorder p="sm">
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      {text === '' ? (
        <Text c="dimmed">{say('（删去了）', '(taken out)')}</Text>
      ) : clash.field === 'body' ? (
        <ShownBlock html={text} pictures={pictures} />
      ) : (
        <Text style={{ whiteSpace: 'pre-wrap' }}>{text}</Text>
      )}
    </Paper>
  )
}

/** What two people changed differently, side by side, until somebody chooses; nothing of either is lost. */
export function Clashes({ draft, pictures }: { draft: Draft; pictures: readonly ShownPicture[] }) {
  const { say, tell } = useLanguage()
  return (
    <Alert
      color="orange"
      role="alert"
      title={say(
        `${draft.clashes.length} 处两人都改过，请选一个`,
        `${draft.clashes.length} places were changed by two people: choose`,
      )}
    >
      <Stack>
        <Text size="sm">
          {say(
            '选之前稿件里先用对方的；您的文字留在这里，不会丢。',
            'Until you choose, theirs stands in the draft; yours is kept here and is not lost.',
          )}
        </Text>
        {draft.clashes.map((clash) => (
          <section key={clash.id} aria-label={tell(labelOf(clash.field))}>
            <Text fw={600} mb={4}>
              {tell(labelOf(clash.field))}
            </Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
              <Side title={say('您的', 'Yours')} clash={clash} value={clash.mine} pictures={pictures} />
              <Side title={say('对方的', 'Theirs')} clash={clash} value={clash.theirs} pictures={pictures} />
            </SimpleGrid>
            <Group mt="xs" gap="xs">
              <Button size="compact-sm" onClick={() => draft.choose(clash, 'mine')}>
                {say('用您的', 'Take yours')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => draft.choose(clash, 'theirs')}>
                {say('用对方的', 'Take theirs')}
              </Button>
              {clash.field === 'body' && clash.mine !== '' && clash.theirs !== '' && (
                <Button size="compact-sm" variant="default" onClick={() => draft.choose(clash, 'both')}>
                  {say('两段都留', 'Keep both')}
                </Button>
              )}
            </Group>
          </section>
        ))}
      </Stack>
    </Alert>
  )
}

import { Group, List, Text, ThemeIcon, Title } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconMessageQuestion, IconX } from '@tabler/icons-react'
import type { Finding } from '../../../lib/policy/finding'
import { useLanguage } from '../language'

const marks = {
  refuse: { color: 'red', icon: <IconX size={14} /> },
  answer: { color: 'orange', icon: <IconMessageQuestion size={14} /> },
  warn: { color: 'yellow', icon: <IconAlertTriangle size={14} /> },
}

const order = { refuse: 0, answer: 1, warn: 2 }

/** What the policy says of the draft as it stands: what must be mended, what reviewers will ask, what is advice. */
export function Findings({ findings }: { findings: Finding[] }) {
  const { say, tell } = useLanguage()
  const names = {
    refuse: say('必须改', 'must be mended'),
    answer: say('审核人要逐条答复', 'the reviewer must answer'),
    warn: say('建议', 'advice'),
  }
  const sorted = [...findings].sort((a, b) => order[a.severity] - order[b.severity])
  return (
    <section aria-live="polite">
      <Title order={2} size="h4" mb="xs">
        {say('制度检查', 'Rules')}
      </Title>
      {sorted.length === 0 && (
        <Group gap="xs">
          <ThemeIcon color="green" size="sm" radius="xl" aria-hidden="true">
            <IconCheck size={14} />
          </ThemeIcon>
          <Text>{say('没有发现问题', 'Nothing to mend')}</Text>
        </Group>
      )}
      <List spacing="xs" center={false}>
        {sorted.map((finding, index) => {
          const { color, icon } = marks[finding.severity]
          return (
            <List.Item
              key={`${finding.rule} ${index}`}
              icon={
                <ThemeIcon
                  color={color}
                  size="sm"
                  radius="xl"
                  aria-label={names[finding.severity]}
                  role="img"
                >
                  {icon}
                </ThemeIcon>
              }
            >
              <Text size="sm">
                {tell(finding.message)}
                {finding.at && `：“${finding.at.excerpt}”`}{' '}
                <Text span c="dimmed">
                  {say(`（第 ${finding.article} 条）`, `(article ${finding.article})`)}
                </Text>
              </Text>
              <Text size="sm" c="dimmed">
                {tell(finding.remedy)}
              </Text>
            </List.Item>
          )
        })}
      </List>
    </section>
  )
}

import { Group, Paper, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useLanguage } from '../language'
import { DownloadButton } from '../parts/download-button'

/** Volume and register (台账) of a month as a spreadsheet, of one unit or of all one may see. */
export function RegisterOfMonth({ today, unit }: { today: string; unit: string }) {
  const { say } = useLanguage()
  const [month, setMonth] = useState(today.slice(0, 7))
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('月度台账', 'Register of a month')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {say(
          '一张表是当月数量，一张表是逐条登记；上面选了单位，就只导出这个单位。',
          'One sheet holds the volume, one a line for each submission; with a unit chosen above, of that unit only.',
        )}
      </Text>
      <Group align="flex-end">
        <TextInput
          type="month"
          label={say('月份', 'Month')}
          value={month}
          max={today.slice(0, 7)}
          onChange={(event) => setMonth(event.currentTarget.value)}
        />
        <DownloadButton
          path={`/registers/${month}${unit ? `?unit=${encodeURIComponent(unit)}` : ''}`}
          label={say('下载台账（.xlsx）', 'Download the register (.xlsx)')}
          disabled={!/^\d{4}-\d{2}$/.test(month)}
        />
      </Group>
    </Paper>
  )
}

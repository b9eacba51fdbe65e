import { Alert, Badge, Card, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { ShownHolidays } from '../../../lib/api/holidays'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { momentInYear } from '../words/moment'
import { DaysOfYear, YearForm } from './year'

/** The years of the list, and those still to be published: where the year comes from stands beside it. */
function Years({ shown }: { shown: ShownHolidays }) {
  const { say } = useLanguage()
  const me = useMe().data
  const years = [
    ...shown.list.years.map((year) => ({ ...year, source: 'published' as const })),
    ...shown.suggested,
  ].sort((a, b) => a.year - b.year)
  const [chosen, choose] = useState(String(shown.suggested[0]?.year ?? years.at(-1)?.year))
  const year = years.find((one) => String(one.year) === chosen)
  const said = {
    published: say('已公布，期限按它计算。', 'Published; deadlines count by it.'),
    library: say(
      '尚未公布。下面是随产品提供的库里的安排，请核对国务院办公厅通知后公布。',
      'Not published yet. Below is what the library of the product has; compare it with the notice of the State Council, then publish it.',
    ),
    law: say(
      '尚未公布，期限暂按法定节假日计算，凡涉及这一年的期限都会注明。国务院办公厅的通知一般在前一年 10 月至 11 月发布，请照通知修改下面的日期后公布。',
      'Not published yet: deadlines count by the days of the law and say so. The State Council gives notice in October or November of the year before; correct the dates below by it, then publish.',
    ),
  }
  return (
    <Stack>
      <SegmentedControl
        aria-label={say('年份', 'Year')}
        data={years.map((one) => String(one.year))}
        value={chosen}
        onChange={choose}
      />
      {year && (
        <Stack key={`${shown.list.number} ${chosen}`} gap="sm">
          <Alert color={year.source === 'published' ? 'green' : 'orange'}>{said[year.source]}</Alert>
          {me && isOne(me, 'admin') ? (
            <YearForm base={shown.list.number} start={year} />
          ) : (
            <DaysOfYear year={year} />
          )}
        </Stack>
      )}
    </Stack>
  )
}

/** The company's holidays and make-up days, by which every deadline counts; an administrator publishes the next list. */
export function Holidays() {
  const { say, language } = useLanguage()
  const pages = usePages<ShownHolidays>(['holidays'], '/holidays')
  const { error, isPending, refetch } = pages
  const shown = pages.data?.pages[0]
  const versions = pages.data?.pages.flatMap((page) => page.versions)
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('节假日', 'Holidays')}
      </Title>
      <Text c="dimmed">
        {say(
          '审批、答复、催办等期限都按工作日计算，节假日和调休以这里公布的为准。',
          'Deadlines count working days; holidays and worked weekends are those published here.',
        )}
      </Text>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {shown && <Years key={shown.list.number} shown={shown} />}
      <Title order={2} size="h4">
        {say('公布记录', 'Published versions')}
      </Title>
      <Stack component="ul" gap="xs" className="plain-list">
        {versions?.map(({ number, name, at, reason }) => (
          <Card key={number} component="li" withBorder padding="sm">
            <Group justify="space-between">
              <Text fw={600}>{say(`第 ${number} 版`, `Version ${number}`)}</Text>
              {number === shown?.list.number && <Badge>{say('现行', 'in force')}</Badge>}
            </Group>
            <Text size="sm" c="dimmed">
              {at && momentInYear(at, language)} {name}
            </Text>
            <Text size="sm">{reason}</Text>
          </Card>
        ))}
        <li>
          <Text size="sm" c="dimmed">
            {say('第 1 版随产品提供（2024–2026 年）', 'Version 1 comes with the product (2024 to 2026)')}
          </Text>
        </li>
      </Stack>
      <More of={pages} />
    </Stack>
  )
}

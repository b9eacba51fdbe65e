import { Group, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { actsInFile, detailsOf } from '../../../lib/policy/acts'
import type { Act } from '../../../lib/security/act'
import { useLanguage } from '../language'
import { DownloadButton } from '../parts/download-button'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { moment } from '../words/moment'
import { ActDetails, actName } from './act-details'

/** What was done to whom, and below it what stood before and stands now. */
function What({ act }: { act: Act }) {
  const { tell } = useLanguage()
  return (
    <>
      {tell(actName(act))} {act.about.name}
      <ActDetails act={act} dimmed />
    </>
  )
}

function List({ acts }: { acts: Act[] }) {
  const { say, language } = useLanguage()
  return (
    <Table.ScrollContainer minWidth={260} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('谁、何时', 'Who, when')}</Table.Th>
            <Table.Th>{say('做了什么', 'What')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {acts.map((act) => (
            <Table.Tr key={act.id}>
              <Table.Td>
                {act.by.name}
                <Text size="xs" c="dimmed">
                  {moment(act.at, language)}
                </Text>
              </Table.Td>
              <Table.Td>
                <What act={act} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface Listed {
  acts: Act[]
  next?: string
}

/** Up to version 2967488 the record was kept by month. */
function Earlier({ current }: { current: string }) {
  const { say } = useLanguage()
  const [month, setMonth] = useState('')
  const pages = usePages<Listed>(['acts'], '/admin/acts', { month }, { enabled: /^\d{4}-\d{2}$/.test(month) })
  const acts = month === '' ? undefined : pages.data?.pages.flatMap((page) => page.acts)
  return (
    <Stack gap="xs" mt="md">
      <TextInput
        type="month"
        w="fit-content"
        label={say('更早的记录，按月份', 'Earlier records, by month')}
        value={month}
        max={current}
        onChange={(event) => setMonth(event.currentTarget.value)}
      />
      <Trouble error={pages.error} />
      {acts?.length === 0 && (
        <Text c="dimmed">{say('这个月没有更早的记录', 'no earlier records of this month')}</Text>
      )}
      {acts && acts.length > 0 && <List acts={acts} />}
      {month !== '' && <More of={pages} />}
    </Stack>
  )
}

/** The chain as files, for whoever proves it offline; most companies have one. */
function Files({ acts }: { acts: number }) {
  const { say } = useLanguage()
  const parts = Array.from({ length: Math.ceil(acts / actsInFile) }, (_, at) => at + 1)
  return (
    <Group mt="md">
      {parts.map((part) => (
        <DownloadButton
          key={part}
          path={`/admin/acts/file?part=${part}`}
          label={
            parts.length === 1
              ? say('下载全部，供离线核验', 'Download all, to verify offline')
              : say(`下载第 ${part} 份，供离线核验`, `Download part ${part}, to verify offline`)
          }
        />
      ))}
    </Group>
  )
}

/** Who changed what, the newest first; kept for good. `headed` among other things of a page, not where it is the page. */
export function Acts({ month, headed }: { month: string; headed?: boolean }) {
  const { say, tell, language } = useLanguage()
  const pages = usePages<Listed>(['acts'], '/admin/acts')
  const all = pages.data?.pages.flatMap((page) => page.acts)
  const [sought, seek] = useState('')
  const said = (act: Act) =>
    [
      act.by.name,
      act.about.name,
      tell(actName(act)),
      ...detailsOf(act).flatMap(({ before, after }) => [before?.[language], after?.[language]]),
    ]
      .join(' ')
      .toLowerCase()
  const acts = (all ?? []).filter((act) => said(act).includes(sought.trim().toLowerCase()))
  return (
    <Paper withBorder p="md" component="section">
      {headed && (
        <Title order={2} size="h4" mb="xs">
          {say('操作记录', 'Record of changes')}
        </Title>
      )}
      <Group>
        <TextInput
          type="search"
          label={say('查找：谁、对谁、做了什么', 'Search: who, about whom, what')}
          value={sought}
          onChange={(event) => seek(event.currentTarget.value)}
        />
      </Group>
      <Trouble error={pages.error} />
      {all && !pages.hasNextPage && acts.length === 0 && (
        <Text c="dimmed" mt="xs">
          {all.length === 0 ? say('还没有改动', 'nothing changed yet') : say('没有找到', 'nothing found')}
        </Text>
      )}
      {acts.length > 0 && <List acts={acts} />}
      <More of={pages} />
      <Files acts={Number(all?.[0]?.id ?? 0)} />
      <Earlier current={month} />
    </Paper>
  )
}

import { Anchor, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Bulletin, BulletinLine } from '../../../lib/complaint/bulletin'
import { call } from '../api/client'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { DownloadButton } from '../parts/download-button'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { mayOpen, placeOf } from '../shell/places'

const percent = (part: number, of: number) => (of === 0 ? '—' : `${Math.round((part / of) * 1000) / 10}%`)

/** The month in figures (article 4): on time, answered, satisfied, by unit. */
export function BulletinPage() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const [month, setMonth] = useState(me!.today.slice(0, 7))
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['bulletin', month],
    queryFn: () => call<Bulletin>('GET', `/bulletins/${month}`),
  })
  const row = (line: BulletinLine, name: string) => (
    <Table.Tr key={line.unitId ?? name}>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td>{line.received}</Table.Td>
      <Table.Td>{line.answered}</Table.Td>
      <Table.Td>
        {line.onTime}（{percent(line.onTime, line.received)}）
      </Table.Td>
      <Table.Td>{line.overdue}</Table.Td>
      <Table.Td>
        {line.satisfied} / {line.followedUp}（{percent(line.satisfied, line.followedUp)}）
      </Table.Td>
      <Table.Td>{line.reopened}</Table.Td>
      <Table.Td>{line.closed}</Table.Td>
    </Table.Tr>
  )
  return (
    <Stack>
      {mayOpen(me!, placeOf('/complaints')!) && (
        <Anchor component={Link} href="/complaints" size="sm">
          {say('← 客诉', '← Complaints')}
        </Anchor>
      )}
      <Title order={1} size="h2">
        {say('客诉月报', 'Bulletin of complaints')}
      </Title>
      <Group align="flex-end">
        <TextInput
          type="month"
          label={say('月份', 'Month')}
          value={month}
          max={me!.today.slice(0, 7)}
          onChange={(event) => {
            if (/^\d{4}-\d{2}$/.test(event.currentTarget.value)) setMonth(event.currentTarget.value)
          }}
        />
        <DownloadButton path={`/bulletins/${month}/sheet`} label={say('下载（.xlsx）', 'Download (.xlsx)')} />
      </Group>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {data && (
        <Table.ScrollContainer minWidth={680} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('单位', 'Unit')}</Table.Th>
                <Table.Th>{say('受理', 'Received')}</Table.Th>
                <Table.Th>{say('已答复', 'Answered')}</Table.Th>
                <Table.Th>{say('按期', 'On time')}</Table.Th>
                <Table.Th>{say('逾期', 'Overdue')}</Table.Th>
                <Table.Th>{say('满意 / 回访', 'Satisfied / called back')}</Table.Th>
                <Table.Th>{say('重新办理', 'Opened again')}</Table.Th>
                <Table.Th>{say('办结', 'Closed')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.lines.map((line) =>
                row(line, line.unitId === undefined ? say('未分派', 'not assigned') : line.unitName),
              )}
              {row(data.total, say('合计', 'all'))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {data?.total.received === 0 && (
        <Text c="dimmed">{say('这个月没有客诉', 'no complaint in this month')}</Text>
      )}
    </Stack>
  )
}

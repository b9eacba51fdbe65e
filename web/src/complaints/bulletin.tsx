import { Anchor, Card, Group, SimpleGrid, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Bulletin, BulletinLine } from '../../../lib/complaint/bulletin'
import { bulletinColumns } from '../../../lib/policy/complaint-figures'
import { call } from '../api/client'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { DownloadButton } from '../parts/download-button'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { mayOpen, placeOf } from '../shell/places'

/** The month in figures (article 4): on time, answered, satisfied, by unit. */
export function BulletinPage() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const [month, setMonth] = useState(me!.today.slice(0, 7))
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['bulletin', month],
    queryFn: () => call<Bulletin>('GET', `/bulletins/${month}`),
  })
  const named = data && [
    ...data.lines.map((line) => ({
      line,
      name: line.unitId === undefined ? say('未分派', 'not assigned') : line.unitName,
    })),
    { line: data.total, name: say('合计', 'all') },
  ]
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
        <DownloadButton
          path={`/bulletins/${month}/sheet?of=cases`}
          label={say('逐件台账（.xlsx）', 'Single cases (.xlsx)')}
        />
      </Group>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {named && (
        <>
          <AsTable lines={named} />
          <AsCards lines={named} />
        </>
      )}
      {data?.total.received === 0 && (
        <Text c="dimmed">{say('这个月没有客诉', 'no complaint in this month')}</Text>
      )}
    </Stack>
  )
}

interface Named {
  line: BulletinLine
  name: string
}

function AsTable({ lines }: { lines: Named[] }) {
  const { say } = useLanguage()
  return (
    <Table.ScrollContainer
      minWidth={1080}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      visibleFrom="sm"
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('单位', 'Unit')}</Table.Th>
            {bulletinColumns.map(({ name }) => (
              <Table.Th key={name.en}>{say(name.zh, name.en)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ line, name }) => (
            <Table.Tr key={line.unitId ?? name}>
              <Table.Th scope="row">{name}</Table.Th>
              {bulletinColumns.map((column) => (
                <Table.Td key={column.name.en}>{column.cell(line)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** On a phone all figures of a unit stand below its name, instead of most of a table beyond the edge. */
function AsCards({ lines }: { lines: Named[] }) {
  const { say } = useLanguage()
  return (
    <Stack gap="sm" hiddenFrom="sm">
      {lines.map(({ line, name }) => (
        <Card key={line.unitId ?? name} withBorder padding="sm">
          <Title order={2} size="h5" mb="xs">
            {name}
          </Title>
          <SimpleGrid cols={2} spacing="xs" verticalSpacing={4}>
            {bulletinColumns.map((column) => (
              <Text key={column.name.en} size="sm">
                {say(column.name.zh, column.name.en)} <b>{column.cell(line)}</b>
              </Text>
            ))}
          </SimpleGrid>
        </Card>
      ))}
    </Stack>
  )
}

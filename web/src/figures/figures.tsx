import {
  Anchor,
  Card,
  Group,
  NativeSelect,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link } from 'wouter'
import type { FigureLine, FigureReport } from '../../../lib/figures/read-figures'
import { figureColumns, reportTables, type Figures as Counted } from '../../../lib/policy/figures'
import { policy } from '../../../lib/policy/policy'
import { call } from '../api/client'
import { isOne, useMe, type Me } from '../api/me'
import { useLanguage, type Bilingual } from '../language'
import { DownloadButton } from '../parts/download-button'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { PointsPanel } from './points'

const Chart = lazy(async () => ({ default: (await import('./chart')).FigureChart }))

type Scope = 'company' | 'unit' | 'person'
const scopeNames: Record<Scope, Bilingual> = {
  company: { zh: '全公司', en: 'Company' },
  unit: { zh: '单位', en: 'Unit' },
  person: { zh: '本人', en: 'Myself' },
}
const seesAll = (me: Me) =>
  isOne(me, 'editor', 'department-head', 'office-reviewer', 'company-leader', 'admin', 'inspector')
const scopesOf = (me: Me): Scope[] => [
  ...(seesAll(me) ? (['company'] as const) : []),
  ...(seesAll(me) || isOne(me, 'unit-head') ? (['unit'] as const) : []),
  'person',
]

const nameOfTier = (tier: string): Bilingual =>
  (policy.tiers as Record<string, { title: Bilingual }>)[tier]?.title ?? { zh: tier, en: tier }

/** 统计: what happened in a month or year, for the company, a unit or oneself. */
export function FiguresPage() {
  const { say, tell } = useLanguage()
  const me = useMe().data!
  const scopes = scopesOf(me)
  const [scope, setScope] = useState<Scope>(scopes[0]!)
  const [span, setSpan] = useState<'month' | 'year'>('month')
  const [month, setMonth] = useState(me.today.slice(0, 7))
  const [unitId, setUnit] = useState(me.unit?.id ?? '')
  const period = span === 'month' ? month : month.slice(0, 4)
  // The units to choose from are the lines of the company.
  const company = useQuery({
    queryKey: ['figures', period, 'company'],
    queryFn: () => call<FigureReport>('GET', `/figures/${period}`),
    enabled: seesAll(me),
  })
  const query = scope === 'unit' ? `?unit=${unitId}` : scope === 'person' ? `?person=${me.id}` : ''
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['figures', period, scope === 'company' ? 'company' : query],
    queryFn: () => call<FigureReport>('GET', `/figures/${period}${query}`),
  })
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('统计', 'Figures')}
      </Title>
      <Group align="flex-end">
        {scopes.length > 1 && (
          <SegmentedControl
            aria-label={say('统计对象', 'Of whom')}
            value={scope}
            onChange={(value) => setScope(value as Scope)}
            data={scopes.map((value) => ({ value, label: tell(scopeNames[value]) }))}
          />
        )}
        <SegmentedControl
          aria-label={say('月或年', 'Month or year')}
          value={span}
          onChange={(value) => setSpan(value as 'month' | 'year')}
          data={[
            { value: 'month', label: say('按月', 'Month') },
            { value: 'year', label: say('按年', 'Year') },
          ]}
        />
        <TextInput
          type="month"
          label={
            span === 'month'
              ? say('月份', 'Month')
              : say('年份（取所选月份的年）', 'Year (of the month chosen)')
          }
          value={month}
          max={me.today.slice(0, 7)}
          onChange={({ currentTarget: { value } }) => {
            if (/^20\d{2}-\d{2}$/.test(value)) setMonth(value)
          }}
        />
        {scope === 'unit' && seesAll(me) && (
          <NativeSelect
            label={say('哪个单位', 'Which unit')}
            value={unitId}
            onChange={(event) => setUnit(event.currentTarget.value)}
            data={(company.data?.lines ?? []).map(({ id, name }) => ({ value: id!, label: tell(name) }))}
          />
        )}
        <DownloadButton
          path={`/figures/${period}/sheet${query}`}
          label={say('下载（.xlsx）', 'Download (.xlsx)')}
        />
      </Group>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {data && <Report report={data} />}
      <PointsPanel />
    </Stack>
  )
}

function Report({ report }: { report: FigureReport }) {
  const { say, tell } = useLanguage()
  const { lines, total, months } = report
  const first = report.of.kind === 'unit' ? say('人员', 'Person') : say('单位', 'Unit')
  const named = [
    ...lines.map((line) => ({ key: line.id ?? line.name.zh, name: tell(line.name), line })),
    { key: 'total', name: lines.length > 0 ? say('合计', 'All') : tell(total.name), line: total },
  ]
  const byMonth = months.map(({ month, items }) => ({ key: month, name: month, line: { items } }))
  const charted = months.length > 0 ? byMonth : named.filter(({ key }) => key !== 'total')
  return (
    <>
      <Numbers lines={named} first={first} />
      {charted.length > 0 && (
        <Suspense fallback={<Loading />}>
          <Chart
            bars={charted.map(({ name, line }) => ({
              name,
              ...{ wechat: line.items.wechat, weibo: line.items.weibo, returned: line.items.returned },
            }))}
          />
        </Suspense>
      )}
      {byMonth.length > 0 && (
        <section aria-label={say('按月', 'By month')}>
          <Title order={2} size="h4" mb="xs">
            {say('按月', 'By month')}
          </Title>
          <Numbers lines={byMonth} first={say('月份', 'Month')} />
        </section>
      )}
      <Returns report={report} />
      <Publications report={report} />
      <Text size="sm" c="dimmed">
        {say(
          '报送按首次送审时间计；其余按事情发生的时间计，在稿件归档后计入。用时按公司的工作日历，只算工作时间。客诉按受理月份，与客诉月报相同。',
          'Submitted counts by the first submission; everything else by when it happened, once the item is archived. Times count working hours by the company’s calendar. Complaints count by the month they were registered, as in the bulletin.',
        )}
      </Text>
    </>
  )
}

interface Named {
  key: string
  name: string
  line: Counted | FigureLine
}

function Numbers({ lines, first }: { lines: Named[]; first: string }) {
  const { tell } = useLanguage()
  return (
    <>
      <Table.ScrollContainer
        minWidth={1500}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
        visibleFrom="sm"
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{first}</Table.Th>
              {figureColumns.map(({ key, name }) => (
                <Table.Th key={key}>{tell(name)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map(({ key, name, line }) => (
              <Table.Tr key={key}>
                <Table.Th scope="row">{name}</Table.Th>
                {figureColumns.map((column) => (
                  <Table.Td key={column.key}>{column.cell(line)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {/* On a phone all figures of a unit stand below its name. */}
      <Stack gap="sm" hiddenFrom="sm">
        {lines.map(({ key, name, line }) => (
          <Card key={key} withBorder padding="sm">
            <Title order={3} size="h5" mb="xs">
              {name}
            </Title>
            <SimpleGrid cols={2} spacing="xs" verticalSpacing={4}>
              {figureColumns.map((column) => (
                <Text key={column.key} size="sm">
                  {tell(column.name)} <b>{column.cell(line)}</b>
                </Text>
              ))}
            </SimpleGrid>
          </Card>
        ))}
      </Stack>
    </>
  )
}

/** A list of its own below the figures, with the headings of the workbook's sheet. */
function Listed({
  title,
  of,
  rows,
}: {
  title: string
  of: Bilingual[]
  rows: (string | React.ReactNode)[][]
}) {
  const { say, tell } = useLanguage()
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {rows.length === 0 ? (
        <Empty title={say('没有', 'None')}>{say('这段时间里没有。', 'None in this time.')}</Empty>
      ) : (
        <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                {of.map((name) => (
                  <Table.Th key={name.en}>{tell(name)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((cells, at) => (
                <Table.Tr key={at}>
                  {cells.map((cell, index) => (
                    <Table.Td key={index}>{cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  )
}

const ToItem = ({ id, title }: { id: string; title: string }) => (
  <Anchor component={Link} href={`/submissions/${id}`} size="sm">
    {title}
  </Anchor>
)

function Returns({ report }: { report: FigureReport }) {
  const { say, tell, language } = useLanguage()
  return (
    <Listed
      title={say('退回及理由', 'Sent back, and why')}
      of={reportTables.returns}
      rows={report.returns.map(({ at, submissionId, title, unit, tier, reason }) => [
        moment(at, language),
        <ToItem key="item" id={submissionId} title={title} />,
        unit,
        tell(nameOfTier(tier)),
        reason,
      ])}
    />
  )
}

function Publications({ report }: { report: FigureReport }) {
  const { say, language } = useLanguage()
  return (
    <Listed
      title={say('发布', 'Published')}
      of={reportTables.publications}
      rows={report.publications.map(({ at, submissionId, title, unit, channel, url, deletedAt }) => [
        moment(at, language),
        <ToItem key="item" id={submissionId} title={title} />,
        unit,
        channel === 'wechat' ? say('微信', 'WeChat') : say('微博', 'Weibo'),
        url ? (
          <Anchor key="url" href={url} target="_blank" rel="noreferrer" size="sm">
            {say('打开', 'Open')}
          </Anchor>
        ) : (
          ''
        ),
        deletedAt ? moment(deletedAt, language) : '',
      ])}
    />
  )
}

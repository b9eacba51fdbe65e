import { Badge, Button, Group, NumberInput, Paper, Table, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ListedRequests, UnitStanding } from '../../../lib/request/list-requests'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'

/** Sets what is expected, or lets a unit off for a month; on record. */
function useSet(month: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ method, path, body }: { method: 'PUT' | 'DELETE'; path: string; body?: object }) =>
      call<ListedRequests>(method, path, body),
    onSettled: () => queries.invalidateQueries({ queryKey: ['requests', month] }),
  })
}

function Row({ unit, month, office }: { unit: UnitStanding; month: string; office: boolean }) {
  const { say } = useLanguage()
  const [expected, expect] = useState<string | number>(unit.expected)
  const [reason, setReason] = useState('')
  const set = useSet(month)
  const at = `/units/${encodeURIComponent(unit.unitId)}`
  const short = unit.exempt === undefined && unit.delivered < unit.expected
  return (
    <>
      <Table.Tr>
        <Table.Th scope="row">{unit.unitName}</Table.Th>
        <Table.Td>
          {unit.delivered} / {unit.expected}{' '}
          {short && (
            <Badge color="orange">
              {say(`差 ${unit.expected - unit.delivered}`, `${unit.expected - unit.delivered} short`)}
            </Badge>
          )}
          {unit.exempt !== undefined && (
            <Text span size="sm" c="dimmed">
              {say(`本月免报：${unit.exempt}`, `exempt: ${unit.exempt}`)}
            </Text>
          )}
        </Table.Td>
        <Table.Td>
          {unit.open}
          {unit.overdue > 0 && (
            <>
              {' '}
              <Badge color="red">{say(`逾期 ${unit.overdue}`, `${unit.overdue} overdue`)}</Badge>
            </>
          )}
        </Table.Td>
      </Table.Tr>
      {office && (
        <Table.Tr>
          <Table.Td colSpan={3}>
            <details>
              <summary>{say(`设置${unit.unitName}`, `Settings of ${unit.unitName}`)}</summary>
              <Group align="flex-end" gap="xs" mt="xs">
                <NumberInput
                  label={say('每月应报（篇）', 'Expected a month')}
                  min={0}
                  max={100}
                  allowDecimal={false}
                  value={expected}
                  onChange={expect}
                  w={140}
                />
                <Button
                  variant="default"
                  loading={set.isPending}
                  disabled={expected === '' || expected === unit.expected}
                  onClick={() =>
                    set.mutate({
                      method: 'PUT',
                      path: `${at}/expectation`,
                      body: { perMonth: Number(expected) },
                    })
                  }
                >
                  {say('保存', 'Save')}
                </Button>
                {unit.exempt === undefined ? (
                  <>
                    <TextInput
                      label={say(`${month} 免报的理由`, `Why exempt in ${month}`)}
                      value={reason}
                      onChange={(event) => setReason(event.currentTarget.value)}
                    />
                    <Button
                      variant="default"
                      loading={set.isPending}
                      disabled={reason.trim() === ''}
                      onClick={() =>
                        set.mutate({
                          method: 'PUT',
                          path: `${at}/exemptions/${month}`,
                          body: { reason: reason.trim() },
                        })
                      }
                    >
                      {say('本月免报', 'Exempt')}
                    </Button>
                  </>
                ) : (
                  <Button
                    variant="default"
                    loading={set.isPending}
                    onClick={() => set.mutate({ method: 'DELETE', path: `${at}/exemptions/${month}` })}
                  >
                    {say('取消免报', 'End the exemption')}
                  </Button>
                )}
              </Group>
              <Trouble error={set.error} />
            </details>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  )
}

/** How units stand in a month: delivered of expected, wanted material, exemptions. */
export function Units(given: {
  shown: ListedRequests
  month: string
  choose: (month: string) => void
  today: string
  office: boolean
}) {
  const { shown, month, choose, today, office } = given
  const { say } = useLanguage()
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('各单位报送', 'How units stand')}
      </Title>
      <TextInput
        type="month"
        label={say('月份', 'Month')}
        maw={200}
        value={month}
        max={today.slice(0, 7)}
        onChange={(event) => {
          if (/^\d{4}-\d{2}$/.test(event.currentTarget.value)) choose(event.currentTarget.value)
        }}
      />
      <Table.ScrollContainer minWidth={320} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('单位', 'Unit')}</Table.Th>
              <Table.Th>{say('已报 / 应报', 'Delivered / expected')}</Table.Th>
              <Table.Th>{say('待提供材料', 'Wanted')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.units.map((unit) => (
              <Row
                key={`${unit.unitId} ${month} ${unit.expected}`}
                unit={unit}
                month={month}
                office={office}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

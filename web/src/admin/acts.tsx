import { Group, Paper, Table, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import type { Act } from '../../../lib/ledger/acts'
import { useLanguage, type Bilingual } from '../language'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { moment } from '../words/moment'
import { roleNames } from '../words/roles'

const actNames: Record<string, Bilingual> = {
  UnitSaved: { zh: '保存单位', en: 'saved unit' },
  PersonSaved: { zh: '保存人员', en: 'saved person' },
  RoleGranted: { zh: '授予角色', en: 'gave role' },
  RoleEnded: { zh: '结束角色', en: 'ended role' },
  SessionsEnded: { zh: '强制退出登录', en: 'signed out everywhere' },
  OfficerDesignated: { zh: '指定信息员', en: 'designated officer' },
  DesignationEnded: { zh: '结束指定', en: 'ended designation of' },
  SubstituteNamed: { zh: '指定代理', en: 'named as substitute' },
  SubstituteEnded: { zh: '结束代理', en: 'ended substitution by' },
  ExpectationSet: { zh: '设定每月应报', en: 'set what is expected of' },
  UnitExempted: { zh: '免报', en: 'exempted' },
  ExemptionEnded: { zh: '取消免报', en: 'ended exemption of' },
  WordListPublished: { zh: '发布词表第', en: 'published word list' },
  WeiboAuthorised: { zh: '授权微博账号', en: 'authorised Weibo account' },
}

/** Who changed what, by month; kept for good. */
export function Acts({ month: current }: { month: string }) {
  const { say, tell, language } = useLanguage()
  const [month, setMonth] = useState(current)
  const pages = usePages<{ acts: Act[]; next?: string }>(
    ['acts'],
    '/admin/acts',
    { month },
    { enabled: /^\d{4}-\d{2}$/.test(month) },
  )
  const all = pages.data?.pages.flatMap((page) => page.acts)
  const [sought, seek] = useState('')
  const role = (facts: Act['facts']) =>
    typeof facts['role'] === 'string' ? tell(roleNames[facts['role'] as keyof typeof roleNames]) : ''
  const said = (act: Act) =>
    `${tell(actNames[act.type] ?? { zh: act.type, en: act.type })} ${act.about} ${role(act.facts)}`
  const acts = (all ?? []).filter((act) =>
    `${act.name} ${said(act)}`.toLowerCase().includes(sought.trim().toLowerCase()),
  )
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('操作记录', 'Record of changes')}
      </Title>
      <Group>
        <TextInput
          type="month"
          label={say('月份', 'Month')}
          value={month}
          max={current}
          onChange={(event) => setMonth(event.currentTarget.value)}
        />
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
          {all.length === 0
            ? say('这个月没有改动', 'nothing changed in this month')
            : say('没有找到', 'nothing found')}
        </Text>
      )}
      {acts.length > 0 && (
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
                    {act.name}
                    <Text size="xs" c="dimmed">
                      {moment(act.at, language)}
                    </Text>
                  </Table.Td>
                  <Table.Td>{said(act)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <More of={pages} />
    </Paper>
  )
}

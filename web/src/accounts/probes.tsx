import { Alert, Badge, Button, Group, List, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { News, Probe } from '../../../lib/probe/probe'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage, type Bilingual } from '../language'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { moment } from '../words/moment'

type Case = Probe['cases'][number]

const permissionNames: Record<Probe['permissions'][number]['state'], { name: Bilingual; color: string }> = {
  allowed: { name: { zh: '可用', en: 'allowed' }, color: 'green' },
  refused: { name: { zh: '无权', en: 'refused' }, color: 'red' },
  unknown: { name: { zh: '查不到', en: 'unknown' }, color: 'orange' },
}

const caseNames: Record<Case['state'], { name: Bilingual; color: string }> = {
  kept: { name: { zh: '原样', en: 'kept' }, color: 'green' },
  rewritten: { name: { zh: '改写，读者看不出', en: 'rewritten, not seen' }, color: 'teal' },
  changed: { name: { zh: '读者看到的变了', en: 'changed for readers' }, color: 'orange' },
  lost: { name: { zh: '丢失', en: 'lost' }, color: 'red' },
  unknown: { name: { zh: '查不到', en: 'unknown' }, color: 'gray' },
}

function Changes({ news, cases }: { news: News[]; cases: Case[] }) {
  const { say, tell } = useLanguage()
  if (news.length === 0) return null
  return (
    <Alert
      color="red"
      title={say(`与上次探针相比有 ${news.length} 处不同`, `${news.length} differ from the last probe`)}
    >
      <List size="sm">
        {news.map(({ what, name, before, after }) => {
          const title = cases.find((one) => one.name === name)?.title
          return (
            <List.Item key={`${what} ${name}`}>
              {title ? tell(title) : name}: <code>{before}</code> → <code>{after}</code>
            </List.Item>
          )
        })}
      </List>
    </Alert>
  )
}

function Permissions({ permissions }: Pick<Probe, 'permissions'>) {
  const { say, tell } = useLanguage()
  return (
    <Table.ScrollContainer minWidth={360}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('接口', 'Call')}</Table.Th>
            <Table.Th>{say('权限', 'Right')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {permissions.map(({ path, state, errcode, said }) => (
            <Table.Tr key={path}>
              <Table.Td>
                <code>{path}</code>
              </Table.Td>
              <Table.Td>
                <Badge color={permissionNames[state].color}>{tell(permissionNames[state].name)}</Badge>{' '}
                {state === 'refused' && `${errcode ?? ''} ${said ? tell(said) : ''}`}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Cases({ cases }: Pick<Probe, 'cases'>) {
  const { say, tell } = useLanguage()
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('写法', 'Case')}</Table.Th>
            <Table.Th>{say('微信的处理', 'What WeChat makes of it')}</Table.Th>
            <Table.Th>{say('写入', 'Written')}</Table.Th>
            <Table.Th>{say('读回', 'Read back')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cases.map(({ name, title, state, sent, got }) => (
            <Table.Tr key={name}>
              <Table.Td>{tell(title)}</Table.Td>
              <Table.Td>
                <Badge color={caseNames[state].color}>{tell(caseNames[state].name)}</Badge>
              </Table.Td>
              <Table.Td>
                <code>{sent}</code>
              </Table.Td>
              <Table.Td>
                <code>{state === 'kept' ? '=' : got || '—'}</code>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Report({ probe, open }: { probe: Probe; open: boolean }) {
  const { say, language } = useLanguage()
  const { at, by, news, permissions, cases, draft } = probe
  const refused = permissions.filter(({ state }) => state === 'refused').length
  return (
    <details open={open}>
      <summary>
        {moment(at, language)} · {by?.name ?? say('工程师', 'an engineer')}
        {say(
          ` · ${news.length} 处不同 · ${refused} 个接口无权`,
          ` · ${news.length} differ · ${refused} calls refused`,
        )}
      </summary>
      <Stack gap="xs" mt="xs">
        <Changes news={news} cases={cases} />
        {draft === 'left' && (
          <Text size="sm">
            {say(
              '探针的草稿没有删掉，之后会自动删除；请不要发表它。',
              'The probe’s draft could not be deleted and will be later; do not publish it.',
            )}
          </Text>
        )}
        <Permissions permissions={permissions} />
        <Cases cases={cases} />
      </Stack>
    </details>
  )
}

/** What the company's own WeChat allows and does today: reports, newest first, and a new one. */
export function Probes() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const queries = useQueryClient()
  const pages = usePages<{ probes: Probe[]; next?: string }>(['probes'], '/admin/probes')
  const run = useMutation({
    mutationFn: () => call<{ probe: Probe }>('POST', '/admin/probes', {}),
    onSettled: () => queries.invalidateQueries({ queryKey: ['probes'] }),
  })
  const probes = pages.data?.pages.flatMap((page) => page.probes) ?? []
  return (
    <Paper withBorder p="md" component="section">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {say('微信探针', 'WeChat probe')}
        </Title>
        {isOne(me, 'admin', 'editor') && (
          <Button variant="default" loading={run.isPending} onClick={() => run.mutate()}>
            {say('现在探一次', 'Probe now')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" mb="xs">
        {say(
          '先查接口权限，再新建一篇有各种写法的草稿，读回、比对、删除；不会发给任何读者。',
          'Permissions first; then a draft with hard cases is made, read back, compared and deleted. Nothing reaches a reader.',
        )}
      </Text>
      <Trouble error={run.error ?? pages.error} retry={() => void pages.refetch()} />
      {pages.isPending && <Loading lines={3} />}
      {pages.data && probes.length === 0 && (
        <Empty title={say('还没有探过', 'Not probed yet')}>
          {say('第一次的结果是以后比较的依据。', 'The first report is what later ones are compared with.')}
        </Empty>
      )}
      <Stack gap="xs" aria-live="polite">
        {probes.map((probe, at) => (
          <Report key={probe.at} probe={probe} open={at === 0 && probe.news.length > 0} />
        ))}
      </Stack>
      <More of={pages} />
    </Paper>
  )
}

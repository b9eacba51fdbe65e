import {
  Anchor,
  Badge,
  Button,
  Card,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ListedLoan } from '../../../lib/loan/list-loans'
import type { LoanState } from '../../../lib/loan/loan'
import type { Colleague } from '../../../lib/people/list-colleagues'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { More } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { loanColors, loanNames } from './names'
import { useLoans } from './queries'

const states = Object.keys(loanNames) as LoanState[]

export const LoanBadge = ({ state }: { state: LoanState }) => {
  const { tell } = useLanguage()
  return <Badge color={loanColors[state]}>{tell(loanNames[state])}</Badge>
}

function Line({ loan }: { loan: ListedLoan }) {
  const { say, language } = useLanguage()
  const until = `${moment(loan.from, language)} – ${moment(loan.until, language)}`
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Anchor component={Link} href={`/loans/${loan.id}`} fw={600} c="inherit">
          {loan.event}
        </Anchor>
        <LoanBadge state={loan.state} />
      </Group>
      <Text size="sm" c="dimmed">
        {loan.unitName} · {loan.borrowers.map((one) => one.name).join('、')} · {until}
      </Text>
      <Text size="sm">
        {say(`已用 ${loan.used} 条，上限 ${loan.cap} 条`, `${loan.used} of ${loan.cap} posts used`)}
      </Text>
    </Card>
  )
}

/** What is asked of the register; a unit sees its own, 企管部 and inspectors all (article 2). */
function Filter({
  all,
  unitId,
  state,
  ask,
}: {
  all: boolean
  unitId: string
  state: LoanState | ''
  ask: (asked: { unitId: string; state: LoanState | '' }) => void
}) {
  const { say, tell } = useLanguage()
  const { data } = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call<{ people: Colleague[] }>('GET', '/people'),
    enabled: all,
  })
  const units = [...new Map((data?.people ?? []).map((one) => [one.unitId, one.unitName]))]
  const any = { value: '', label: say('不限', 'any') }
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {all && (
        <NativeSelect
          label={say('单位', 'Unit')}
          value={unitId}
          onChange={(event) => ask({ unitId: event.currentTarget.value, state })}
          data={[any, ...units.map(([value, label]) => ({ value, label }))]}
        />
      )}
      <NativeSelect
        label={say('状态', 'State')}
        value={state}
        onChange={(event) => ask({ unitId, state: event.currentTarget.value as LoanState | '' })}
        data={[any, ...states.map((value) => ({ value, label: tell(loanNames[value]) }))]}
      />
    </SimpleGrid>
  )
}

/** Article 12: the register of loans of the Weibo account, and where a unit begins one. */
export function Loans() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const [asked, ask] = useState<{ unitId: string; state: LoanState | '' }>({ unitId: '', state: '' })
  const pages = useLoans(asked)
  const { error, isPending, refetch } = pages
  const loans = pages.data?.pages.flatMap((page) => page.loans)
  const mayApply = isOne(me, 'officer', 'unit-head')
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h2">
          {say('微博账号借用', 'Loans of the Weibo account')}
        </Title>
        {mayApply && (
          <Button component={Link} href="/loans/new" leftSection={<IconPlus size={16} />}>
            {say('申请借用', 'Apply for a loan')}
          </Button>
        )}
      </Group>
      <Text c="dimmed">
        {say(
          '单位要在微博上互动或直播时申请借用，由企管部负责人批准（第十二条）。借用人在系统中直接发布，不需要账号密码。',
          'A unit that wants to interact or go live on Weibo applies, and the head of enterprise management decides (article 12). Borrowers post through the system, without a password.',
        )}
      </Text>
      <Filter all={pages.data?.pages[0]?.all ?? false} {...asked} ask={ask} />
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {loans?.length === 0 && !pages.hasNextPage && (
        <Empty title={say('没有借用', 'No loans')}>
          {mayApply && say('需要时点“申请借用”。', 'When you need one, press “Apply for a loan”.')}
        </Empty>
      )}
      <Stack component="ul" gap="xs" className="plain-list" aria-label={say('借用', 'Loans')}>
        {loans?.map((loan) => (
          <Line key={loan.id} loan={loan} />
        ))}
      </Stack>
      <More of={pages} />
    </Stack>
  )
}

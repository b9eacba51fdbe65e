import { Alert, Badge, Button, Card, Group, Stack, Text, Textarea, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShownProposal } from '../../../lib/oversight/list'
import { call } from '../api/client'
import { useMe } from '../api/me'
import { useLanguage, type Bilingual } from '../language'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { ActDetails, actName } from './act-details'
import { Settings } from './settings'

const states: Record<ShownProposal['state'], Bilingual & { color: string }> = {
  waiting: { zh: '待复核', en: 'waiting', color: 'blue' },
  confirmed: { zh: '已确认，即将生效', en: 'confirmed, about to take effect', color: 'teal' },
  effective: { zh: '已生效', en: 'in effect', color: 'green' },
  refused: { zh: '未获同意', en: 'refused', color: 'red' },
  withdrawn: { zh: '已撤回', en: 'withdrawn', color: 'gray' },
  expired: { zh: '无人复核，已失效', en: 'lapsed', color: 'orange' },
  failed: { zh: '无法生效', en: 'could not take effect', color: 'red' },
}

/** Said where the change was just made: nothing has changed yet, and who is asked. */
export function Waits({ change }: { change: ShownProposal }) {
  const { say } = useLanguage()
  const who = change.waitsFor
  return (
    <Alert color="blue" title={say('已提交，等第二个人确认', 'Proposed; a second person has to confirm it')}>
      {say(
        `现在什么都还没有变。已发邮件给${who.join('、')}；其中一人确认后一分钟内生效。`,
        `Nothing has changed yet. ${who.join(', ')} got a mail; it takes effect within a minute of one of them confirming.`,
      )}
    </Alert>
  )
}

function useAct(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ act, body }: { act: 'withdrawal' | 'glass'; body?: object }) =>
      call('POST', `/changes/${id}/${act}`, body ?? {}),
    onSuccess: async () => {
      for (const key of ['changes', 'acts']) await queries.invalidateQueries({ queryKey: [key] })
    },
  })
}

/** Taking it back, and declaring it urgent with a reason: the proposer's. */
function Own({ change }: { change: ShownProposal }) {
  const { say } = useLanguage()
  const act = useAct(change.id)
  const [urgent, open] = useState(false)
  const [reason, setReason] = useState('')
  return (
    <Stack gap="xs" mt="xs">
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          loading={act.isPending}
          onClick={() => act.mutate({ act: 'withdrawal' })}
        >
          {say('撤回', 'Take it back')}
        </Button>
        {!change.glass && !urgent && (
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => open(true)}>
            {say('无人能确认，而且等不了', 'Nobody can confirm it, and it cannot wait')}
          </Button>
        )}
      </Group>
      {urgent && !change.glass && (
        <Stack gap="xs">
          <Text size="sm">
            {say(
              '写明理由后，若无人拒绝，四个工作小时后自动生效。公司领导、企管部负责人、其他管理员和当事人会立即收到邮件，并触发告警。',
              'With a reason it takes effect after four working hours unless somebody refuses. The company leaders, the head of enterprise management, other administrators and whom it concerns get a mail at once, and an alarm is raised.',
            )}
          </Text>
          <Textarea
            label={say('理由', 'Reason')}
            value={reason}
            maxLength={500}
            autosize
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group>
            <Button
              size="compact-sm"
              color="red"
              disabled={reason.trim() === ''}
              loading={act.isPending}
              onClick={() => act.mutate({ act: 'glass', body: { reason: reason.trim() } })}
            >
              {say('声明紧急', 'Declare it urgent')}
            </Button>
          </Group>
        </Stack>
      )}
      <Trouble error={act.error} />
    </Stack>
  )
}

function Change({ change, mine }: { change: ShownProposal; mine: boolean }) {
  const { say, tell, language } = useLanguage()
  const { act, state, decision, glass, trouble } = change
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Text fw={600}>
          {tell(actName(act))} {act.about.name}
        </Text>
        <Badge color={states[state].color}>{tell(states[state])}</Badge>
      </Group>
      <ActDetails act={act} />
      <Text size="sm" c="dimmed">
        {change.proposedBy.name} · {moment(change.proposedBy.at, language)}
        {change.why && ` · ${tell(change.why)}`}
      </Text>
      {state === 'waiting' && (
        <Text size="sm">
          {say(
            `等${change.waitsFor.join('、') || '（无人可问）'}确认，${moment(change.deadline, language)} 前答复`,
            `waits for ${change.waitsFor.join(', ') || 'nobody who could be asked'}, due ${moment(change.deadline, language)}`,
          )}
        </Text>
      )}
      {state === 'waiting' && glass && (
        <Text size="sm" c="red">
          {say(
            `已声明紧急：${glass.reason}。若无人拒绝，${moment(glass.effectiveAt, language)} 生效`,
            `declared urgent: ${glass.reason}. Unless refused it takes effect ${moment(glass.effectiveAt, language)}`,
          )}
        </Text>
      )}
      {decision && (
        <Text size="sm">
          {[decision.name, moment(decision.at, language), decision.reason].filter(Boolean).join(' · ')}
        </Text>
      )}
      {trouble && (
        <Text size="sm" c="red">
          {tell(trouble)}
        </Text>
      )}
      {mine && state === 'waiting' && <Own change={change} />}
    </Card>
  )
}

interface Listed {
  changes: ShownProposal[]
  next?: string
}

/** Proposed changes, the newest first; `open`: only those that wait. */
export function Changes({ open = false }: { open?: boolean }) {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const pages = usePages<Listed>(['changes'], '/changes', {}, { refetchInterval: 30_000 })
  const all = pages.data?.pages.flatMap((page) => page.changes)
  const changes = all?.filter(({ state }) => !open || state === 'waiting' || state === 'confirmed')
  if (open && changes?.length === 0) return null
  return (
    <section aria-label={say('待第二人确认的变更', 'Changes that wait for a second person')}>
      {open && (
        <Title order={2} size="h4" mb="xs">
          {say('待第二人确认的变更', 'Changes that wait for a second person')}
        </Title>
      )}
      <Trouble error={pages.error} />
      {pages.isPending && <Loading lines={3} />}
      {changes?.length === 0 && <Text c="dimmed">{say('还没有。', 'None yet.')}</Text>}
      <Stack component="ul" gap="xs" className="plain-list">
        {changes?.map((change) => (
          <Change key={change.id} change={change} mine={change.proposedBy.id === me?.id} />
        ))}
      </Stack>
      {!open && <More of={pages} />}
    </section>
  )
}

/** What took or takes a second person, for whoever confirms and whoever inspects. */
export function ChangesPage() {
  const { say } = useLanguage()
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('变更复核', 'Changes confirmed by two')}
      </Title>
      <Text>
        {say(
          '邮箱、姓名、角色、替他人指定的代理、企管部负责人的去留、敏感词表、平台账号、设置和密钥，由一人提出、另一人用邮件里的链接确认后才生效。停用和结束立即生效。',
          'Addresses, names, roles, substitutes in another’s name, the end of a head of enterprise management, the word list, platform accounts, settings and keys are proposed by one person and take effect once another confirms them by the link in the mail. Ending and taking away is at once.',
        )}
      </Text>
      <Changes />
      <Settings />
    </Stack>
  )
}

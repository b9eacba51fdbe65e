import { Anchor, Badge, Grid, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { ShownEdition } from '../../../lib/edition/show-edition'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { History } from '../parts/history'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { day, moment } from '../words/moment'
import { AsRead } from './as-read'
import { ComposeDay } from './compose-day'
import { editionColors, editionNames, sendNames } from './names'
import { useEdition } from './queries'
import { SendPanel } from './send-panel'

const changeable = ['composing', 'awaiting-confirmation', 'scheduled', 'failed', 'cancelled']

/** The ledger of a send in words: what was asked of WeChat, what it said, what is still unknown. */
function Sends({ sends }: { sends: ShownEdition['sends'] }) {
  const { say, tell, language } = useLanguage()
  if (sends.length === 0) return null
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb="xs">
        {say('群发台账', 'Ledger of sends')}
      </Title>
      <Stack gap="sm">
        {sends.map((send) => (
          <div key={send.attempt}>
            <Text fw={600}>
              {say(`第 ${send.attempt} 次：`, `Attempt ${send.attempt}: `)}
              {tell(sendNames[send.state])}
            </Text>
            <Text size="sm" c="dimmed">
              {say(
                `写下意图 ${moment(send.intendedAt, language)}`,
                `intent ${moment(send.intendedAt, language)}`,
              )}
              {send.looks > 0 && say(` · 已查 ${send.looks} 次`, ` · looked ${send.looks} times`)}
              {send.msgId && ` · msg_id ${send.msgId}`}
              {send.errcode !== undefined && ` · ${send.errcode}`}
            </Text>
            {send.said && <Text size="sm">{tell(send.said)}</Text>}
            {send.override && (
              <Text size="sm">
                {say(
                  `${send.override.name} 认定（${moment(send.override.at, language)}）：${send.override.reason}`,
                  `${send.override.name} said so (${moment(send.override.at, language)}): ${send.override.reason}`,
                )}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Paper>
  )
}

function WhatHappened({ ledger, names }: Pick<ShownEdition, 'ledger' | 'names'>) {
  const { say } = useLanguage()
  if (ledger.length === 0) return null
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb="sm">
        {say('经过', 'What happened')}
      </Title>
      <History events={ledger} names={names} />
    </Paper>
  )
}

/** One day: its articles, its send, and everything that happened. */
export function EditionDay({ date }: { date: string }) {
  const { say, tell, language } = useLanguage()
  const { data: me } = useMe()
  const { data, error, isPending, refetch } = useEdition(date)
  const mayAct = isOne(me, 'editor')
  const edition = data?.edition ?? null
  const past = me !== undefined && date < me.today
  const open = mayAct && (!edition || changeable.includes(edition.state))
  return (
    <Stack>
      <Group justify="space-between" align="flex-start">
        <div>
          <Anchor component={Link} href="/editions" size="sm">
            {say('← 全部期次', '← All editions')}
          </Anchor>
          <Title order={1} size="h2">
            {day(date, language)}
          </Title>
        </div>
        {edition && (
          <Badge size="lg" color={editionColors[edition.state]}>
            {tell(editionNames[edition.state])}
          </Badge>
        )}
      </Group>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading lines={6} />}
      {data && (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Stack>
              {open ? (
                <ComposeDay date={date} past={past} edition={edition} />
              ) : (
                <Paper withBorder p="md">
                  <Title order={2} size="h4" mb="xs">
                    {say('文章', 'Articles')}
                  </Title>
                  <ol>
                    {edition?.items.map(({ submissionId, title, unitName }) => (
                      <li key={submissionId}>
                        <Anchor component={Link} href={`/submissions/${submissionId}`}>
                          {title}
                        </Anchor>{' '}
                        <Text span size="sm" c="dimmed">
                          {unitName}
                        </Text>
                      </li>
                    ))}
                  </ol>
                </Paper>
              )}
              {edition && edition.items.length > 0 && <AsRead date={date} edition={edition} />}
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Stack>
              <SendPanel
                shown={data}
                date={date}
                past={past}
                mayAct={mayAct}
                maySay={isOne(me, 'editor', 'department-head')}
              />
              <Sends sends={data.sends} />
              <WhatHappened ledger={data.ledger} names={data.names} />
            </Stack>
          </Grid.Col>
        </Grid>
      )}
    </Stack>
  )
}

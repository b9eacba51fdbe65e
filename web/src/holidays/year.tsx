import { Button, Group, List, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PublishedHolidays } from '../../../lib/api/holidays'
import type { HolidayYear } from '../../../lib/calendar/holidays'
import type { Proposed } from '../../../lib/calendar/propose'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { ReasonField } from '../parts/reason-field'
import { day, momentInYear } from '../words/moment'

const kinds = {
  approval: { zh: '审批', en: 'approval' },
  loan: { zh: '微博借用审批', en: 'loan of the Weibo account' },
  'weibo-post': { zh: '人工发布微博', en: 'posting by hand' },
} as const

/** The dates of a year, for whoever only reads. */
export function DaysOfYear({ year: { holidays, workdays } }: { year: HolidayYear }) {
  const { say, language } = useLanguage()
  return (
    <List>
      {holidays.map(({ name, from, until }) => (
        <List.Item key={`${name} ${from}`}>
          {name}: {day(from, language)}
          {until !== from && ` – ${day(until, language)}`}
        </List.Item>
      ))}
      {workdays.length > 0 && (
        <List.Item>
          {say('调休上班：', 'Worked instead: ')}
          {workdays.map((date) => day(date, language)).join(say('、', ', '))}
        </List.Item>
      )}
    </List>
  )
}

/** What publishing would change: days, and the open deadlines with from and to. */
function Changes({ proposed: { off, worked, shifts } }: { proposed: Proposed }) {
  const { say, tell, language } = useLanguage()
  const dates = (all: string[]) =>
    all.length === 0 ? say('没有', 'none') : all.map((date) => day(date, language)).join(say('、', ', '))
  return (
    <Stack gap="xs">
      <Text>
        {say('改为休息：', 'Become days off: ')}
        {dates(off)}
      </Text>
      <Text>
        {say('改为上班：', 'Become working days: ')}
        {dates(worked)}
      </Text>
      <Title order={3} size="h5">
        {say(`顺延的期限（${shifts.length}）`, `Deadlines that move (${shifts.length})`)}
      </Title>
      {shifts.length === 0 ? (
        <Text c="dimmed">{say('没有正在等待的期限因此改变', 'No open deadline changes')}</Text>
      ) : (
        <List>
          {shifts.map(({ kind, id, title, from, to }) => (
            <List.Item key={`${kind} ${id}`}>
              {tell(kinds[kind])} · {title}: {momentInYear(from, language)} → {momentInYear(to, language)}
            </List.Item>
          ))}
        </List>
      )}
      <Text size="sm" c="dimmed">
        {say(
          '期限只会推后，不会提前；公布后一分钟内生效，记入各事项的台账。',
          'Deadlines only move later, never earlier; within a minute of publishing, on record in each ledger.',
        )}
      </Text>
    </Stack>
  )
}

/** A year to be mended and published: look at what it changes first, then give the reason. */
export function YearForm({ base, start }: { base: number; start: HolidayYear }) {
  const { say } = useLanguage()
  const queries = useQueryClient()
  const [holidays, setHolidays] = useState(start.holidays)
  const [workdays, setWorkdays] = useState(start.workdays.join(' '))
  const [reason, setReason] = useState('')
  const year: HolidayYear = {
    year: start.year,
    holidays,
    workdays: workdays.split(/[\s,，、;；]+/).filter(Boolean),
  }
  const propose = useMutation({
    mutationFn: (put: HolidayYear[]) => call<Proposed>('POST', `/holidays/${base}/proposal`, { put }),
  })
  const publish = useMutation({
    mutationFn: (body: { proposal: { put: HolidayYear[] }; fingerprint: string; reason: string }) =>
      call<PublishedHolidays>('POST', `/holidays/${base}/next`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['holidays'] }),
  })
  const change = (index: number, part: Partial<HolidayYear['holidays'][number]>) => {
    propose.reset()
    setHolidays(holidays.map((one, at) => (at === index ? { ...one, ...part } : one)))
  }
  const proposed = propose.data
  return (
    <Paper withBorder p="md" component="section">
      <Stack gap="sm">
        {holidays.map((one, index) => (
          <Group key={index} align="end" gap="xs">
            <TextInput
              label={say('节日', 'Holiday')}
              value={one.name}
              maxLength={20}
              onChange={(event) => change(index, { name: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label={say('从', 'From')}
              value={one.from}
              onChange={(event) => change(index, { from: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label={say('到', 'Until')}
              value={one.until}
              onChange={(event) => change(index, { until: event.currentTarget.value })}
            />
            <Button
              variant="default"
              aria-label={say(`去掉${one.name}`, `Take out ${one.name}`)}
              onClick={() => {
                propose.reset()
                setHolidays(holidays.filter((_, at) => at !== index))
              }}
            >
              {say('去掉', 'Take out')}
            </Button>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            onClick={() =>
              setHolidays([
                ...holidays,
                { name: '', from: `${start.year}-01-01`, until: `${start.year}-01-01` },
              ])
            }
          >
            {say('加一个假期', 'Add a holiday')}
          </Button>
        </Group>
        <TextInput
          label={say('调休上班的周末（用空格隔开）', 'Weekend days worked instead, with spaces between')}
          placeholder={`${start.year}-02-20`}
          value={workdays}
          maxLength={500}
          onChange={(event) => {
            propose.reset()
            setWorkdays(event.currentTarget.value)
          }}
        />
        <Group>
          <Button loading={propose.isPending} onClick={() => propose.mutate([year])}>
            {say('查看会改变什么', 'See what changes')}
          </Button>
        </Group>
        <Trouble error={propose.error ?? publish.error} />
        {proposed && (
          <Stack gap="sm" aria-live="polite">
            <Changes proposed={proposed} />
            <ReasonField
              label={say('公布依据（记入操作记录）', 'Reason (kept on record)')}
              placeholder={say('如：国办发明电〔2026〕×号', 'e.g. the number of the notice')}
              reason={reason}
              change={setReason}
            />
            <Group>
              <Button
                loading={publish.isPending}
                disabled={!reason.trim()}
                onClick={() =>
                  publish.mutate({
                    proposal: { put: propose.variables },
                    fingerprint: proposed.fingerprint,
                    reason,
                  })
                }
              >
                {say(`公布为第 ${base + 1} 版`, `Publish as version ${base + 1}`)}
              </Button>
            </Group>
          </Stack>
        )}
      </Stack>
    </Paper>
  )
}

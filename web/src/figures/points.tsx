import { Button, Group, List, NumberInput, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PointsVersions, ProposedPoints } from '../../../lib/api/figures'
import { scored, scoredNames, type PointsRule } from '../../../lib/policy/points'
import { Waits } from '../admin/changes'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { ReasonField } from '../parts/reason-field'
import { moment } from '../words/moment'

/** 稿分: the rule that counts, its versions, and proposing the next one. */
export function PointsPanel() {
  const { say, tell, language } = useLanguage()
  const { data: me } = useMe()
  const { data, error } = useQuery({
    queryKey: ['points'],
    queryFn: () => call<PointsVersions>('GET', '/points'),
  })
  const newest = data?.versions.at(-1)
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="points">
      <Stack gap="sm">
        <Title order={2} size="h4" id="points">
          {say('稿分办法', 'Rule of points')}
        </Title>
        <Trouble error={error} />
        {newest && (
          <>
            <Text size="sm">
              {scored.map((what) => `${tell(scoredNames[what])} ${newest.rule[what]}`).join(say('；', '; '))}
            </Text>
            <List size="sm">
              {[...(data?.versions ?? [])].reverse().map(({ number, at, name, reason }) => (
                <List.Item key={number}>
                  {at
                    ? say(
                        `第 ${number} 版，${moment(at, language)} 起，${name}提出：${reason}`,
                        `Version ${number}, from ${moment(at, language)}, proposed by ${name}: ${reason}`,
                      )
                    : say(`第 ${number} 版，随产品提供`, `Version ${number}, as it comes with the product`)}
                </List.Item>
              ))}
            </List>
            <Text size="sm" c="dimmed">
              {say(
                '每件事按发生时有效的那一版计分，以后改办法不影响已得的分。',
                'Each thing counts by the version in force when it happened; a later one changes nothing of it.',
              )}
            </Text>
            {isOne(me, 'admin', 'editor') && (
              <NextRule key={newest.number} base={newest.number} rule={newest.rule} />
            )}
          </>
        )}
      </Stack>
    </Paper>
  )
}

function NextRule({ base, rule }: { base: number; rule: PointsRule }) {
  const { say, tell } = useLanguage()
  const queries = useQueryClient()
  const [next, setNext] = useState(rule)
  const [reason, setReason] = useState('')
  const propose = useMutation({
    mutationFn: () =>
      call<ProposedPoints>('POST', `/points/${base}/next`, { rule: next, reason: reason.trim() }),
    onSuccess: async () => {
      for (const key of ['points', 'figures', 'changes']) await queries.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <details>
      <summary>{say('提出下一版', 'Propose the next version')}</summary>
      <Stack gap="sm" mt="sm">
        <SimpleGrid cols={{ base: 2, sm: 3 }}>
          {scored.map((what) => (
            <NumberInput
              key={what}
              label={tell(scoredNames[what])}
              value={next[what]}
              decimalScale={1}
              step={0.5}
              min={-1000}
              max={1000}
              onChange={(value) => typeof value === 'number' && setNext({ ...next, [what]: value })}
            />
          ))}
        </SimpleGrid>
        <ReasonField reason={reason} change={setReason} />
        <Trouble error={propose.error} />
        {propose.data?.waits && <Waits change={propose.data.waits} />}
        <Group>
          <Button loading={propose.isPending} disabled={!reason.trim()} onClick={() => propose.mutate()}>
            {say('提交复核', 'Have it confirmed')}
          </Button>
        </Group>
      </Stack>
    </details>
  )
}

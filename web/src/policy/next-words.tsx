import { Button, FileButton, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProposedWords, PublishedWords, ShownWords } from '../../../lib/api/wording'
import type { WordRule } from '../../../lib/policy/word-list'
import { kinds, type Entry } from '../../../lib/wording/entries'
import { Waits } from '../admin/changes'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { ReasonField } from '../parts/reason-field'
import { WordsDifference } from './words-difference'

type Proposal = { file: string } | { put: Entry[]; remove: string[] }

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(file)
  })

/** The next version: from a file or by single words, looked at as a difference, then published with a reason. */
export function NextWords({ base }: { base: number }) {
  const { say, tell } = useLanguage()
  const queries = useQueryClient()
  const [word, setWord] = useState('')
  const [rule, setRule] = useState<WordRule>('screen.internal')
  const [reason, setReason] = useState('')
  const propose = useMutation({
    mutationFn: (proposal: Proposal) => call<ProposedWords>('POST', `/word-lists/${base}/proposal`, proposal),
  })
  const publish = useMutation({
    mutationFn: (body: { proposal: Proposal; fingerprint: string; reason: string }) =>
      call<PublishedWords>('POST', `/word-lists/${base}/next`, body),
    onSuccess: async () => {
      propose.reset()
      setReason('')
      setWord('')
      for (const key of ['word-lists', 'changes']) await queries.invalidateQueries({ queryKey: [key] })
    },
  })
  const upload = useMutation({
    mutationFn: base64Of,
    onSuccess: (file) => propose.mutate({ file }),
  })
  const change = useMutation({
    mutationFn: () =>
      queries.fetchQuery({
        queryKey: ['word-lists', base],
        queryFn: () => call<ShownWords>('GET', `/word-lists/${base}`),
      }),
    onSuccess: ({ words }) => {
      // A word that is there already keeps its condition and exceptions.
      const old = words.find((entry) => entry.word === word.trim())
      propose.mutate({ put: [{ ...old, word: word.trim(), rule }], remove: [] })
    },
  })
  const proposed = propose.data
  return (
    <Paper withBorder p="md" component="section">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {say('做下一版词表', 'The next version of the list')}
        </Title>
        <div>
          <FileButton accept=".csv,text/csv" onChange={(file) => file && upload.mutate(file)}>
            {(props) => (
              <Button {...props} variant="default" loading={upload.isPending || propose.isPending}>
                {say('上传整张词表（CSV）', 'Upload the whole list (CSV)')}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed" mt={4}>
            {say(
              '表头：词语,类别,条件,例外；UTF-8 或 GBK，最多 20,000 个词。可先下载现行词表，在表格软件里修改。',
              'Heading: word,kind,contexts,exceptions; UTF-8 or GBK, 20,000 words at most. Download the present list and edit it in a spreadsheet.',
            )}
          </Text>
        </div>
        <Group align="end">
          <TextInput
            label={say('或改一个词', 'Or one word')}
            value={word}
            maxLength={60}
            onChange={(event) => setWord(event.currentTarget.value)}
          />
          <Select
            label={say('类别', 'Kind')}
            value={rule}
            allowDeselect={false}
            data={(Object.keys(kinds) as WordRule[]).map((value) => ({
              value,
              label: tell(kinds[value].name),
            }))}
            onChange={(value) => value && setRule(value as WordRule)}
          />
          <Button variant="default" disabled={!word.trim()} onClick={() => change.mutate()}>
            {say('加入或改类别', 'Add or change it')}
          </Button>
          <Button
            variant="default"
            disabled={!word.trim()}
            onClick={() => propose.mutate({ put: [], remove: [word.trim()] })}
          >
            {say('删除', 'Take it out')}
          </Button>
        </Group>
        <Trouble error={upload.error ?? change.error ?? propose.error ?? publish.error} />
        {publish.data?.waits && !proposed && <Waits change={publish.data.waits} />}
        {publish.data?.version && !proposed && (
          <Text role="status">
            {say(
              `已发布第 ${publish.data.version.number} 版`,
              `Version ${publish.data.version.number} is published`,
            )}
          </Text>
        )}
        {proposed && (
          <Stack gap="sm" aria-live="polite">
            <Text fw={600}>
              {say(
                `与第 ${base} 版的差异（新词表共 ${proposed.words} 个词）`,
                `Difference from version ${base} (${proposed.words} words in all)`,
              )}
            </Text>
            <WordsDifference difference={proposed.difference} />
            <Text>
              {say(
                '对在审稿件没有影响：已送审的稿件沿用送审时的词表。草稿在送审时用最新一版。',
                'No open item changes: what was submitted keeps the list it was submitted with. Drafts are checked with the newest one.',
              )}
            </Text>
            <ReasonField
              label={say('发布理由（记入操作记录）', 'Reason (kept on record)')}
              reason={reason}
              change={setReason}
            />
            <Group>
              <Button
                loading={publish.isPending}
                disabled={!reason.trim()}
                onClick={() =>
                  publish.mutate({ proposal: propose.variables, fingerprint: proposed.fingerprint, reason })
                }
              >
                {say(`提交复核，作为第 ${base + 1} 版`, `Propose as version ${base + 1}`)}
              </Button>
              <Button variant="default" onClick={() => propose.reset()}>
                {say('放弃', 'Leave it')}
              </Button>
            </Group>
          </Stack>
        )}
      </Stack>
    </Paper>
  )
}

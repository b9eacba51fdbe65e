import { Button, Card, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PreparedAnswers } from '../../../lib/complaint/prepared'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { usePrepared } from './queries'

function Edit({ kept }: { kept: PreparedAnswers }) {
  const { say } = useLanguage()
  const queries = useQueryClient()
  const [answers, setAnswers] = useState(kept.answers)
  const save = useMutation({
    mutationFn: () => call<PreparedAnswers>('PUT', '/prepared-answers', { answers, revision: kept.revision }),
    onSuccess: (next) => queries.setQueryData(['prepared-answers'], next),
  })
  const change = (at: number, part: Partial<PreparedAnswers['answers'][number]>) =>
    setAnswers(answers.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const isWhole = answers.every(({ title, text }) => title.trim() !== '' && text.trim() !== '')
  return (
    <>
      <Stack component="ul" gap="xs" className="plain-list">
        {answers.map((answer, at) => (
          <Card component="li" key={at} withBorder padding="sm">
            <Stack gap="xs">
              <TextInput
                label={say(`第 ${at + 1} 条的名称`, `Name of answer ${at + 1}`)}
                maxLength={30}
                value={answer.title}
                onChange={(event) => change(at, { title: event.currentTarget.value })}
              />
              <Textarea
                label={say(`第 ${at + 1} 条的内容`, `Words of answer ${at + 1}`)}
                autosize
                minRows={2}
                maxLength={600}
                value={answer.text}
                onChange={(event) => change(at, { text: event.currentTarget.value })}
              />
              <Group>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={say(`删除第 ${at + 1} 条`, `Remove answer ${at + 1}`)}
                  onClick={() => setAnswers(answers.filter((_, index) => index !== at))}
                >
                  {say('删除', 'Remove')}
                </Button>
              </Group>
            </Stack>
          </Card>
        ))}
      </Stack>
      <Trouble error={save.error} />
      <Group>
        <Button
          variant="default"
          disabled={answers.length >= 50}
          onClick={() => setAnswers([...answers, { title: '', text: '' }])}
        >
          {say('加一条', 'Add one')}
        </Button>
        <Button
          disabled={!isWhole || answers === kept.answers}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {say('保存', 'Save')}
        </Button>
      </Group>
    </>
  )
}

/** The company's list of answers that fit often; whoever answers puts one in and makes it fit. */
export function PreparedList() {
  const { say, language } = useLanguage()
  const { data, error, isPending, refetch } = usePrepared()
  return (
    <>
      <Text size="sm" c="dimmed">
        {say(
          '答复客户时可以插入，再按情况修改。不要写任何客户的信息。',
          'Whoever answers can put one in and change it. Nothing of any customer belongs here.',
        )}
        {data?.by && data.at && ` ${data.by} · ${moment(data.at, language)}`}
      </Text>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {data && <Edit key={data.revision} kept={data} />}
    </>
  )
}

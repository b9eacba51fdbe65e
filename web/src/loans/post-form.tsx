import { Alert, Button, Checkbox, Group, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import { useState, type FormEvent } from 'react'
import type { CheckedText } from '../../../lib/loan/check-text'
import type { ShownLoan } from '../../../lib/loan/show-loan'
import type { Finding } from '../../../lib/policy/finding'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Findings } from '../submissions/findings'
import { useLoanAct } from './queries'

/** One field for each hit of the word screen, to be answered by whoever posts (article 8). */
function Answers({
  hits,
  answers,
  change,
}: {
  hits: Finding[]
  answers: string[]
  change: (answers: string[]) => void
}) {
  const { say, tell } = useLanguage()
  return (
    <Stack gap="xs">
      {hits.map((hit, index) => (
        <TextInput
          key={`${hit.rule} ${index}`}
          label={say(`对“${hit.seen ?? ''}”的答复`, `Your answer to “${hit.seen ?? ''}”`)}
          description={tell(hit.message)}
          required
          maxLength={200}
          value={answers[index] ?? ''}
          onChange={(event) => {
            const next = hits.map((_, at) => answers[at] ?? '')
            next[index] = event.currentTarget.value
            change(next)
          }}
        />
      ))}
    </Stack>
  )
}

/** A borrower writes and posts: remaining places, Weibo's own count, every hit answered in place. */
export function PostForm({ shown }: { shown: ShownLoan }) {
  const { say } = useLanguage()
  const { loan } = shown
  const [text, setText] = useState('')
  const [answers, setAnswers] = useState<string[]>([])
  const [declared, declare] = useState(false)
  const [looked] = useDebouncedValue(text, 300)
  const check = useQuery({
    queryKey: ['loan-text', loan.id, looked],
    queryFn: () => call<CheckedText>('POST', `/loans/${loan.id}/check`, { text: looked }),
    enabled: looked.trim() !== '',
    placeholderData: (before) => before,
  })
  const post = useLoanAct<object, { left: number }>(loan.id, '/posts')
  const checked = text.trim() === '' ? undefined : check.data
  const hits = (checked?.findings ?? []).filter((one) => one.severity === 'answer')
  const stops = (checked?.findings ?? []).some((one) => one.severity === 'refuse')
  const ready =
    checked && looked === text && !stops && declared && hits.every((_, index) => answers[index]?.trim())
  const left = loan.cap - loan.used
  const send = (event: FormEvent) => {
    event.preventDefault()
    post.mutate(
      { text, answers: hits.map((_, index) => answers[index] ?? ''), declared: true },
      {
        onSuccess: () => {
          setText('')
          setAnswers([])
          declare(false)
        },
      },
    )
  }
  return (
    <Paper withBorder p="md" component="form" aria-label={say('发微博', 'Post')} onSubmit={send}>
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {say('发微博', 'Post to Weibo')}
          </Title>
          <Text fw={600}>
            {say(`还可发 ${left} 条（上限 ${loan.cap}）`, `${left} of ${loan.cap} posts left`)}
          </Text>
        </Group>
        <Textarea
          label={say('微博文字', 'Text')}
          autosize
          minRows={3}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          description={
            checked
              ? say(
                  `${checked.length} / ${checked.limit} 字（按微博计数）`,
                  `${checked.length} of ${checked.limit}, by Weibo’s count`,
                )
              : say('最多 140 字（按微博计数）', '140 at most, by Weibo’s count')
          }
        />
        {checked && <Findings findings={checked.findings} />}
        <Answers hits={hits} answers={answers} change={setAnswers} />
        <Checkbox
          checked={declared}
          onChange={(event) => declare(event.currentTarget.checked)}
          label={say(
            '本人声明：内容真实、可靠、合规，不涉密（第六、八条）',
            'I declare that this is true, reliable, compliant and not classified (articles 6 and 8)',
          )}
        />
        <Trouble error={post.error ?? check.error} />
        {post.isSuccess && text === '' && (
          <Alert color="green" role="status">
            {say(
              '已提交，正在发往微博；文字编辑员已收到报告。',
              'Handed in and on its way to Weibo; the editor was told.',
            )}
          </Alert>
        )}
        <Group>
          <Button type="submit" disabled={!ready} loading={post.isPending}>
            {say('以官方微博发布', 'Post as the company')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

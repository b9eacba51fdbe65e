import { Badge, Button, Group, Paper, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Passage, Thread } from '../../../lib/submission/comment'
import { call, newKey } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { moment } from '../words/moment'

/** Of whose submission it is spoken. */
interface About {
  submissionId: string
  unitId: string
  names: Record<string, string>
}

/** One wish to say something; its key lives until it worked. */
function useSaying(about: About, path: string, said: () => void) {
  const queries = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (body: object) =>
      call('POST', `/submissions/${about.submissionId}/comments${path}`, body, { key: key.current }),
    onSuccess: async () => {
      key.current = newKey()
      said()
      await queries.invalidateQueries({ queryKey: ['submission', about.submissionId] })
    },
  })
}

function Say(given: {
  label: string
  button: string
  wait: boolean
  error: unknown
  say(text: string): void
}) {
  const [text, setText] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') given.say(text.trim())
      }}
    >
      <Textarea
        aria-label={given.label}
        placeholder={given.label}
        autosize
        minRows={1}
        maxLength={1000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Trouble error={given.error} />
      <Button mt={6} size="compact-sm" type="submit" loading={given.wait} disabled={text.trim() === ''}>
        {given.button}
      </Button>
    </form>
  )
}

/** Writes a comment on a passage. */
export function NewComment(given: { about: About; passage: Passage; done: () => void }) {
  const { say } = useLanguage()
  const { passage, done } = given
  const saying = useSaying(given.about, '', done)
  return (
    <Paper withBorder p="sm" component="section" aria-label={say('写意见', 'New comment')}>
      <Text size="sm" className="article-quote" lineClamp={3}>
        {passage.quote}
      </Text>
      <Say
        label={say('对这段文字的意见', 'Your comment on this passage')}
        button={say('写下意见', 'Comment')}
        wait={saying.isPending}
        error={saying.error}
        say={(text) => saying.mutate({ about: passage, text })}
      />
      <Button mt={6} size="compact-sm" variant="subtle" onClick={done}>
        {say('取消', 'Cancel')}
      </Button>
    </Paper>
  )
}

function Line({ by, at, text, names }: { by: string; at: string; text: string; names: About['names'] }) {
  const { language } = useLanguage()
  return (
    <div>
      <Text size="sm" c="dimmed">
        {names[by] ?? by} · {moment(at, language)}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text}
      </Text>
    </div>
  )
}

/** A comment with its answers; answering and settling where it is still of use. */
export function ThreadCard(given: {
  about: About
  thread: Thread
  gone: boolean
  open: boolean
  go?: () => void
}) {
  const { about, thread, gone, open, go } = given
  const { say } = useLanguage()
  const { data: me } = useMe()
  const [answering, setAnswering] = useState(false)
  const answer = useSaying(about, `/${thread.id}`, () => setAnswering(false))
  const settle = useSaying(about, `/${thread.id}`, () => undefined)
  const maySettle = thread.by === me?.id || (me?.unit?.id === about.unitId && isOne(me, 'officer'))
  return (
    <Paper withBorder p="sm" component="article" aria-label={say('意见', 'Comment')} data-thread={thread.id}>
      <Stack gap={6}>
        <Group gap={6}>
          {thread.resolved && <Badge color="green">{say('已处理', 'settled')}</Badge>}
          {gone && <Badge color="gray">{say('这段文字已不在', 'passage no longer there')}</Badge>}
        </Group>
        <Text size="sm" className="article-quote" lineClamp={3}>
          {thread.passage.quote}
        </Text>
        <Line {...thread} names={about.names} />
        {thread.answers.map((one) => (
          <Line key={`${one.at} ${one.by}`} {...one} names={about.names} />
        ))}
        {answering && (
          <Say
            label={say('答复', 'Answer')}
            button={say('发出答复', 'Send the answer')}
            wait={answer.isPending}
            error={answer.error}
            say={(text) => answer.mutate({ text })}
          />
        )}
        <Group gap={6}>
          {go && !gone && (
            <Button size="compact-sm" variant="subtle" onClick={go}>
              {say('看原文', 'Go there')}
            </Button>
          )}
          {open && !answering && (
            <Button size="compact-sm" variant="default" onClick={() => setAnswering(true)}>
              {say('答复', 'Answer')}
            </Button>
          )}
          {open && maySettle && !thread.resolved && (
            <Button
              size="compact-sm"
              variant="default"
              loading={settle.isPending}
              onClick={() => settle.mutate({ settled: true })}
            >
              {say('标为已处理', 'Settled')}
            </Button>
          )}
        </Group>
        <Trouble error={settle.error} />
      </Stack>
    </Paper>
  )
}

import { Button, Checkbox, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { DraftPreview, ShownPolicy, ShownSubmission } from '../../../lib/api/submission'
import { call, newKey } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import type { Draft } from './use-draft'

/** Articles 6 and 8: the statement is signed by name with each version; then it goes to the first approver. */
export function SubmitBox(given: {
  shown: ShownSubmission
  draft: Draft
  policy: ShownPolicy
  preview?: DraftPreview
}) {
  const { shown, draft, policy, preview } = given
  const { submission, media } = shown
  const { say, tell } = useLanguage()
  const queries = useQueryClient()
  const [agreed, setAgreed] = useState<string[]>([])
  const key = useRef(newKey())
  const submit = useMutation({
    async mutationFn() {
      await draft.flush()
      await call(
        'POST',
        `/submissions/${submission.id}/submit`,
        { version: submission.version, edits: draft.edits(), agreed: { truth: true, unclassified: true } },
        { key: key.current },
      )
    },
    onSuccess: async () => {
      notifications.show({
        message: say('已送审，进展会发邮件告诉您。', 'Submitted. You will get mail as it moves.'),
        color: 'green',
      })
      await queries.invalidateQueries({ queryKey: ['submission', submission.id] })
      await queries.invalidateQueries({ queryKey: ['submissions'] })
    },
    // What was refused was not begun: the next press is a new wish.
    onError: () => (key.current = newKey()),
  })
  const used = media.filter(({ id }) => draft.content.mediaIds.includes(id))
  const missing = [
    ...(draft.clashes.length > 0
      ? [say('先选好两人都改过的地方', 'Choose where two people changed the same')]
      : []),
    ...((preview?.findings ?? shown.findings).some(({ severity }) => severity === 'refuse')
      ? [say('先改好“必须改”的项目', 'Mend what must be mended')]
      : []),
    ...(used.some(({ state }) => state === 'uploading' || state === 'checking')
      ? [say('等图片和视频传完、检查完', 'Wait until all files are uploaded and checked')]
      : []),
    ...(used.some(({ state }) => state === 'refused')
      ? [say('移除不合格的文件', 'Remove the files that were refused')]
      : []),
    ...(agreed.length < policy.statement.length ? [say('勾选两项声明', 'Tick both statements')] : []),
  ]
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb="xs">
        {say('声明并送审', 'State and submit')}
      </Title>
      <Stack>
        <Checkbox.Group value={agreed} onChange={setAgreed}>
          <Stack gap="xs">
            {policy.statement.map(({ id, article, text }) => (
              <Checkbox
                key={id}
                value={id}
                label={`${tell(text)} ${say(`（第${article}条）`, `(article ${article})`)}`}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        {missing.length > 0 && (
          <div>
            <Text size="sm">{say('送审之前：', 'Before submitting:')}</Text>
            <List size="sm">
              {missing.map((one) => (
                <List.Item key={one}>{one}</List.Item>
              ))}
            </List>
          </div>
        )}
        <Trouble error={submit.error} retry={() => submit.mutate()} />
        <Group>
          <Button disabled={missing.length > 0} loading={submit.isPending} onClick={() => submit.mutate()}>
            {say('送审', 'Submit')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

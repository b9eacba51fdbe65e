import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Submission } from '../../../lib/submission/submission'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'

const revisable = ['rejected', 'withdrawn', 'expired', 'unused', 'failed']
const withdrawable = ['checking', 'in-review', 'approved']

/** What the author can do now: take it back, or begin the next version. */
export function Actions({ submission }: { submission: Submission }) {
  const { say } = useLanguage()
  const queries = useQueryClient()
  const [opened, { open, close }] = useDisclosure(false)
  const [reason, setReason] = useState('')
  const act = useMutation({
    mutationFn: ({ what, body }: { what: string; body: object }) =>
      call('POST', `/submissions/${submission.id}/${what}`, body),
    onSuccess: async () => {
      close()
      await queries.invalidateQueries({ queryKey: ['submission', submission.id] })
      await queries.invalidateQueries({ queryKey: ['submissions'] })
    },
  })
  return (
    <>
      <Group>
        {!submission.removes && revisable.includes(submission.state) && (
          <Button
            loading={act.isPending}
            onClick={() => act.mutate({ what: 'revise', body: { version: submission.version } })}
          >
            {say('修改后重新送审', 'Revise')}
          </Button>
        )}
        {withdrawable.includes(submission.state) && (
          <Button variant="default" onClick={open}>
            {say('撤回', 'Withdraw')}
          </Button>
        )}
      </Group>
      {!opened && <Trouble error={act.error} />}
      <Modal
        opened={opened}
        onClose={close}
        title={
          submission.removes
            ? say('撤回撤下申请', 'Take this removal back')
            : say('撤回这篇稿件', 'Withdraw this submission')
        }
        closeButtonProps={{ 'aria-label': say('关闭', 'Close') }}
      >
        <Stack>
          <Textarea
            label={say('理由（会记录在案，并告诉审批人）', 'Reason (kept on record, told to the approvers)')}
            withAsterisk
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Trouble error={act.error} />
          <Button
            disabled={reason.trim() === ''}
            loading={act.isPending}
            onClick={() => act.mutate({ what: 'withdraw', body: { reason: reason.trim() } })}
          >
            {say('撤回', 'Withdraw')}
          </Button>
        </Stack>
      </Modal>
    </>
  )
}
